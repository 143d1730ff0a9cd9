// The shards of a build, and in which partitions their rows lie. The counts of all partitions are summed first, so where a
// shard begins and what it is called do not depend on how many partitions there are.

import { firstKey } from '../order-key.ts';
import { SPLITS, type Split } from '../types.ts';
import type { ShardCut } from './cut-shards.ts';
import { type Layout, threadPartition } from './layout.ts';
import type { ShardSource } from './reduce.ts';

/** One shard to write. */
export interface ShardPlan extends ShardCut {
  readonly split: Split;
  readonly sources: readonly ShardSource[];
}

/** Rows of a thread partition, after the agree pass. */
interface PartitionRows {
  readonly partition: number;
  readonly fromKey: number;
  readonly toKey: number;
  readonly kept: number;
  readonly lost: number;
}

/** All shards of a build, split by split. A split without rows has none. */
export function planShards(
  layout: Layout,
  counts: { readonly routed: readonly number[]; readonly lost: readonly number[] },
  cut: (split: Split, rows: number) => readonly ShardCut[],
): ShardPlan[] {
  const sides = SPLITS.map((split) => ({ split, partitions: partitionsOf(layout, split, counts) }));
  const shards = sides.flatMap(({ split, partitions }) => {
    let to = 0;
    return cut(split, rowsIn(partitions)).map((shard) => {
      const from = to;
      to += shard.rows;
      return { ...shard, split, sources: sourcesOf(partitions, from, to) };
    });
  });
  // A side that lost all its rows has no shard; its losers go to the last one of the others.
  const lost = sides.flatMap(({ partitions }) => (rowsIn(partitions) === 0 ? losersOf(partitions) : []));
  return shards.map((shard, index) =>
    index === shards.length - 1 ? { ...shard, sources: [...shard.sources, ...lost] } : shard,
  );
}

function rowsIn(partitions: readonly PartitionRows[]): number {
  return partitions.reduce((sum, { kept }) => sum + kept, 0);
}

function losersOf(partitions: readonly PartitionRows[]): ShardSource[] {
  return partitions.flatMap(({ kept: _, lost, ...range }) => (lost > 0 ? [{ ...range, skip: 0, take: 0 }] : []));
}

function partitionsOf(
  layout: Layout,
  split: Split,
  { routed, lost }: { readonly routed: readonly number[]; readonly lost: readonly number[] },
): PartitionRows[] {
  const first = threadPartition(layout, split, 0);
  const count = layout.sides[split];
  return Array.from({ length: count }, (_, index) => ({
    partition: first + index,
    fromKey: firstKey(index, count),
    toKey: firstKey(index + 1, count),
    kept: routed[first + index]! - lost[first + index]!,
    lost: lost[first + index]!,
  }));
}

/** The partitions that rows [from, to) of a split lie in; one of losers only goes with the last kept row before it. */
function sourcesOf(partitions: readonly PartitionRows[], from: number, to: number): ShardSource[] {
  const sources: ShardSource[] = [];
  let before = 0;
  for (const { kept, lost, ...range } of partitions) {
    const skip = Math.max(0, from - before);
    const take = Math.min(kept, to - before) - skip;
    const lastKept = Math.max(0, before - 1);
    const hasLosersOnly = kept === 0 && lost > 0 && lastKept >= from && lastKept < to;
    if (take > 0) sources.push({ ...range, skip, take });
    if (hasLosersOnly) sources.push({ ...range, skip: 0, take: 0 });
    before += kept;
  }
  return sources;
}
