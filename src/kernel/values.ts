// Values with rules of their own: numbers, dates and licences. Each reader gives the position of the quote that ends the
// value, or -1 if it is not as expected; the rules are those of src/extract/check-row.ts.

import { NUMBER_W, VALUE_W } from './layout.ts';
import { M, W } from './memory.ts';
import { readDigits } from './wide.ts';

const SPACE: i32 = 0x20;
const QUOTE: i32 = 0x22;
const DASH: i32 = 0x2d;
const POINT: i32 = 0x2e;
const ZERO: i32 = 0x30;
const NINE: i32 = 0x39;
const COLON: i32 = 0x3a;
const CAPITAL_T: i32 = 0x54;

const MOST_LICENSE_BYTES: i32 = 64;
const SECONDS_BYTES: i32 = 19;
const MILLISECONDS_BYTES: i32 = 4;

/** Reads an integer into the field's value. */
export function readInteger(from: i32, field: i32, isSigned: boolean): i32 {
  const isNegative = isSigned && M[from]! === DASH;
  const first: i32 = isNegative ? from + 1 : from;
  const end = readDigits(first);
  if (end <= first || M[end]! !== QUOTE) return -1;
  W[VALUE_W + field] = isNegative ? -W[NUMBER_W]! : W[NUMBER_W]!;
  return end;
}

/** Reads a date. */
export function readDate(from: i32): i32 {
  const isDate =
    isPair(from, 19, 99) &&
    isPair(from + 2, 0, 99) &&
    M[from + 4]! === DASH &&
    isPair(from + 5, 1, 12) &&
    M[from + 7]! === DASH &&
    isPair(from + 8, 1, 31) &&
    pair(from + 8) <= daysOfMonth(pair(from) * 100 + pair(from + 2), pair(from + 5)) &&
    M[from + 10]! === CAPITAL_T &&
    isPair(from + 11, 0, 23) &&
    M[from + 13]! === COLON &&
    isPair(from + 14, 0, 59) &&
    M[from + 16]! === COLON &&
    isPair(from + 17, 0, 59);
  if (!isDate) return -1;
  const end = from + SECONDS_BYTES;
  if (M[end]! === QUOTE) return end;
  const hasMilliseconds = M[end]! === POINT && isDigit(M[end + 1]!) && isPair(end + 2, 0, 99);
  return hasMilliseconds && M[end + MILLISECONDS_BYTES]! === QUOTE ? end + MILLISECONDS_BYTES : -1;
}

/** Two digits as a number. */
export function pair(at: i32): i32 {
  return (M[at]! - ZERO) * 10 + M[at + 1]! - ZERO;
}

/** Reads a licence: a name like `CC BY-SA 4.0`, or nothing. */
export function readLicense(from: i32): i32 {
  let at = from;
  for (; at - from <= MOST_LICENSE_BYTES; at++) {
    const byte = M[at]!;
    if (byte === QUOTE) return at;
    const isCapital = byte >= 0x41 && byte <= 0x5a;
    const isOther =
      isDigit(byte) || (byte >= 0x61 && byte <= 0x7a) || byte === SPACE || byte === POINT || byte === DASH;
    if (!isCapital && (!isOther || at === from)) return -1;
  }
  return -1;
}

function daysOfMonth(year: i32, month: i32): i32 {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeap(year: i32): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function isPair(at: i32, least: i32, most: i32): boolean {
  return isDigit(M[at]!) && isDigit(M[at + 1]!) && pair(at) >= least && pair(at) <= most;
}

function isDigit(byte: i32): boolean {
  return byte >= ZERO && byte <= NINE;
}
