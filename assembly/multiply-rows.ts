// Inner products of four rows with many, four floats at a time: src/evaluate/nearest/multiply-rows.ts does the same in
// JavaScript, to the last bit. Places are counted in bytes here. Products are not fused with sums, so that every processor
// gives the same numbers.

import { sumLanes } from './sum-lanes';

export { longestRow, roughen, siftRows } from './sift-rows';

const VECTOR: i32 = 16;

// Two of the others at once: eight sums, which with what they are made of fit the registers.
export function multiplyRows(rows: i32, others: i32, count: i32, bytes: i32, out: i32): void {
  let at = others;
  let to = out;
  const pitch = count << 2;
  let left = count;
  for (; left >= 2; left -= 2) {
    multiplyTwo(rows, at, bytes, to, pitch);
    at += 2 * bytes;
    to += 8;
  }
  if (left === 1) multiplyOne(rows, at, bytes, to, pitch);
}

function multiplyTwo(rows: i32, others: i32, bytes: i32, to: i32, pitch: i32): void {
  const second = rows + bytes;
  const third = second + bytes;
  const fourth = third + bytes;
  const next = others + bytes;
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  for (let i: i32 = 0; i < bytes; i += VECTOR) {
    const a = v128.load(others + i);
    const b = v128.load(next + i);
    let x = v128.load(rows + i);
    s00 = f32x4.add(s00, f32x4.mul(x, a));
    s01 = f32x4.add(s01, f32x4.mul(x, b));
    x = v128.load(second + i);
    s10 = f32x4.add(s10, f32x4.mul(x, a));
    s11 = f32x4.add(s11, f32x4.mul(x, b));
    x = v128.load(third + i);
    s20 = f32x4.add(s20, f32x4.mul(x, a));
    s21 = f32x4.add(s21, f32x4.mul(x, b));
    x = v128.load(fourth + i);
    s30 = f32x4.add(s30, f32x4.mul(x, a));
    s31 = f32x4.add(s31, f32x4.mul(x, b));
  }
  storeSum(to, s00);
  storeSum(to + 4, s01);
  to += pitch;
  storeSum(to, s10);
  storeSum(to + 4, s11);
  to += pitch;
  storeSum(to, s20);
  storeSum(to + 4, s21);
  to += pitch;
  storeSum(to, s30);
  storeSum(to + 4, s31);
}

function multiplyOne(rows: i32, other: i32, bytes: i32, to: i32, pitch: i32): void {
  for (let row: i32 = 0; row < 4; row++) {
    let sum = f32x4.splat(0);
    for (let i: i32 = 0; i < bytes; i += VECTOR) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(rows + i), v128.load(other + i)));
    }
    storeSum(to, sum);
    rows += bytes;
    to += pitch;
  }
}

/** The product of one row with one other, as above. */
export function multiplyPair(row: i32, other: i32, bytes: i32): f32 {
  let sum = f32x4.splat(0);
  for (let i: i32 = 0; i < bytes; i += VECTOR) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(row + i), v128.load(other + i)));
  }
  return sumLanes(sum);
}

function storeSum(at: i32, sum: v128): void {
  store<f32>(at, sumLanes(sum));
}
