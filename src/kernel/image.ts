// A picture: its description, if somebody wrote one.

import { ALT_FROM_W, ALT_TO_W, STOCK_ALT_ENTRY, STOCK_ALT_TABLE } from './layout.ts';
import { M, W } from './memory.ts';
import { GAP_SPACE, separate, widen, write } from './text.ts';

const SPACE: i32 = 0x20;
const AMPERSAND: i32 = 0x26;
const TILDE: i32 = 0x7e;

/** Writes the description; false unless it is words of ASCII with single spaces, and no entity. */
export function showImage(): boolean {
  const from = W[ALT_FROM_W]!;
  const to = W[ALT_TO_W]!;
  if (!isPlain(from, to)) return false;
  if (from < to && !isStock(from, to)) {
    separate();
    for (let at = from; at < to; at++) write(M[at]!);
  }
  widen(GAP_SPACE);
  return true;
}

function isPlain(from: i32, to: i32): boolean {
  let before: i32 = SPACE;
  for (let at = from; at < to; at++) {
    const byte = M[at]!;
    if (byte < SPACE || byte > TILDE || byte === AMPERSAND || (byte === SPACE && before === SPACE)) return false;
    before = byte;
  }
  return from === to || before !== SPACE;
}

// Whether it is what the editor writes where nobody described the picture. A length of 0 ends the table.
function isStock(from: i32, to: i32): boolean {
  for (let entry: i32 = STOCK_ALT_TABLE; M[entry]! > 0; entry += STOCK_ALT_ENTRY) {
    if (M[entry]! === to - from && isEqual(from, entry + 1, to - from)) return true;
  }
  return false;
}

// Capitals count as small letters; a few other characters are taken for each other, none of which a stock text has.
function isEqual(at: i32, known: i32, length: i32): boolean {
  for (let i: i32 = 0; i < length; i++) if (lower(M[at + i]!) !== M[known + i]!) return false;
  return true;
}

function lower(byte: i32): i32 {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
