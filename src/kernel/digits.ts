// Numbers digit by digit: all of them in JavaScript, and the long ones in WebAssembly.

import { NUMBER_W } from './layout.ts';
import { M, W } from './memory.ts';

const ZERO: i32 = 0x30;
const NINE: i32 = 0x39;
/** One digit more than this many could be too large. */
const MOST_BEFORE_DIGIT: i32 = 214_748_363;

/**
 * Reads the number that the digits from `from` on write to NUMBER_W; gives the place after them, which is `from` where there
 * are none, -1 if it may be too large.
 */
export function readEachDigit(from: i32): i32 {
  let at = from;
  let value: i32 = 0;
  for (let byte = M[at]!; byte >= ZERO && byte <= NINE; byte = M[++at]!) {
    if (value > MOST_BEFORE_DIGIT) return -1;
    value = value * 10 + byte - ZERO;
  }
  W[NUMBER_W] = value;
  return at;
}
