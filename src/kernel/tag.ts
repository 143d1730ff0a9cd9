// Tags as post bodies nearly always have them, read where they lie in the XML: `&lt;name attribute=&quot;value&quot; /&gt;`
// and `&lt;/name&gt;`, in lower case. Whatever else HTML allows is unusual.

import {
  ALT_FROM_W,
  ALT_TO_W,
  ELEMENT_ENTRY,
  ELEMENT_SLOTS,
  ELEMENT_TABLE,
  TAG_GAP_W,
  TAG_IS_END_W,
  TAG_ROLE_W,
} from './layout.ts';
import { M, W } from './memory.ts';
import { isSame } from './wide.ts';
import { isGreater, isLineFeed, isQuote, referenceLength } from './xml-reference.ts';

const SPACE: i32 = 0x20;
const QUOTE: i32 = 0x22;
const HASH: i32 = 0x23;
const AMPERSAND: i32 = 0x26;
const HYPHEN: i32 = 0x2d;
const SLASH: i32 = 0x2f;
const LESS: i32 = 0x3c;
const EQUALS: i32 = 0x3d;
const QUOTE_BYTES: i32 = 6;
const GREATER_BYTES: i32 = 4;

/** Bytes of an entry before the name: its length, the gap and the role. */
const NAME_AT: i32 = 3;

/** Parts an element plays, as in src/clean/elements.ts; links and inline elements play none here, which is 0. */
export const ROLE_BREAK: i32 = 1;
export const ROLE_BULLETS: i32 = 2;
export const ROLE_CODE: i32 = 3;
export const ROLE_IMAGE: i32 = 4;
export const ROLE_ITEM: i32 = 5;
export const ROLE_NUMBERS: i32 = 6;
export const ROLE_QUOTE: i32 = 7;

/** Reads the tag whose name, or the `/` before it, is at `from`; gives the position after it, or -1 if it is unusual. */
export function readTag(from: i32): i32 {
  const isEnd = M[from]! === SLASH;
  W[TAG_IS_END_W] = isEnd ? 1 : 0;
  W[ALT_FROM_W] = 0;
  W[ALT_TO_W] = 0;
  let at = readName(isEnd ? from + 1 : from);
  if (at < 0) return -1;
  while (M[at]! === SPACE && !isEnd) {
    at++;
    if (isLetter(M[at]!)) at = readAttribute(at);
    if (at < 0) return -1;
  }
  if (M[at]! === SLASH && !isEnd) at++;
  return M[at]! === AMPERSAND && isGreater(at) ? at + GREATER_BYTES : -1;
}

function readName(from: i32): i32 {
  let at = from;
  let slot: i32 = 0;
  for (let byte = M[at]!; isNameByte(byte); byte = M[++at]!) slot = (slot * 37 + byte) & (ELEMENT_SLOTS - 1);
  const entry = ELEMENT_TABLE + slot * ELEMENT_ENTRY;
  const length = at - from;
  if (length === 0 || M[entry]! !== length || !isSame(from, entry + NAME_AT, length)) return -1;
  W[TAG_GAP_W] = M[entry + 1]!;
  W[TAG_ROLE_W] = M[entry + 2]!;
  return at;
}

// Position after the attribute, which must be followed by a space or the end of the tag.
function readAttribute(from: i32): i32 {
  let at = from;
  while (isLetter(M[at]!) || M[at]! === HYPHEN) at++;
  if (M[at]! !== EQUALS || M[at + 1]! !== AMPERSAND || !isQuote(at + 1)) return -1;
  const isAlt = at - from === 3 && M[from]! === 0x61 && M[from + 1]! === 0x6c && M[from + 2]! === 0x74;
  const first = at + 1 + QUOTE_BYTES;
  const last = attributeEnd(first);
  // A list that starts at another number, and a second `alt`, of which the first would count.
  if (last < 0 || W[TAG_ROLE_W]! === ROLE_NUMBERS || (isAlt && W[ALT_FROM_W]! > 0)) return -1;
  if (isAlt) {
    W[ALT_FROM_W] = first;
    W[ALT_TO_W] = last;
  }
  return last + QUOTE_BYTES;
}

// Position of the `&quot;` that ends a value; -1 if there is none or a number that might stand for one comes before.
function attributeEnd(from: i32): i32 {
  let at = from;
  while (true) {
    const byte = M[at]!;
    if (byte === AMPERSAND) {
      if (isQuote(at)) return at;
      const length: i32 = M[at + 1]! === HASH && !isLineFeed(at) ? 0 : referenceLength(at);
      if (length === 0) return -1;
      at += length;
    } else if (byte === QUOTE || byte === LESS || byte < SPACE) {
      return -1;
    } else {
      at++;
    }
  }
}

function isLetter(byte: i32): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}

function isNameByte(byte: i32): boolean {
  return isLetter(byte) || (byte >= 0x31 && byte <= 0x36);
}
