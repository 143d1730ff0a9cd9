// References of XML as dumps write them: `&lt;` `&gt;` `&amp;` `&quot;` `&apos;` and line ends. Others are unusual.

import { M } from './memory.ts';

const HASH: i32 = 0x23;
const SEMICOLON: i32 = 0x3b;
const LETTER_A: i32 = 0x61;
const LETTER_G: i32 = 0x67;
const LETTER_L: i32 = 0x6c;
const LETTER_M: i32 = 0x6d;
const LETTER_O: i32 = 0x6f;
const LETTER_P: i32 = 0x70;
const LETTER_Q: i32 = 0x71;
const LETTER_S: i32 = 0x73;
const LETTER_T: i32 = 0x74;
const LETTER_U: i32 = 0x75;
const LETTER_X: i32 = 0x78;
const CAPITAL_A: i32 = 0x41;
const CAPITAL_D: i32 = 0x44;

/** Bytes of the reference whose `&` is at `at`; 0 if it is not one of the usual ones. */
export function referenceLength(at: i32): i32 {
  const letter = M[at + 1]!;
  if (letter === LETTER_L || letter === LETTER_G) return M[at + 2]! === LETTER_T && M[at + 3]! === SEMICOLON ? 4 : 0;
  if (letter === HASH) return isNumber(at, CAPITAL_A) || isNumber(at, CAPITAL_D) ? 5 : 0;
  if (letter === LETTER_Q) return isQuote(at) ? 6 : 0;
  if (letter !== LETTER_A) return 0;
  return isAmpersand(at) ? 5 : isApostrophe(at) ? 6 : 0;
}

/** Whether `&lt;` stands at `at`, where an `&` is. */
export function isLess(at: i32): boolean {
  return M[at + 1]! === LETTER_L && M[at + 2]! === LETTER_T && M[at + 3]! === SEMICOLON;
}

/** Whether `&gt;` stands at `at`, where an `&` is. */
export function isGreater(at: i32): boolean {
  return M[at + 1]! === LETTER_G && M[at + 2]! === LETTER_T && M[at + 3]! === SEMICOLON;
}

/** Whether `&quot;` stands at `at`, where an `&` is. */
export function isQuote(at: i32): boolean {
  return (
    M[at + 1]! === LETTER_Q &&
    M[at + 2]! === LETTER_U &&
    M[at + 3]! === LETTER_O &&
    M[at + 4]! === LETTER_T &&
    M[at + 5]! === SEMICOLON
  );
}

/** Whether `&amp;` stands at `at`, where an `&` is. */
export function isAmpersand(at: i32): boolean {
  return M[at + 1]! === LETTER_A && M[at + 2]! === LETTER_M && M[at + 3]! === LETTER_P && M[at + 4]! === SEMICOLON;
}

/** Whether `&apos;` stands at `at`, where an `&` is. */
export function isApostrophe(at: i32): boolean {
  return (
    M[at + 1]! === LETTER_A &&
    M[at + 2]! === LETTER_P &&
    M[at + 3]! === LETTER_O &&
    M[at + 4]! === LETTER_S &&
    M[at + 5]! === SEMICOLON
  );
}

/** Whether `&#xA;`, a line end, stands at `at`, where an `&` is. */
export function isLineFeed(at: i32): boolean {
  return isNumber(at, CAPITAL_A);
}

function isNumber(at: i32, digit: i32): boolean {
  return M[at + 1]! === HASH && M[at + 2]! === LETTER_X && M[at + 3]! === digit && M[at + 4]! === SEMICOLON;
}
