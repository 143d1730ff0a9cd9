// How the partitions of a build are numbered: one after another through train, validation and test.

import { firstKey, partitionOf } from '../order-key.ts';
import { SPLITS, type Split } from '../types.ts';

/** How many partitions each spill has. Fixed by the plan; the finished dataset does not depend on it. */
export interface Layout {
  /** Thread partitions of each side of the split; numbered on through train, validation, test. */
  readonly sides: Readonly<Record<Split, number>>;
  readonly fingerprints: number;
  /** Partitions of band keys; 0 where near-duplicates are not looked for. */
  readonly bands: number;
}

/** Thread partitions in all. */
export function threadPartitions({ sides }: Layout): number {
  return SPLITS.reduce((sum, side) => sum + sides[side], 0);
}

/** The thread partition of an order key on a side. */
export function threadPartition({ sides }: Layout, side: Split, key: number): number {
  let before = 0;
  for (let i = 0; SPLITS[i] !== side; i++) before += sides[SPLITS[i]!];
  return before + partitionOf(key, sides[side]);
}

/** The side a thread partition is of, as an index into SPLITS, and the range of order keys it holds. */
export function partitionRange({ sides }: Layout, partition: number) {
  let side = 0;
  let index = partition;
  while (index >= sides[SPLITS[side]!]) {
    index -= sides[SPLITS[side]!];
    side += 1;
  }
  const count = sides[SPLITS[side]!];
  return { partition, side, fromKey: firstKey(index, count), toKey: firstKey(index + 1, count) };
}
