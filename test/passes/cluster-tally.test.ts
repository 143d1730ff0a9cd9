import { expect, test } from 'vitest';
import { COPIES_EDGES } from '../../src/buckets.ts';
import { addClusters, type ClusterCounts, ClusterTally, NO_CLUSTERS } from '../../src/passes/cluster-tally.ts';

/** Clusters of these sizes, their rows numbered on; of each the row of the lowest number stays, or none. */
function tallied(sizes: readonly number[], { keeps = true, first = 0 } = {}): ClusterCounts {
  const own = (row: number) => row;
  const tally = new ClusterTally({ input: () => 0, byte: own, id: own, key: own });
  let row = first;
  for (const size of sizes) {
    const smallest = row;
    for (; row < smallest + size; row++) tally.add(row, keeps && row === smallest ? 'kept' : 'duplicate', smallest);
  }
  return tally.counts();
}

const countOf = ({ sizes }: ClusterCounts, edge: number) => sizes[COPIES_EDGES.indexOf(edge)];

test('clusters are counted by size, neighbours of one size as well', () => {
  const counts = tallied([2, 2, 3, 7, 10]);
  expect([2, 3, 4, 6].map((edge) => countOf(counts, edge))).toEqual([2, 1, 0, 2]);
  expect(counts.largest.map(({ size, id }) => [size, id])).toEqual([
    [10, 14],
    [7, 7],
    [3, 4],
    [2, 0],
    [2, 2],
  ]);
});

test('of which none stays they are counted, and not named', () => {
  const counts = tallied([2, 5], { keeps: false });
  expect([countOf(counts, 2), countOf(counts, 5), counts.largest]).toEqual([1, 1, []]);
});

test('of thousands only the largest are named, the same in one part as in several and in any order', () => {
  const sizes = Array.from({ length: 3000 }, (_, i) => 2 + ((i * 7919) % 11));
  const before = (at: number) => sizes.slice(0, at).reduce((sum, size) => sum + size, 0);
  const parts = [0, 900, 1800, 2400].map((from, i, all) =>
    tallied(sizes.slice(from, all[i + 1] ?? sizes.length), { first: before(from) }),
  );
  const whole = tallied(sizes);
  expect(whole.largest.length).toBe(20);
  expect(parts.reduce(addClusters, NO_CLUSTERS)).toEqual(whole);
  expect(parts.toReversed().reduce(addClusters, NO_CLUSTERS)).toEqual(whole);
});

test('of several rows that stay the earliest is named, in whichever order they come', () => {
  const named = (order: readonly number[]) => {
    const tally = new ClusterTally({ input: () => 0, byte: (row) => row, id: (row) => row, key: (row) => row });
    for (const row of order) tally.add(row, 'kept', 0);
    return tally.counts().largest[0]!.kept.byte;
  };
  expect([named([0, 1, 2]), named([2, 0, 1]), named([1, 2, 0])]).toEqual([0, 0, 0]);
});
