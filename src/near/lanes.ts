// The arithmetic of signatures. In WebAssembly its twin, assembly/lanes.ts, takes four permutations, or sixteen bytes, at a time.

import { FACTORS_W, SIGNATURE_W, SUMMANDS_W } from './layout.ts';
import { M, W } from './memory.ts';

/** The lower 32 bits of a product. */
export function times(a: i32, b: i32): i32 {
  return Math.imul(a, b);
}

/** What MurmurHash64A multiplies by, in halves. */
const [FACTOR_HIGH, FACTOR_LOW] = [0xc6a4a793, 0x5bd1e995];
/** It shifts by 47 bits: those of the upper half that are left go into the lower one. */
const SHIFT = 47 - 32;

/** Numbers of 64 bits, in halves. */
const [hash, block] = [
  { high: 0, low: 0 },
  { high: 0, low: 0 },
];

/**
 * Hashes the bytes between two places to the words `key` and `key + 1`, lower half first: MurmurHash64A (Austin Appleby, public domain)
 * with seed 0. Of no bytes both are 0.
 */
export function keyBytes(from: i32, end: i32, key: i32): void {
  hash.high = 0;
  hash.low = end - from;
  multiply(hash);
  for (let at = from; at < end; at += 8) {
    block.low = wordAt(at, end);
    block.high = wordAt(at + 4, end);
    // What is left in the end is taken as it is.
    if (at + 8 <= end) {
      multiply(block);
      block.low ^= block.high >>> SHIFT;
      multiply(block);
    }
    hash.low ^= block.low;
    hash.high ^= block.high;
    multiply(hash);
  }
  hash.low ^= hash.high >>> SHIFT;
  multiply(hash);
  W[key] = hash.low ^ (hash.high >>> SHIFT);
  W[key + 1] = hash.high;
}

/** By the factor, modulo 2^64: the lower halves are multiplied by halves of their own, whose products are exact. */
function multiply(number: typeof hash): void {
  const { high, low } = number;
  const [low0, low1, by0, by1] = [low & 0xffff, low >>> 16, FACTOR_LOW & 0xffff, FACTOR_LOW >>> 16];
  const [inner, outer] = [low0 * by1, low1 * by0];
  const carried = ((low0 * by0) >>> 16) + (inner & 0xffff) + (outer & 0xffff);
  const above = low1 * by1 + (inner >>> 16) + (outer >>> 16) + (carried >>> 16);
  number.low = Math.imul(low, FACTOR_LOW);
  number.high = (above + Math.imul(high, FACTOR_LOW) + Math.imul(low, FACTOR_HIGH)) | 0;
}

/** The word whose first byte is anywhere; bytes from `end` on count as 0. */
function wordAt(at: i32, end: i32): i32 {
  let value = 0;
  for (let i = Math.min(3, end - at - 1); i >= 0; i--) value = (value << 8) | M[at + i]!;
  return value;
}

/**
 * Copies a text from one place to another for as long as it is words of ASCII letters and digits with one byte between two of them,
 * and nothing else: in small letters, with spaces between words. `before` is 1 where a letter stands before it. Gives the number of
 * bytes that were copied, fewer than there are or, as here, none: whoever asks goes on byte by byte.
 */
export function copyWords(_from: i32, _end: i32, _to: i32, _before: i32): i32 {
  return 0;
}

/** For each permutation the least value of all shingles in [from, to), unsigned; `permutations` is a multiple of 4. */
export function minima(from: i32, to: i32, permutations: i32): void {
  const words = W;
  for (let p = 0; p < permutations; p += 4) {
    const [a0, a1, a2, a3] = [
      words[FACTORS_W + p]!,
      words[FACTORS_W + p + 1]!,
      words[FACTORS_W + p + 2]!,
      words[FACTORS_W + p + 3]!,
    ];
    const [b0, b1, b2, b3] = [
      words[SUMMANDS_W + p]!,
      words[SUMMANDS_W + p + 1]!,
      words[SUMMANDS_W + p + 2]!,
      words[SUMMANDS_W + p + 3]!,
    ];
    let [m0, m1, m2, m3] = [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff];
    for (let at = from; at < to; at++) {
      const x = words[at]!;
      const v0 = (Math.imul(x, a0) + b0) >>> 0;
      const v1 = (Math.imul(x, a1) + b1) >>> 0;
      const v2 = (Math.imul(x, a2) + b2) >>> 0;
      const v3 = (Math.imul(x, a3) + b3) >>> 0;
      if (v0 < m0) m0 = v0;
      if (v1 < m1) m1 = v1;
      if (v2 < m2) m2 = v2;
      if (v3 < m3) m3 = v3;
    }
    words[SIGNATURE_W + p] = m0;
    words[SIGNATURE_W + p + 1] = m1;
    words[SIGNATURE_W + p + 2] = m2;
    words[SIGNATURE_W + p + 3] = m3;
  }
}
