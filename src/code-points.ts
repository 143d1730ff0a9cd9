// Counting the characters of a text without making a string of it: each begins with a byte that continues no other.

import { isAscii } from 'node:buffer';
import type { Slice } from './types.ts';

const CONTINUES = 0xc0;
const CONTINUATION = 0x80;
const HIGH_BITS = 0x80808080;
const LOW_BITS = 0x01010101;

/** From here on it is worth asking Node whether a text is ASCII, as most are: it tells that faster than counting does. */
const LONG_BYTES = 128;

/** Code points of a text in UTF-8. */
export function codePoints(text: Slice): number {
  const { bytes, from, to } = text;
  if (to - from < LONG_BYTES) return to - from - continuingIn(text);
  if (isAscii(new Uint8Array(bytes.buffer, bytes.byteOffset + from, to - from))) return to - from;
  const words = new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >>> 2);
  const start = bytes.byteOffset;
  let at = from + (-(start + from) & 3);
  let continuing = continuingIn({ bytes, from, to: at });
  // Four bytes at a time, of which most texts have nothing but ASCII: a byte continues if its first two bits are 10.
  for (; at + 4 <= to; at += 4) {
    const word = words[(start + at) >>> 2]!;
    if ((word & HIGH_BITS) === 0) continue;
    continuing += Math.imul((word >>> 7) & ~(word >>> 6) & LOW_BITS, LOW_BITS) >>> 24;
  }
  return to - from - continuing - continuingIn({ bytes, from: at, to });
}

/** Bytes that continue a character. */
function continuingIn({ bytes, from, to }: Slice): number {
  let continuing = 0;
  for (let at = from; at < to; at++) if ((bytes[at]! & CONTINUES) === CONTINUATION) continuing += 1;
  return continuing;
}
