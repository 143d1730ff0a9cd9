// What a unit that joins pairs does with each config: its spills are opened, filled and finished, or abandoned together.

import type { ConfigRules } from '../../config-rules.ts';
import type { WorkFile } from '../completion.ts';
import { type FilesByConfig, type JoinedRows, PairSpills, type PairSpillsOptions } from './pair-spills.ts';

/** What was joined, by config. */
export interface JoinResult {
  readonly files: readonly WorkFile[];
  readonly rows: Readonly<Record<string, JoinedRows>>;
}

/** A recipe, and where its pairs go. */
export interface SpilledConfig<Rules extends ConfigRules> {
  readonly recipe: Rules['recipe'];
  readonly spills: PairSpills;
}

interface SpillOptions extends Omit<PairSpillsOptions, 'files' | 'dedupe'> {
  readonly files: FilesByConfig;
}

/** Has the spills of these configs filled; whatever else was written meanwhile is given back by `fill`. */
export function spillPairs<Rules extends ConfigRules>(
  configs: readonly Rules[],
  { files, ...options }: SpillOptions,
  fill: (configs: readonly SpilledConfig<Rules>[]) => readonly WorkFile[],
): JoinResult {
  const joined = configs.map(({ name, recipe, dedupe }) => {
    return { name, recipe, spills: new PairSpills({ ...options, files: files[name]!, dedupe }) };
  });
  try {
    const others = fill(joined);
    const done = joined.map(({ name, spills }) => ({ name, ...spills.finish() }));
    return {
      files: [...done.flatMap(({ files }) => files), ...others],
      rows: Object.fromEntries(done.map(({ name, rows }) => [name, rows])),
    };
  } finally {
    for (const { spills } of joined) spills.abandon();
  }
}
