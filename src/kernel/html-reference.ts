// What stands behind an `&amp;` of the XML: a reference of HTML, or a plain `&`. Decoded once.

import { writeStable } from './characters.ts';
import { ENTITY_ENTRY, ENTITY_SLOTS, ENTITY_TABLE, SIZE_W, WIDE_W } from './layout.ts';
import { M, move, W } from './memory.ts';
import { write } from './text.ts';
import { isSame } from './wide.ts';

const HASH: i32 = 0x23;
const AMPERSAND: i32 = 0x26;
const SEMICOLON: i32 = 0x3b;
const LETTER_X: i32 = 0x78;

/** Longer names than this are not in the table. */
const LONGEST_NAME: i32 = 8;
/** More digits than any code point has. */
const MOST_DIGITS: i32 = 7;

/** Writes what an `&` and the text at `at` behind it mean in HTML; gives the position after it, -1 if it is unusual. */
export function writeHtmlReference(at: i32): i32 {
  if (M[at]! === HASH) return writeNumbered(at + 1);
  if (isLetterOrDigit(M[at]!)) return writeNamed(at);
  write(AMPERSAND);
  return at;
}

function writeNumbered(from: i32): i32 {
  const isHex = (M[from]! | 0x20) === LETTER_X;
  const first: i32 = isHex ? from + 1 : from;
  const base: i32 = isHex ? 16 : 10;
  let at = first;
  let code: i32 = 0;
  for (let digit = digitAt(at, base); digit >= 0 && at - first < MOST_DIGITS; digit = digitAt(at, base)) {
    code = code * base + digit;
    at++;
  }
  if (at === first || M[at]! !== SEMICOLON) return -1;
  if (code > 0x7f) return writeStable(code) ? at + 1 : -1;
  if (code <= 0x20 || code === 0x7f) return -1;
  write(code);
  return at + 1;
}

function digitAt(at: i32, base: i32): i32 {
  const byte = M[at]!;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return base === 16 && letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

function writeNamed(at: i32): i32 {
  let length: i32 = 0;
  let slot: i32 = 0;
  while (isLetterOrDigit(M[at + length]!) && length <= LONGEST_NAME) {
    slot = (slot * 37 + M[at + length]!) & (ENTITY_SLOTS - 1);
    length++;
  }
  const entry = ENTITY_TABLE + slot * ENTITY_ENTRY;
  if (M[at + length]! !== SEMICOLON || M[entry]! !== length || !isSame(at, entry + 1, length)) return -1;
  const text = entry + 1 + LONGEST_NAME;
  const bytes = M[text]!;
  const size = W[SIZE_W]!;
  move(size, text + 1, bytes);
  W[SIZE_W] = size + bytes;
  if (M[text + 1]! > 0x7f) W[WIDE_W] = 1;
  return at + length + 1;
}

function isLetterOrDigit(byte: i32): boolean {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39);
}
