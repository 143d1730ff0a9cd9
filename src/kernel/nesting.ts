// Lists and quotes that are open, innermost last.

import { LIST_STACK_W, LISTS_W, MARKER_W, MOST_NESTED, QUOTE_STACK_W, QUOTES_W, SIZE_W } from './layout.ts';
import { M, W } from './memory.ts';
import { BULLET, GAP_BLANK_LINE, isBlank, textEnd, widen } from './text.ts';

/** Opens a list whose items begin at this number; 0 for bullets. False if lists are nested unusually deep. */
export function openList(firstNumber: i32): boolean {
  const depth = W[LISTS_W]!;
  if (depth === 0) widen(GAP_BLANK_LINE);
  if (depth === MOST_NESTED) return false;
  W[LIST_STACK_W + depth] = firstNumber;
  W[LISTS_W] = depth + 1;
  return true;
}

/** Closes the innermost list, if one is open. */
export function closeList(): void {
  if (W[LISTS_W]! > 0) W[LISTS_W] = W[LISTS_W]! - 1;
  if (W[LISTS_W]! === 0) widen(GAP_BLANK_LINE);
  W[MARKER_W] = 0;
}

/** Begins an item of the innermost list, or of none. */
export function openItem(): void {
  const innermost = LIST_STACK_W + W[LISTS_W]! - 1;
  const number: i32 = W[LISTS_W]! === 0 ? 0 : W[innermost]!;
  W[MARKER_W] = number === 0 ? BULLET : number;
  if (number > 0) W[innermost] = number + 1;
}

/** Opens a quote. False if quotes are nested unusually deep. */
export function openQuote(): boolean {
  const depth = W[QUOTES_W]!;
  if (depth === MOST_NESTED) return false;
  W[QUOTE_STACK_W + depth] = textEnd();
  W[QUOTES_W] = depth + 1;
  return true;
}

/** Closes the innermost quote, if one is open. False if it looks like a banner, which the reference then judges. */
export function isQuoteUsual(): boolean {
  if (W[QUOTES_W]! === 0) return true;
  W[QUOTES_W] = W[QUOTES_W]! - 1;
  const size = W[SIZE_W]!;
  let at = W[QUOTE_STACK_W + W[QUOTES_W]!]!;
  while (at < size && isBlank(M[at]!)) at++;
  return size - at < BANNER_BYTES || !isBanner(at);
}

/** Bytes of `possible duplicate`. */
const BANNER_BYTES: i32 = 18;

// Told by its first letters: few other quotes begin with them, and those are only slower.
function isBanner(at: i32): boolean {
  return lower(at) === 0x70 && lower(at + 1) === 0x6f && lower(at + 2) === 0x73 && lower(at + 3) === 0x73;
}

function lower(at: i32): i32 {
  return M[at]! | 0x20;
}
