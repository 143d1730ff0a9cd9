// Normalised text where not all is ASCII, or where it was not cleaned here. Only stable characters are known, which NFC
// does not change whatever stands beside them; what is left is lower case.

import { isIn, sequenceLength } from './characters.ts';
import { CASELESS_W, CODE_POINT_W } from './layout.ts';
import { M, W } from './memory.ts';

const SPACE: i32 = 0x20;
const TAB: i32 = 0x09;
const RETURN: i32 = 0x0d;
const FIRST_BEYOND_ASCII: i32 = 0x80;

/**
 * Writes [from, to) in lower case, with single spaces for white space and none at the ends; gives the place after it,
 * -1 if lower case takes more than is known here.
 */
export function normaliseWide(from: i32, to: i32, out: i32): i32 {
  let size = out;
  let before: i32 = SPACE;
  for (let at = from; at < to; ) {
    const byte = M[at]!;
    if (byte >= FIRST_BEYOND_ASCII) {
      const length = copyInLowerCase(at, size);
      if (length === 0) return -1;
      at += length;
      size += length;
      before = byte;
      continue;
    }
    const next: i32 = byte >= TAB && byte <= RETURN ? SPACE : byte >= 0x41 && byte <= 0x5a ? byte | SPACE : byte;
    M[size] = next;
    if (next !== SPACE || before !== SPACE) size++;
    before = next;
    at++;
  }
  return before === SPACE && size > out ? size - 1 : size;
}

// Length of the character; 0 if it is not known to have no case, nor a letter of Latin-1.
function copyInLowerCase(at: i32, out: i32): i32 {
  const length = sequenceLength(at);
  const code = W[CODE_POINT_W]!;
  const isCapital = code >= 0xc0 && code <= 0xde && code !== 0xd7;
  if (!isCapital && !isIn(CASELESS_W, code)) return 0;
  for (let i: i32 = 0; i < length; i++) M[out + i] = M[at + i]!;
  if (isCapital) M[out + 1] = M[at + 1]! + SPACE;
  return length;
}
