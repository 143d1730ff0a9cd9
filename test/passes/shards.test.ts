import { describe, expect, test } from 'vitest';
import { partitionOf } from '../../src/order-key.ts';
import { cutByCount } from '../../src/passes/cut-shards.ts';
import { type Layout, threadPartition, threadPartitions } from '../../src/passes/layout.ts';
import { planShards, type ShardPlan } from '../../src/passes/shards.ts';
import { SPLITS, type Split } from '../../src/types.ts';
import { dice } from './helpers.ts';

const layoutOf = (train: number, validation: number, test: number): Layout => ({
  sides: { train, validation, test },
  fingerprints: 1,
  bands: 0,
});
const ONE_EACH = layoutOf(1, 1, 1);
const byCount = (most: number) => (split: Split, rows: number) => cutByCount(split, rows, most);

/** A row by its key and side, and whether it stays. */
interface Row {
  readonly key: number;
  readonly side: Split;
  readonly isKept: boolean;
}

function countsOf(layout: Layout, rows: readonly Row[]) {
  const routed = new Array<number>(threadPartitions(layout)).fill(0);
  const lost = new Array<number>(threadPartitions(layout)).fill(0);
  for (const { key, side, isKept } of rows) {
    const partition = threadPartition(layout, side, key);
    routed[partition]! += 1;
    if (!isKept) lost[partition]! += 1;
  }
  return { routed, lost };
}

const shapesOf = (shards: readonly ShardPlan[]) => shards.map(({ split, name, rows }) => `${split} ${name} ${rows}`);
const sourcesOf = (shards: readonly ShardPlan[]) =>
  shards.map(({ sources }) => sources.map(({ partition, skip, take }) => [partition, skip, take]));

test('a split without rows has no shard', () => {
  const shards = planShards(ONE_EACH, { routed: [3, 0, 1], lost: [0, 0, 0] }, byCount(10));
  expect(shapesOf(shards)).toEqual(['train train-00000-of-00001 3', 'test test-00000-of-00001 1']);
});

test('no rows at all are no shards at all', () => {
  expect(planShards(ONE_EACH, { routed: [0, 0, 0], lost: [0, 0, 0] }, byCount(10))).toEqual([]);
});

test('shards are full, but for the last one', () => {
  const shards = planShards(ONE_EACH, { routed: [25, 0, 0], lost: [0, 0, 0] }, byCount(10));
  expect(shards.map(({ name, rows }) => [name, rows])).toEqual([
    ['train-00000-of-00003', 10],
    ['train-00001-of-00003', 10],
    ['train-00002-of-00003', 5],
  ]);
});

test('as many rows as a shard holds make one shard', () => {
  expect(planShards(ONE_EACH, { routed: [10, 0, 0], lost: [0, 0, 0] }, byCount(10))).toHaveLength(1);
});

test('losers are not counted', () => {
  expect(shapesOf(planShards(ONE_EACH, { routed: [13, 0, 0], lost: [3, 0, 0] }, byCount(10)))).toEqual([
    'train train-00000-of-00001 10',
  ]);
});

test('a shard may hold the end of one partition and the start of another', () => {
  const shards = planShards(layoutOf(3, 1, 1), { routed: [7, 7, 7, 0, 0], lost: [0, 0, 0, 0, 0] }, byCount(10));
  expect(sourcesOf(shards)).toEqual([
    [
      [0, 0, 7],
      [1, 0, 3],
    ],
    [
      [1, 3, 4],
      [2, 0, 6],
    ],
    [[2, 6, 1]],
  ]);
});

test('each partition comes with the range of its keys', () => {
  const [shard] = planShards(layoutOf(1, 1, 3), { routed: [0, 0, 1, 1, 1], lost: [0, 0, 0, 0, 0] }, byCount(10));
  expect(shard!.sources.map(({ partition, fromKey, toKey }) => [partition, fromKey, toKey])).toEqual([
    [2, 0, 1431655766],
    [3, 1431655766, 2863311531],
    [4, 2863311531, 2 ** 32],
  ]);
});

describe('a partition of losers only', () => {
  const plan = (routed: number[], lost: number[], rows: number) =>
    sourcesOf(planShards(layoutOf(routed.length - 2, 1, 1), { routed, lost }, byCount(rows)));

  test('at the start goes with the first shard', () => {
    expect(plan([2, 3, 0, 0], [2, 0, 0, 0], 2)[0]).toEqual([
      [0, 0, 0],
      [1, 0, 2],
    ]);
  });

  test('at the end goes with the last shard', () => {
    expect(plan([3, 2, 0, 0], [0, 2, 0, 0], 2)).toEqual([
      [[0, 0, 2]],
      [
        [0, 2, 1],
        [1, 0, 0],
      ],
    ]);
  });

  test('at the end of a full shard is not lost', () => {
    expect(plan([3, 2, 0, 0], [0, 2, 0, 0], 3)).toEqual([
      [
        [0, 0, 3],
        [1, 0, 0],
      ],
    ]);
  });

  test('of a side without other rows goes with the last shard of another', () => {
    expect(plan([2, 2, 5, 0], [0, 0, 5, 0], 2)).toEqual([
      [[0, 0, 2]],
      [
        [1, 0, 2],
        [2, 0, 0],
      ],
    ]);
  });

  test('is read for its losers, an empty one for nothing', () => {
    expect(plan([2, 0, 2, 0, 0], [0, 0, 0, 0, 0], 9)).toEqual([
      [
        [0, 0, 2],
        [2, 0, 2],
      ],
    ]);
  });
});

describe('of rows by chance', () => {
  const layouts = [ONE_EACH, layoutOf(2, 1, 3), layoutOf(7, 5, 1), layoutOf(64, 3, 12)];
  const rowsOf = (seed: number): Row[] => {
    const next = dice(seed);
    return Array.from({ length: next(120) }, () => ({
      key: next(2 ** 32),
      side: SPLITS[Math.min(2, next(seed % 2 === 0 ? 3 : 30))]!,
      isKept: next(3) > 0,
    }));
  };
  const cases = Array.from({ length: 40 }, (_, seed) => ({ rows: rowsOf(seed), shardRows: 1 + (seed % 9) * 4 }));

  test('every layout gives the same shards', () => {
    for (const { rows, shardRows } of cases) {
      const shapes = layouts.map((layout) => shapesOf(planShards(layout, countsOf(layout, rows), byCount(shardRows))));
      expect(shapes).toEqual(layouts.map(() => shapes[0]));
    }
  });

  test('every kept row is in one shard, in the order of the keys', () => {
    for (const { rows, shardRows } of cases) {
      for (const layout of layouts) {
        const counts = countsOf(layout, rows);
        for (const split of SPLITS) {
          const shards = planShards(layout, counts, byCount(shardRows)).filter((shard) => shard.split === split);
          const expected = rows.filter(({ side, isKept }) => side === split && isKept).map(({ key }) => key);
          const found = shards.flatMap(({ sources }) =>
            sources.flatMap(({ partition, skip, take }) => keptIn(partition, layout, rows).slice(skip, skip + take)),
          );
          expect(found).toEqual(expected.sort((a, b) => a - b));
        }
      }
    }
  });

  test('a shard takes as many rows as it says, none more than it may', () => {
    for (const { rows, shardRows } of cases) {
      for (const layout of layouts) {
        for (const shard of planShards(layout, countsOf(layout, rows), byCount(shardRows))) {
          expect(shard.sources.reduce((sum, { take }) => sum + take, 0)).toBe(shard.rows);
          expect(shard.rows).toBeLessThanOrEqual(shardRows);
        }
      }
    }
  });

  test('every partition with losers is read, unless nothing was kept at all', () => {
    for (const { rows, shardRows } of cases) {
      for (const layout of layouts) {
        const counts = countsOf(layout, rows);
        const shards = planShards(layout, counts, byCount(shardRows));
        if (shards.length === 0) continue;
        const read = new Set(shards.flatMap(({ sources }) => sources.map(({ partition }) => partition)));
        const unread = counts.lost.flatMap((lost, partition) => (lost > 0 && !read.has(partition) ? [partition] : []));
        expect(unread).toEqual([]);
      }
    }
  });

  /** Keys of the kept rows of a partition, ascending. */
  function keptIn(partition: number, layout: Layout, rows: readonly Row[]): number[] {
    const isThere = ({ key, side, isKept }: Row) => isKept && threadPartition(layout, side, key) === partition;
    return rows
      .filter(isThere)
      .map(({ key }) => key)
      .sort((a, b) => a - b);
  }
});

test('thread partitions are numbered through train, validation and test', () => {
  const layout = layoutOf(3, 2, 4);
  expect(threadPartitions(layout)).toBe(9);
  const of = (side: Split, key: number) => threadPartition(layout, side, key);
  expect([
    of('train', 0),
    of('train', 2 ** 32 - 1),
    of('validation', 0),
    of('test', 0),
    of('test', 2 ** 32 - 1),
  ]).toEqual([0, 2, 3, 5, 8]);
  expect(of('test', 2 ** 31)).toBe(5 + partitionOf(2 ** 31, 4));
});
