// Which configs the rows of a recipe stand in, known when duplicates are judged: one, or one for each site. Nothing else of
// a row depends on it.

import { type MixGroup, mixGroups } from '../mix.ts';
import { SPLITS, type Split } from '../types.ts';
import type { AgreePassResult } from './agree-pass.ts';
import type { ConfigContext } from './context.ts';
import type { CountResult } from './count-keys.ts';
import { cutByCount, cutByKeys, type ShardCut } from './cut-shards.ts';
import type { KeyRows } from './key-ranges.ts';
import { type Layout, threadPartitions } from './layout.ts';
import { sumColumns } from './route-pass.ts';
import type { RoutedConfig } from './routed-config.ts';
import { planShards, type ShardPlan } from './shards.ts';

/** A config, the inputs its rows are of, and the shards they go to. */
export interface ConfigGroup {
  readonly config: string;
  readonly inputs: ReadonlySet<number>;
  readonly shards: readonly ShardPlan[];
}

/** What is known of the rows of a recipe. */
interface KnownRows {
  readonly routed: RoutedConfig;
  readonly agreed: AgreePassResult;
  /** Where shards are cut by keys. */
  readonly byKey: CountResult['rows'] | undefined;
}

/** The configs of a recipe. A site that has no rows left has none. */
export function configGroups(context: ConfigContext, { routed, agreed, byKey }: KnownRows): ConfigGroup[] {
  const { plan, config: recipe, mix, shard } = context;
  const counts = countsByInput(context, routed, agreed);
  const rows = plan.inputs.map(({ site }, input) => ({ recipe, site, rows: bySide(counts[input]!, plan.layout) }));
  const groups = mixGroups([recipe], rows, mix);
  const inputs = inputsOf(groups, rows);
  return groups.map(({ config }, index) => {
    const own = inputs[index]!;
    const sum = (what: keyof InputCounts) => sumColumns([...own].map((input) => counts[input]![what]));
    const summed = own.size === 0 ? emptyCounts(plan.layout) : { routed: sum('routed'), lost: sum('lost') };
    const cut = (split: Split, rows: number): ShardCut[] =>
      byKey === undefined
        ? cutByCount(split, rows, shard.rows)
        : cutByKeys(split, keysOf(byKey, own, split), shard.rows);
    return { config, inputs: own, shards: planShards(plan.layout, summed, cut) };
  });
}

/** Rows of these inputs on a side, by key. */
function keysOf(counted: CountResult['rows'], inputs: ReadonlySet<number>, split: Split): KeyRows[] {
  const byKey = new Map<number, number>();
  for (const [input, side, key, rows] of counted) {
    if (SPLITS[side] === split && inputs.has(input)) byKey.set(key, (byKey.get(key) ?? 0) + rows);
  }
  return [...byKey].sort(([a], [b]) => a - b).map(([key, rows]) => ({ key, rows }));
}

/** Rows of an input by thread partition, and how many of them lose. */
interface InputCounts {
  readonly routed: readonly number[];
  readonly lost: readonly number[];
}

function emptyCounts(layout: Layout): InputCounts {
  const none = new Array<number>(threadPartitions(layout)).fill(0);
  return { routed: none, lost: none };
}

function countsByInput(
  { plan }: ConfigContext,
  { records }: RoutedConfig,
  { counts }: AgreePassResult,
): readonly InputCounts[] {
  const { routed: none } = emptyCounts(plan.layout);
  return plan.inputs.map((_, input) => {
    const own = records.filter((unit) => unit.input === input);
    return { routed: sumColumns([none, ...own.map((unit) => unit.counts)]), lost: counts.get(input) ?? none };
  });
}

/** Rows that stay, by side of the split. */
function bySide({ routed, lost }: InputCounts, { sides }: Layout): Partial<Record<Split, number>> {
  let first = 0;
  const rows: Partial<Record<Split, number>> = {};
  for (const split of SPLITS) {
    rows[split] = 0;
    for (const end = first + sides[split]; first < end; first++) rows[split] += routed[first]! - lost[first]!;
  }
  return rows;
}

/** By group. Inputs that lost all their rows go with the last one, where their losers are told of. */
function inputsOf(groups: readonly MixGroup[], rows: readonly { readonly site: string }[]): Set<number>[] {
  const groupOf = new Map(groups.flatMap(({ sites }, group) => sites.map((site) => [site, group] as const)));
  const inputs = groups.map(() => new Set<number>());
  for (const [input, { site }] of rows.entries()) inputs[groupOf.get(site) ?? groups.length - 1]?.add(input);
  return inputs;
}
