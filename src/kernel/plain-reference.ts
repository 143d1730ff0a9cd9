// References of XML to characters that are themselves wherever they stand, in HTML or not: `&gt;` `&quot;` `&apos;`.

import { write } from './text.ts';
import { isApostrophe, isGreater, isQuote } from './xml-reference.ts';

const QUOTE: i32 = 0x22;
const APOSTROPHE: i32 = 0x27;
const GREATER: i32 = 0x3e;
/** Bytes of `&gt;`, and of `&quot;` and `&apos;`. */
const GREATER_BYTES: i32 = 4;
const QUOTE_BYTES: i32 = 6;

/** Writes the character of the reference whose `&` is at `at`; gives the position after it, -1 if it is another one. */
export function writePlainReference(at: i32): i32 {
  if (isGreater(at)) {
    write(GREATER);
    return at + GREATER_BYTES;
  }
  const isMark = isQuote(at);
  if (!isMark && !isApostrophe(at)) return -1;
  write(isMark ? QUOTE : APOSTROPHE);
  return at + QUOTE_BYTES;
}
