// What units that join pairs do with each config: its spills are opened, filled and finished, or abandoned together.
// Memory: two runs for each config, which serve one unit after another.

import type { ConfigRules } from '../../config-rules.ts';
import type { WorkFile } from '../completion.ts';
import { type FilesByConfig, type JoinedRows, PairSpills, type PairSpillsOptions, pairMemory } from './pair-spills.ts';

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

/** What is spilled: pairs of an input. */
interface SpilledPairs<Rules extends ConfigRules> {
  readonly files: FilesByConfig;
  readonly input: number;
  /** Fills the spills of the configs; whatever else was written meanwhile is given back. */
  readonly fill: (configs: readonly SpilledConfig<Rules>[]) => readonly WorkFile[];
}

/** Prepares to have the spills of these configs filled, for one unit after another. */
export function pairSpiller<Rules extends ConfigRules>(
  configs: readonly Rules[],
  { layout, printOf }: Pick<PairSpillsOptions, 'layout' | 'printOf'>,
): (pairs: SpilledPairs<Rules>) => JoinResult {
  const kept = configs.map((config) => ({ ...config, memory: pairMemory(layout) }));
  return ({ files, input, fill }) => {
    const joined = kept.map(({ name, recipe, dedupe, memory }) => {
      return { name, recipe, spills: new PairSpills({ layout, printOf, input, files: files[name]!, dedupe, memory }) };
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
  };
}
