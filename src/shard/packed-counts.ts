// What a packer counted of the rows of a shard, as it lies in its zones.

import { LENGTH_EDGES } from '../buckets.ts';
import { LICENSE_WORDS } from './pack-zones.ts';

const TWO_32 = 2 ** 32;

/** What was counted of the rows of a shard. */
export interface PackedCounts {
  /** By column: code points of all its texts together, and texts by bucket of LENGTH_EDGES. */
  readonly lengths: readonly { readonly total: number; readonly buckets: readonly number[] }[];
  /** Rows by the year their question was asked in, from the year 0 on. */
  readonly years: readonly number[];
  /** Posts by licence. */
  readonly licenses: Readonly<Record<string, number>>;
  /** Posts, and those with the name of their author. */
  readonly posts: number;
  readonly named: number;
}

/** By column: a number of 64 bits, and one of 32 for each bucket, with another behind them where it takes that to be even. */
export function lengthsIn(words: Int32Array, columns: number): PackedCounts['lengths'] {
  const tallies = new Uint32Array(words);
  const stride = tallies.length / columns;
  return Array.from({ length: columns }, (_, column) => {
    const [low, high, ...buckets] = tallies.subarray(column * stride, column * stride + 2 + LENGTH_EDGES.length);
    return { total: high! * TWO_32 + low!, buckets };
  });
}

/** Posts by licence: LICENSE_WORDS for each, of which two say where its name is. */
export function licensesIn(words: Int32Array, names: Uint8Array): Record<string, number> {
  const text = Buffer.from(names);
  const entries = Array.from({ length: words.length / LICENSE_WORDS }, (_, license) => {
    const [at, bytes, posts] = words.subarray(license * LICENSE_WORDS);
    return [text.toString('utf8', at!, at! + bytes!), posts!] as const;
  });
  return Object.fromEntries(entries);
}
