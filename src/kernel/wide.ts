// The loops that see nearly every byte, and those that end where nothing can predict. In WebAssembly their twins, 16 bytes at
// a time, are in assembly/wide.ts. Those that are not told where end by themselves: a quote or a `<` follows the input. At hand
// in a variable, the memory is read a quarter faster.

import { HARMLESS, NEXT_UNUSUAL_W, ORDINARY, SIZE_W, UNUSUAL_BYTES } from './layout.ts';
import { M, W } from './memory.ts';
import { referenceLength } from './xml-reference.ts';

export { readEachDigit as readDigits } from './digits.ts';

const LINE_FEED: i32 = 0x0a;
const SPACE: i32 = 0x20;
const QUOTE: i32 = 0x22;
const AMPERSAND: i32 = 0x26;
const DELETE: i32 = 0x7f;
/** No value has them as they are: `<`, tab and line ends. All of them follow the input. */
const UNUSUAL = [0x3c, 0x09, 0x0a, 0x0d];

/** Bytes to look at one by one before a native search is cheaper. */
const SHORT_BYTES: i32 = 24;
/** The memory, as what can be searched natively. */
const BYTES = Buffer.from(M.buffer);

const LESS: i32 = 0x3c;

/** Copies words with single spaces between them from the ordinary character at `from` on; gives the place after them. */
export function copyProse(from: i32): i32 {
  const bytes = M;
  let size = W[SIZE_W]!;
  let at = from;
  let byte = bytes[at]!;
  do {
    bytes[size++] = byte;
    byte = bytes[++at]!;
    if (byte === SPACE && bytes[ORDINARY + bytes[at + 1]!]! === 1) {
      bytes[size++] = SPACE;
      byte = bytes[++at]!;
    }
  } while (bytes[ORDINARY + byte]! === 1);
  W[SIZE_W] = size;
  return at;
}

/** Copies ordinary characters and spaces from the ordinary character at `from` on; gives the place after them. */
export function copyCode(from: i32): i32 {
  let size = W[SIZE_W]!;
  let at = from;
  let byte = M[at]!;
  do {
    M[size++] = byte;
    byte = M[++at]!;
  } while (M[ORDINARY + byte]! === 1 || byte === SPACE);
  W[SIZE_W] = size;
  return at;
}

/** Position of the quote that ends the value at `from`; -1 if something in it is unusual. */
export function valueEnd(from: i32): i32 {
  let at = from;
  while (M[HARMLESS + M[at]!]! === 1 && at - from < SHORT_BYTES) at++;
  const to: i32 = M[at]! === QUOTE ? at : search(QUOTE, at);
  for (let i = 0; i < UNUSUAL_BYTES; i++) if (isWithin(i, from, to)) return -1;
  const bytes = M;
  while (true) {
    while (bytes[at]! !== AMPERSAND && at < to) at++;
    if (at === to) return to;
    const length = referenceLength(at);
    if (length === 0) return -1;
    at += length;
  }
}

// Whether the unusual byte stands in the value. Where the next one is, is known from the last search that went beyond.
function isWithin(i: i32, from: i32, to: i32): boolean {
  if (W[NEXT_UNUSUAL_W + i]! < from) W[NEXT_UNUSUAL_W + i] = search(UNUSUAL[i]!, from);
  return W[NEXT_UNUSUAL_W + i]! < to;
}

function search(byte: i32, from: i32): i32 {
  return BYTES.indexOf(byte, from);
}

/** Position of the next `<`, which there must be. */
export function nextLess(from: i32): i32 {
  let at = from;
  while (M[at]! !== LESS) at++;
  return at;
}

/**
 * Writes the ASCII of [from, to) at `out` in lower case, with single spaces for white space, as the end of a text that begins
 * at `start`: which never begins with a space, and may end with one. Gives the place after it. Advice to whoever changes
 * this: a branch at the ends of words, which nothing can predict, halves its speed.
 */
export function lower(from: i32, to: i32, out: i32, start: i32): i32 {
  let size = out;
  let before: i32 = out === start ? SPACE : M[out - 1]!;
  for (let at = from; at < to; at++) {
    const byte = M[at]!;
    const isUpper = (byte - 0x41) >>> 0 < 26 ? SPACE : 0;
    const next = byte === LINE_FEED ? SPACE : byte | isUpper;
    M[size] = next;
    // Not 0 unless both are spaces; the sign of a number or of its negative then makes it 1.
    const differs = (next ^ SPACE) | (before ^ SPACE);
    size += (differs | -differs) >>> 31;
    before = next;
  }
  return size;
}

/** Where the printable ASCII and line feeds from `from` on end, of which nearly all texts are that were cleaned; `to` at most. */
export function plainEnd(from: i32, to: i32): i32 {
  const bytes = M;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    if ((byte < SPACE && byte !== LINE_FEED) || byte >= DELETE) return at;
  }
  return to;
}

/** Whether so many bytes at two places are the same. */
export function isSame(a: i32, b: i32, length: i32): boolean {
  for (let i: i32 = 0; i < length; i++) if (M[a + i]! !== M[b + i]!) return false;
  return true;
}
