// Columns as Arrow lays them out, a value at a time: texts as bytes and the end of each, numbers, lists, bits.

import { clear, copy, makeRoom, SLACK, zone } from './zones';

const ZERO: u32 = 0x30;
/** Digits of the largest number of 32 bits. */
const MOST_DIGITS: usize = 10;

/** A column of texts: the zone of its ends, that of its bytes comes next. */
export function appendText(column: i32, from: usize, bytes: usize): void {
  const text = zone(column + 1);
  copy(makeRoom(text, bytes + SLACK), from, bytes);
  text.end += bytes;
  append32(column, <i32>(text.end - text.at));
}

/** A text, and a number in digits behind it. */
export function appendNumbered(column: i32, from: usize, bytes: usize, separator: u32, number: u32): void {
  const text = zone(column + 1);
  let at = makeRoom(text, bytes + 1 + MOST_DIGITS + SLACK);
  copy(at, from, bytes);
  at += bytes;
  if (separator !== 0) store<u8>(at++, separator);
  text.end = writeDecimal(at, number);
  append32(column, <i32>(text.end - text.at));
}

function writeDecimal(at: usize, number: u32): usize {
  let end = at + 1;
  for (let rest = number; rest >= 10; rest /= 10) end++;
  let rest = number;
  for (let digit = end; digit > at; rest /= 10) store<u8>(--digit, ZERO + (rest % 10));
  return end;
}

/** Bytes as two hex digits each; there are 16. */
export function appendHex(column: i32, from: usize): void {
  const text = zone(column + 1);
  const at = makeRoom(text, 32);
  const x = v128.load(from);
  const digits = v128(0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66);
  const high = i8x16.swizzle(digits, i8x16.shr_u(x, 4));
  const low = i8x16.swizzle(digits, v128.and(x, i8x16.splat(15)));
  v128.store(at, i8x16.shuffle(high, low, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  v128.store(at, i8x16.shuffle(high, low, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), 16);
  text.end = at + 32;
  append32(column, <i32>(text.end - text.at));
}

/** A number of 32 bits. */
export function append32(column: i32, value: i32): void {
  const numbers = zone(column);
  store<i32>(makeRoom(numbers, 4), value);
  numbers.end += 4;
}

/** A number of 64 bits. */
export function append64(column: i32, value: i64): void {
  const numbers = zone(column);
  store<i64>(makeRoom(numbers, 8), value);
  numbers.end += 8;
}

/** A column of texts, or of lists: its ends begin with 0. */
export function startEnds(column: i32): void {
  clear(column);
  append32(column, 0);
}

/** Texts of a column so far. */
export function texts(column: i32): i32 {
  return <i32>((zone(column).end - zone(column).at) >> 2) - 1;
}

/** The bit of row `row`, in bytes that were 0; they are cleared 8 at a time, as Arrow pads them. */
export function appendBit(column: i32, row: i32, bit: i32): void {
  const bits = zone(column);
  if ((row & 63) === 0) {
    store<u64>(makeRoom(bits, 8), 0);
    bits.end += 8;
  }
  const at = bits.at + (<usize>row >> 3);
  store<u8>(at, load<u8>(at) | (bit << (row & 7)));
}
