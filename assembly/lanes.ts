// The arithmetic of signatures, four permutations in one: src/near/lanes.ts is what it stands in for, and says what it does.

import { FACTORS_W, SIGNATURE_W, SUMMANDS_W } from './layout.ts';

const VECTOR: i32 = 16;

export function times(a: i32, b: i32): i32 {
  return a * b;
}

const FACTOR: u64 = ((<u64>0xc6a4a793) << 32) | 0x5bd1e995;
const SHIFT: u64 = 47;

export function keyBytes(from: i32, end: i32, key: i32): void {
  let hash: u64 = <u64>(end - from) * FACTOR;
  let at = from;
  for (; at + 8 <= end; at += 8) {
    const block = load<u64>(at) * FACTOR;
    hash = (hash ^ ((block ^ (block >> SHIFT)) * FACTOR)) * FACTOR;
  }
  if (at < end) {
    const bits = (<u64>(end - at)) << 3;
    hash = (hash ^ (load<u64>(at) & (((<u64>1) << bits) - 1))) * FACTOR;
  }
  hash = (hash ^ (hash >> SHIFT)) * FACTOR;
  store<u64>(key << 2, hash ^ (hash >> SHIFT));
}

export function copyWords(from: i32, end: i32, to: i32, before: i32): i32 {
  let at = from;
  let out = to;
  let wasLetter = before;
  for (; at + VECTOR <= end; at += VECTOR, out += VECTOR) {
    const bytes = v128.load(at);
    const isCapital = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x41)), i8x16.splat(26));
    const small = v128.or(bytes, v128.and(isCapital, i8x16.splat(0x20)));
    const isSmall = i8x16.lt_u(i8x16.sub(small, i8x16.splat(0x61)), i8x16.splat(26));
    const isDigit = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
    const isLetter = v128.or(isSmall, isDigit);
    const letters = i8x16.bitmask(isLetter);
    const kept = letters | (letters << 1) | wasLetter;
    if ((kept & 0xffff) !== 0xffff || i8x16.bitmask(bytes) !== 0) break;
    v128.store(out, v128.bitselect(small, i8x16.splat(0x20), isLetter));
    wasLetter = (letters >> 15) & 1;
  }
  return at - from;
}

export function minima(from: i32, to: i32, permutations: i32): void {
  let p: i32 = 0;
  for (; p + 16 <= permutations; p += 16) minimaOf16(from, to, p);
  for (; p < permutations; p += 4) minimaOf4(from, to, p);
}

/** Four vectors at once: as many as there are registers for, so that each shingle is loaded a quarter as often. */
function minimaOf16(from: i32, to: i32, p: i32): void {
  const factors = (FACTORS_W + p) << 2;
  const summands = (SUMMANDS_W + p) << 2;
  const a0 = v128.load(factors);
  const a1 = v128.load(factors + VECTOR);
  const a2 = v128.load(factors + 2 * VECTOR);
  const a3 = v128.load(factors + 3 * VECTOR);
  const b0 = v128.load(summands);
  const b1 = v128.load(summands + VECTOR);
  const b2 = v128.load(summands + 2 * VECTOR);
  const b3 = v128.load(summands + 3 * VECTOR);
  let m0 = i32x4.splat(-1);
  let m1 = m0;
  let m2 = m0;
  let m3 = m0;
  for (let at = from << 2, end = to << 2; at < end; at += 4) {
    const x = v128.load32_splat(at);
    m0 = i32x4.min_u(m0, i32x4.add(i32x4.mul(x, a0), b0));
    m1 = i32x4.min_u(m1, i32x4.add(i32x4.mul(x, a1), b1));
    m2 = i32x4.min_u(m2, i32x4.add(i32x4.mul(x, a2), b2));
    m3 = i32x4.min_u(m3, i32x4.add(i32x4.mul(x, a3), b3));
  }
  const out = (SIGNATURE_W + p) << 2;
  v128.store(out, m0);
  v128.store(out + VECTOR, m1);
  v128.store(out + 2 * VECTOR, m2);
  v128.store(out + 3 * VECTOR, m3);
}

function minimaOf4(from: i32, to: i32, p: i32): void {
  const a = v128.load((FACTORS_W + p) << 2);
  const b = v128.load((SUMMANDS_W + p) << 2);
  let least = i32x4.splat(-1);
  for (let at = from << 2, end = to << 2; at < end; at += 4) {
    least = i32x4.min_u(least, i32x4.add(i32x4.mul(v128.load32_splat(at), a), b));
  }
  v128.store((SIGNATURE_W + p) << 2, least);
}
