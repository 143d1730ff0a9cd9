// Any text normalised for its fingerprint: most are ASCII, which goes faster.

import { normaliseWide } from './normalise-wide.ts';
import { isPlain, normalise } from './wide.ts';

/**
 * Writes [from, to) in lower case, with single spaces for white space and none at the ends; gives the place after it, -1 if
 * that takes more of Unicode than is known here.
 */
export function normaliseText(from: i32, to: i32, out: i32): i32 {
  return isPlain(from, to) ? normalise(from, to, out) : normaliseWide(from, to, out);
}
