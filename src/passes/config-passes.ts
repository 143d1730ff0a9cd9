// What comes after the rows of a config were read: they are put in order, held against others, judged and written. Each
// config of a build has a work folder of its own.

import { join } from 'node:path';
import { isPlainRule } from '../clean/index.ts';
import type { ConfigRules } from '../config-rules.ts';
import { makeFolder } from '../make-folder.ts';
import type { Manifest } from '../manifest.ts';
import type { Recipe } from '../recipe.ts';
import { type AgreePassResult, agreePass } from './agree-pass.ts';
import type { Driver } from './builders.ts';
import { type ConfigGroup, configGroups } from './config-groups.ts';
import type { ConfigContext, PassContext } from './context.ts';
import { countPass } from './count-pass.ts';
import { keepDropped } from './keep-dropped.ts';
import { type NearPassResult, nearPass } from './near/near-pass.ts';
import { expectSameDatasets } from './plan-files.ts';
import { reducePass, type WrittenShardFiles } from './reduce-pass.ts';
import type { RoutedConfig } from './routed-config.ts';
import { type OrderedRows, shufflePass } from './shuffle-pass.ts';

/** The rows of a recipe, when the shards are written of the configs they stand in. */
export interface FinishedConfig extends Omit<ConfigRows, 'routed'> {
  readonly routed: OrderedRows;
  /** Of the search for duplicates, where there was one beyond the fingerprints. */
  readonly entered: NearPassResult | undefined;
  readonly agreed: AgreePassResult;
  readonly groups: readonly ConfigGroup[];
  readonly shards: readonly WrittenShardFiles[];
}

/** Everything about one config but the reading of its rows. */
export interface ConfigRows extends Omit<ConfigRules, 'recipe'> {
  readonly recipe: Recipe | SetRecipe;
  readonly routed: RoutedConfig;
}

/** In a recipe's place: a set of other people's pairs, by its number in the plan. */
export interface SetRecipe extends Pick<Recipe, 'columns'> {
  readonly set: number;
  /** Of its texts, as the manifest has it. */
  readonly sha256: string;
}

/** The build as a config sees it: the rows of a set are of one more input, which has the set's name. */
export function asSeenBy<Context extends Pick<PassContext, 'plan' | 'mix'>>(
  build: Context,
  { recipe }: Pick<ConfigRows, 'recipe'>,
): Context {
  if (!('set' in recipe)) return build;
  const { plan, mix } = build;
  const { name, bytes, modified } = plan.pairs[recipe.set]!;
  const input = { file: name, site: name, container: 'auto', dumpDate: null, bytes, modified } as const;
  // A set has a config of its own already.
  return { ...build, plan: { ...plan, units: [], inputs: [...plan.inputs, input] }, mix: { ...mix, by: 'kind' } };
}

/** Runs the passes of one config, one of so many that are worked at together. */
export async function configPasses(
  build: PassContext,
  config: ConfigRows,
  configsAtOnce: number,
): Promise<FinishedConfig> {
  const { name, recipe, dedupe } = config;
  const work = join(build.work, name);
  makeFolder(work);
  const context: ConfigContext = {
    ...asSeenBy(build, config),
    work,
    shared: build.work,
    config: name,
    columns: recipe.columns,
    dedupe,
    configsAtOnce,
  };
  const routed = await shufflePass(context, config.routed);
  const entered = isEntered(context) ? undefined : await nearPass(context, routed);
  const { plan, pairs, against, benchmarks } = context;
  await expectSameDatasets(plan, { pairs, against, benchmarks });
  const agreed = await agreePass(context, entered?.entries ?? (dedupe.exact === 'off' ? [] : routed.entries));
  const byKey = await countPass(context, routed, agreed);
  const groups = configGroups(context, { routed, agreed, byKey });
  const driver = driverOf(recipe);
  const shards = await reducePass(context, groups, { routed, agreed });
  if (plan.keepDropped && !context.isShare)
    for (const group of groups) await keepDropped(context, { ...group, driver }, shards);
  return { ...config, routed, entered, agreed, groups, shards };
}

/** Which posts drive the pairs of a recipe; a pair of one row alone is driven by that row, whichever it is. */
function driverOf(recipe: ConfigRows['recipe']): Driver | undefined {
  if ('driver' in recipe) return recipe.driver;
  return 'pair' in recipe || 'beside' in recipe ? 'question' : undefined;
}

/** Whether what copies are told by was written when the rows were read. */
export function isEntered({
  dedupe,
  against,
  benchmarks,
}: Pick<ConfigContext, 'dedupe' | 'against' | 'benchmarks'>): boolean {
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
