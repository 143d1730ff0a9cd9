// The usual title: an XML attribute to one line of text, as `titleNotices()` and `squeeze()` leave it.

import { copyStable } from './characters.ts';
import { GAP_W, ORDINARY, SIZE_W } from './layout.ts';
import { M, W } from './memory.ts';
import { writePlainReference } from './plain-reference.ts';
import { GAP_SPACE, separate, startText, widen, write } from './text.ts';
import { copyProse } from './wide.ts';
import { isAmpersand, isLess } from './xml-reference.ts';

const SPACE: i32 = 0x20;
const AMPERSAND: i32 = 0x26;
const LESS: i32 = 0x3c;
const CLOSING_BRACKET: i32 = 0x5d;
/** Bytes of `&amp;` and `&lt;`. */
const AMPERSAND_BYTES: i32 = 5;
const LESS_BYTES: i32 = 4;

/**
 * Writes the title [from, to), which ends before a quote, at `out`; false if it is unusual, or might end with one of the
 * network's notices.
 */
export function cleanTitle(from: i32, to: i32, out: i32): boolean {
  startText(out);
  for (let at = from; at < to; ) {
    const byte = M[at]!;
    if (byte === SPACE) {
      if (W[SIZE_W]! > out) widen(GAP_SPACE);
      at++;
      continue;
    }
    if (W[GAP_W]! > 0) separate();
    if (M[ORDINARY + byte]! === 1) at = copyProse(at);
    else at = byte === AMPERSAND ? writeReference(at) : copyStable(at);
    if (at < 0) return false;
  }
  return W[SIZE_W]! === out || M[W[SIZE_W]! - 1]! !== CLOSING_BRACKET;
}

// A title is no HTML: `&` and `<` are characters like others.
function writeReference(at: i32): i32 {
  if (isAmpersand(at)) {
    write(AMPERSAND);
    return at + AMPERSAND_BYTES;
  }
  if (isLess(at)) {
    write(LESS);
    return at + LESS_BYTES;
  }
  return writePlainReference(at);
}
