// Where a question belongs, for ever and on every machine: its place in the shuffled order and its side of the split.
// Both follow from the site's name and the question's id alone (and the seed, for the order), never from arrival.

import { hash } from 'node:crypto';
import type { Split } from './types.ts';

/** Shares of the rows that are held out; the rest is train. */
export interface SplitShares {
  readonly validation: number;
  readonly test: number;
}

/** Maps a question id of one site to a 32-bit number, evenly. */
export type IdHash = (id: number) => number;

const TWO_32 = 2 ** 32;

/** The finaliser of MurmurHash3 (Austin Appleby, public domain): a bijection on 32 bits with full avalanche. */
export function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A hash of question ids for one purpose and site; within a site no two ids collide, as `mix` is a bijection. */
export function idHash(purpose: string, site: string): IdHash {
  const digest = hash('sha256', `${purpose}\n${site}`, 'buffer');
  const before = digest.readUInt32LE(0);
  const after = digest.readUInt32LE(4);
  return (id) => mix((mix((id ^ before) >>> 0) + after) >>> 0);
}

/** The order key of a site's questions: ascending, it is the shuffled order of the dataset. Ties go by site, then id. */
export function orderKey(seed: number, site: string): IdHash {
  return idHash(`order ${seed}`, site);
}

/** What of a pipeline decides where a row belongs. */
export interface OrderRule {
  readonly seed: number;
  readonly order: string;
  /** The most a shard holds. */
  readonly rows: number;
}

/** Ids that stand together where the order is stable: about a third are questions, of a megabyte or two. */
export const BLOCK_IDS = 4096;

/** Bits of an id, and bits of the key by which ranges of ids are told apart: the 150 million ids of all sites fill a half of the keys. */
const SPREAD_BITS = 28;

/**
 * Where the rows of a site's questions belong. In a stable order, ids are cut into fixed ranges that fill a shard or less, and these
 * into blocks. The upper bits of a key are those of its range, the lower ones those of its block, both shuffled: what a new dump
 * adds goes to few places of the order, which are evenly filled all the same. What has one key stands in the order of its ids.
 */
export function rowKey(rule: OrderRule, site: string): IdHash {
  const { seed, order } = rule;
  if (order !== 'stable') return orderKey(seed, site);
  const range = idHash(`range ${seed}`, site);
  const block = idHash(`block ${seed}`, site);
  const rangeBits = Math.min(SPREAD_BITS, 1 + Math.ceil(Math.log2(rule.rows)));
  const blockIds = Math.min(BLOCK_IDS, 2 ** rangeBits);
  const within = 2 ** (32 - SPREAD_BITS + rangeBits) - 1;
  return (id) => ((range(id >>> rangeBits) & ~within) | (block(Math.floor(id / blockIds)) & within)) >>> 0;
}

/** The side of the split of a site's questions; it never changes with the seed, the pipeline or the dump. */
export function sideOf(shares: SplitShares, site: string): (id: number) => Split {
  const side = idHash('split', site);
  const testBelow = shares.test * TWO_32;
  const validationBelow = testBelow + shares.validation * TWO_32;
  return (id) => {
    const point = side(id);
    return point < testBelow ? 'test' : point < validationBelow ? 'validation' : 'train';
  };
}

/** The partition of an order key when the keys are cut into `partitions` equal ranges; ascending with the key. */
export function partitionOf(key: number, partitions: number): number {
  return Math.floor((key * partitions) / TWO_32);
}

/** The lowest key of a partition; exact, so that no key falls between two partitions. */
export function firstKey(partition: number, partitions: number): number {
  // Of the order of 2 ** 42, the product is exact; its quotient is a whole number or far from one.
  return Math.ceil((partition * TWO_32) / partitions);
}
