// What the report tells of the rows of a shard: how long their texts are, and of which years they are. Memory: a count
// for each bucket and year.

import { addBuckets, bucketOf, LENGTH_EDGES } from '../buckets.ts';
import { codePoints } from '../code-points.ts';
import { askedIn } from '../moved-rows.ts';
import type { ShardRow } from '../shard/index.ts';

const MS_PER_DAY = 86_400_000;

/** Counts of rows; two of them can be added up. */
export interface RowCounts {
  /** By column: code points of all its texts together, and texts by bucket of LENGTH_EDGES up to the last one that has any. */
  readonly lengths: { readonly total: number; readonly buckets: number[] }[];
  /** Rows by the year their question was asked in, UTC; other people's pairs say none. */
  readonly years: Record<string, number>;
}

/** Counts rows one by one. */
export class RowTally {
  readonly #lengths: { total: number; readonly buckets: Uint32Array }[];
  readonly #days = new Map<number, number>();

  constructor(columns: number) {
    this.#lengths = Array.from({ length: columns }, () => ({
      total: 0,
      buckets: new Uint32Array(LENGTH_EDGES.length),
    }));
  }

  add({ texts, posts }: ShardRow): void {
    for (const [column, text] of texts.entries()) {
      const length = codePoints(text);
      const tally = this.#lengths[column]!;
      tally.total += length;
      tally.buckets[bucketOf(LENGTH_EDGES, length)]! += 1;
    }
    const asked = askedIn(posts);
    // Other people's pairs are of no post and no date.
    if (asked === undefined) return;
    // Days first: there are a few thousand, and a date for each row would be made in vain.
    const day = Math.floor(asked / MS_PER_DAY);
    this.#days.set(day, (this.#days.get(day) ?? 0) + 1);
  }

  counts(): RowCounts {
    const years: number[] = [];
    for (const [day, rows] of this.#days) {
      const year = new Date(day * MS_PER_DAY).getUTCFullYear();
      years[year] = (years[year] ?? 0) + rows;
    }
    return rowCounts(this.#lengths, years);
  }
}

/** What was counted: by column all code points, and texts by bucket; and rows by year, from the year 0 on. */
export function rowCounts(
  lengths: readonly { readonly total: number; readonly buckets: Iterable<number> }[],
  years: readonly (number | undefined)[],
): RowCounts {
  const counted = [...years.entries()].filter(([, rows = 0]) => rows > 0);
  return {
    lengths: lengths.map(({ total, buckets }) => ({ total, buckets: upToLast([...buckets]) })),
    years: Object.fromEntries(counted) as Record<string, number>,
  };
}

function upToLast(buckets: readonly number[]): number[] {
  return buckets.slice(0, buckets.findLastIndex((rows) => rows > 0) + 1);
}

/** The lengths of two shards together. */
export function addLengths(a: RowCounts['lengths'], b: RowCounts['lengths']): RowCounts['lengths'] {
  return a.map(({ total, buckets }, column) => {
    const other = b[column] ?? { total: 0, buckets: [] };
    return { total: total + other.total, buckets: addBuckets(buckets, other.buckets) };
  });
}
