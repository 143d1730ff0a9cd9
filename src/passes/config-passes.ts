// What comes after the rows of a config were read: they are put in order, held against others, judged and written. The
// configs of a build go one after another, each in a work folder of its own.

import { join } from 'node:path';
import { isPlainRule } from '../clean/index.ts';
import { makeFolder } from '../make-folder.ts';
import type { Manifest } from '../manifest.ts';
import type { ConfigRules } from '../pipeline.ts';
import { type AgreePassResult, agreePass } from './agree-pass.ts';
import type { ConfigContext, PassContext } from './context.ts';
import { keepDropped } from './keep-dropped.ts';
import { type NearPassResult, nearPass } from './near/near-pass.ts';
import { expectSameDatasets } from './plan-files.ts';
import { reducePass, type WrittenShardFiles } from './reduce-pass.ts';
import type { RoutedConfig } from './routed-config.ts';
import { type OrderedRows, shufflePass } from './shuffle-pass.ts';

/** A config whose shards are written. */
export interface FinishedConfig extends ConfigRules {
  readonly routed: OrderedRows;
  /** Of the search for duplicates, where there was one beyond the fingerprints. */
  readonly entered: NearPassResult | undefined;
  readonly agreed: AgreePassResult;
  readonly shards: readonly WrittenShardFiles[];
}

/** Everything about one config but the reading of its rows. */
export interface ConfigRows extends ConfigRules {
  readonly routed: RoutedConfig;
}

/** Runs the passes of one config. */
export async function configPasses(build: PassContext, config: ConfigRows): Promise<FinishedConfig> {
  const { name, recipe, dedupe } = config;
  const work = join(build.work, name);
  makeFolder(work);
  const context: ConfigContext = {
    ...build,
    work,
    shared: build.work,
    config: name,
    columns: recipe.columns,
    dedupe,
  };
  const routed = await shufflePass(context, config.routed);
  const entered = isEntered(context) ? undefined : await nearPass(context, routed);
  const { plan, against, benchmarks } = context;
  await expectSameDatasets(plan, { against, benchmarks });
  const agreed = await agreePass(context, entered?.entries ?? (dedupe.exact === 'off' ? [] : routed.entries));
  const shards = await reducePass(context, routed, agreed);
  if (plan.keepDropped) await keepDropped(context, recipe, shards);
  return { ...config, routed, entered, agreed, shards };
}

/** Whether what copies are told by was written when the rows were read. */
function isEntered({ dedupe, against, benchmarks }: ConfigContext): boolean {
  const isRead = dedupe.near === undefined && (dedupe.exact === 'off' || isPlainRule(dedupe));
  return isRead && against.length + benchmarks.length === 0;
}

/** What the screening of the configs found. */
export function screenedIn(configs: readonly FinishedConfig[]) {
  return configs.flatMap(({ name, entered }) =>
    entered?.screened === undefined ? [] : [{ name, ...entered.screened }],
  );
}

/** The counts of the search for near-duplicates, of all configs together. */
export function nearTally(configs: readonly FinishedConfig[]): Manifest['near'] {
  const searched = configs.filter(({ dedupe }) => dedupe.near !== undefined);
  if (searched.length === 0) return null;
  const sum = (count: string) => searched.reduce((sum, { entered }) => sum + (entered?.tally[count] ?? 0), 0);
  return {
    compared: sum('compared'),
    verified: sum('verified'),
    members: sum('members'),
    clusters: sum('clusters'),
  };
}
