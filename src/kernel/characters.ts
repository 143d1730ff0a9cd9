// Characters beyond ASCII: whether their UTF-8 is well formed, and whether cleaning leaves them as they are.

import { CODE_POINT_W, SIZE_W, STABLE_W, WIDE_W } from './layout.ts';
import { M, W } from './memory.ts';
import { write } from './text.ts';

/** Length of the UTF-8 sequence beyond ASCII at `at`; 0 if it is not well formed. Leaves its code point. */
export function sequenceLength(at: i32): i32 {
  const lead = M[at]!;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length: i32 = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  let code = lead & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const byte = M[at + i]!;
    if ((byte & 0xc0) !== 0x80) return 0;
    code = (code << 6) | (byte & 0x3f);
  }
  W[CODE_POINT_W] = code;
  if (length === 3) return code >= 0x800 && (code < 0xd800 || code > 0xdfff) ? 3 : 0;
  if (length === 4) return code >= 0x10000 && code <= 0x10ffff ? 4 : 0;
  return 2;
}

/** Copies the stable character at `at` to the text; gives the position after it, -1 if it is none. */
export function copyStable(at: i32): i32 {
  const length = sequenceLength(at);
  if (length === 0 || !isStable(W[CODE_POINT_W]!)) return -1;
  const size = W[SIZE_W]!;
  for (let i = 0; i < length; i++) M[size + i] = M[at + i]!;
  W[SIZE_W] = size + length;
  W[WIDE_W] = 1;
  return at + length;
}

/** Writes a stable character by its code point; false if it is none. */
export function writeStable(code: i32): boolean {
  if (!isStable(code)) return false;
  W[WIDE_W] = 1;
  if (code < 0x800) {
    write(0xc0 | (code >> 6));
  } else {
    if (code < 0x10000) {
      write(0xe0 | (code >> 12));
    } else {
      write(0xf0 | (code >> 18));
      write(0x80 | ((code >> 12) & 0x3f));
    }
    write(0x80 | ((code >> 6) & 0x3f));
  }
  write(0x80 | (code & 0x3f));
  return true;
}

/** Whether [from, to) is well-formed UTF-8. */
export function isUtf8(from: i32, to: i32): boolean {
  for (let at = from; at < to; ) {
    const length: i32 = M[at]! < 0x80 ? 1 : sequenceLength(at);
    if (length === 0) return false;
    at += length;
  }
  return true;
}

/** Code points of [from, to): every byte but a continuation begins one. */
export function codePoints(from: i32, to: i32): i32 {
  let count: i32 = 0;
  for (let at = from; at < to; at++) if ((M[at]! & 0xc0) !== 0x80) count++;
  return count;
}

function isStable(code: i32): boolean {
  return isIn(STABLE_W, code);
}

/** Whether the code point lies in one of the table's ranges, of which the last is one that none is beyond. */
export function isIn(table: i32, code: i32): boolean {
  let range = table;
  while (code > W[range + 1]!) range += 2;
  return code >= W[range]!;
}
