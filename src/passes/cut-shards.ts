// Where the rows of a side are cut into shards, and what these are called. Usually they are full but for the last one, and say
// how many there are; so one row more moves all that follow. In a stable order they are fixed ranges of keys, called by their
// first one, and so are the batches in them: a row more changes its own shard, and in it its own batch.

import type { Split } from '../types.ts';
import { allKeys, type KeyRows, rangesWithin } from './key-ranges.ts';

/** A shard by its rows, which follow those of the one before. */
export interface ShardCut {
  /** Name of both its files without their ending. */
  readonly name: string;
  readonly rows: number;
  /** Rows before the end of each batch; undefined where only the limits of batches end them. */
  readonly batchEnds?: readonly number[] | undefined;
}

/** Rows of a batch where it has a range of its own: less is more heads than rows, more is more that changes with one row. */
const BATCH_ROWS = 1000;

/** Shards of `most` rows but for the last one: `train-00000-of-00012`, in the shape that `datasets` takes the split from. */
export function cutByCount(split: Split, rows: number, most: number): ShardCut[] {
  const shards = Math.ceil(rows / most);
  return Array.from({ length: shards }, (_, shard) => ({
    name: `${split}-${five(shard)}-of-${five(shards)}`,
    rows: Math.min(most, rows - shard * most),
  }));
}

/** Shards of ranges of keys that have at most `most` rows: `train-a1b20000`. Rows of one key that are more go by count. */
export function cutByKeys(split: Split, keys: readonly KeyRows[], most: number): ShardCut[] {
  return rangesWithin(allKeys(keys), most).flatMap((range) => {
    const name = `${split}-${range.from.toString(16).padStart(8, '0')}`;
    if (range.rows > most) {
      return cutByCount(split, range.rows, most).map(({ rows }, piece) => ({ name: `${name}-${five(piece)}`, rows }));
    }
    let end = 0;
    const batchEnds = rangesWithin(range, Math.min(BATCH_ROWS, most)).map(({ rows }) => (end += rows));
    return [{ name, rows: range.rows, batchEnds }];
  });
}

function five(count: number): string {
  return String(count).padStart(5, '0');
}
