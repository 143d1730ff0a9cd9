// A text normalised for its fingerprint: lower case, single spaces for white space, and none at the ends. Only stable characters
// are known, which NFC does not change whatever stands beside them; what is left is lower case.

import { isIn, sequenceLength } from './characters.ts';
import { CASELESS_W, CODE_POINT_W, LOWER_ENTRY, LOWER_TABLE } from './layout.ts';
import { M, W } from './memory.ts';
import { lower, plainEnd } from './wide.ts';

const TAB: i32 = 0x09;
const RETURN: i32 = 0x0d;
const SPACE: i32 = 0x20;
const FIRST_BEYOND_ASCII: i32 = 0x80;

/** Writes [from, to) normalised; gives the place after it, -1 if that takes more of Unicode than is known here. */
export function normaliseText(from: i32, to: i32, out: i32): i32 {
  let size = out;
  for (let at = from; at < to; ) {
    const byte = M[at]!;
    if (byte >= FIRST_BEYOND_ASCII) {
      const length = copyInLowerCase(at, size);
      if (length === 0 || at + length > to) return -1;
      at += length;
      size += length;
      continue;
    }
    const end = plainEnd(at, to);
    if (end === at) {
      size = writeControl(byte, size, out);
      at++;
    } else {
      size = lower(at, end, size, out);
      at = end;
    }
  }
  return trimmed(size, out);
}

/** The same of a text that is printable ASCII and line feeds. */
export function normaliseAscii(from: i32, to: i32, out: i32): i32 {
  return trimmed(lower(from, to, out, out), out);
}

function trimmed(size: i32, out: i32): i32 {
  return size > out && M[size - 1]! === SPACE ? size - 1 : size;
}

// Length of the character; 0 if its lower case is not known, or takes another number of bytes.
function copyInLowerCase(at: i32, out: i32): i32 {
  const length = sequenceLength(at);
  const code = W[CODE_POINT_W]!;
  if (length === 2) return writeLower(code, out);
  if (!isIn(CASELESS_W, code)) return 0;
  for (let i: i32 = 0; i < length; i++) M[out + i] = M[at + i]!;
  return length;
}

function writeLower(code: i32, out: i32): i32 {
  const entry = LOWER_TABLE + code * LOWER_ENTRY;
  M[out] = M[entry]!;
  M[out + 1] = M[entry + 1]!;
  return M[entry]! === 0 ? 0 : 2;
}

function writeControl(byte: i32, size: i32, out: i32): i32 {
  const isWhite = byte >= TAB && byte <= RETURN;
  if (isWhite && (size === out || M[size - 1]! === SPACE)) return size;
  M[size] = isWhite ? SPACE : byte;
  return size + 1;
}
