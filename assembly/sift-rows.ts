// Rough products of rows in whole numbers of 16 bits, eight in one step: they tell which products are worth their 32-bit
// floats. src/evaluate/nearest/sieve.ts knows how far off they may be. Places are counted in bytes.

import { sumLanes } from './sum-lanes';

const VECTOR: i32 = 16;
const ROWS: i32 = 4;

/** The greatest sum of squares of a row; NaN where a row has one. */
export function longestRow(rows: i32, count: i32, bytes: i32): f32 {
  let longest: f32 = 0;
  for (let row: i32 = 0; row < count; row++) {
    let sum = f32x4.splat(0);
    for (const end = rows + bytes; rows < end; rows += VECTOR) {
      const x = v128.load(rows);
      sum = f32x4.add(sum, f32x4.mul(x, x));
    }
    longest = max<f32>(longest, sumLanes(sum));
  }
  return longest;
}

/** Writes floats times a scale as whole numbers of 16 bits, eight every `pitch` bytes; `bytes` of floats, a multiple of 32. */
export function roughen(from: i32, bytes: i32, scale: f32, out: i32, pitch: i32): void {
  const scales = f32x4.splat(scale);
  for (const end = from + bytes; from < end; from += 2 * VECTOR) {
    const low = rounded(f32x4.mul(v128.load(from), scales));
    const high = rounded(f32x4.mul(v128.load(from, VECTOR), scales));
    v128.store(out, i16x8.narrow_i32x4_s(low, high));
    out += pitch;
  }
}

function rounded(x: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(x));
}

/**
 * Writes which of `count` others reach the floor of which of four rows, as other × 4 + row, and gives how many do. The
 * memory of one more other must be there, whatever is in it. Eight numbers of each of the four rows lie one behind another,
 * then the next eight of each; two others lie likewise.
 */
export function siftRows(rows: i32, others: i32, count: i32, bytes: i32, floors: i32, out: i32): i32 {
  const floor = v128.load(floors);
  let to = out;
  for (let other: i32 = 0; other < count; other += 2) {
    let s00 = i32x4.splat(0);
    let s01 = s00;
    let s10 = s00;
    let s11 = s00;
    let s20 = s00;
    let s21 = s00;
    let s30 = s00;
    let s31 = s00;
    let at = rows;
    for (const end = others + 2 * bytes; others < end; others += 2 * VECTOR) {
      const a = v128.load(others);
      const b = v128.load(others, VECTOR);
      let x = v128.load(at);
      s00 = i32x4.add(s00, i32x4.dot_i16x8_s(x, a));
      s01 = i32x4.add(s01, i32x4.dot_i16x8_s(x, b));
      x = v128.load(at, VECTOR);
      s10 = i32x4.add(s10, i32x4.dot_i16x8_s(x, a));
      s11 = i32x4.add(s11, i32x4.dot_i16x8_s(x, b));
      x = v128.load(at, 2 * VECTOR);
      s20 = i32x4.add(s20, i32x4.dot_i16x8_s(x, a));
      s21 = i32x4.add(s21, i32x4.dot_i16x8_s(x, b));
      x = v128.load(at, 3 * VECTOR);
      s30 = i32x4.add(s30, i32x4.dot_i16x8_s(x, a));
      s31 = i32x4.add(s31, i32x4.dot_i16x8_s(x, b));
      at += ROWS * VECTOR;
    }
    to = writeReached(reached(s00, s10, s20, s30, floor), other, to);
    if (other + 1 < count) to = writeReached(reached(s01, s11, s21, s31, floor), other + 1, to);
  }
  return (to - out) >> 2;
}

/** A bit for each of four sums of lanes that is no less than its floor. */
function reached(a: v128, b: v128, c: v128, d: v128, floor: v128): i32 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  const sums = i32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
  return i32x4.bitmask(i32x4.ge_s(sums, floor));
}

function writeReached(bits: i32, other: i32, to: i32): i32 {
  for (; bits !== 0; bits &= bits - 1) {
    store<i32>(to, other * ROWS + ctz(bits));
    to += 4;
  }
  return to;
}
