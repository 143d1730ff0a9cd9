// Squeezed text in the making: gaps are held back until the next character comes; a line ends without blanks before its
// end, and after two line ends not at all. It lies from W[START_W] to W[SIZE_W].

import { quotient } from './integers.ts';
import { GAP_W, MARKER_W, SIZE_W, START_W, WIDE_W } from './layout.ts';
import { M, W } from './memory.ts';

const SPACE: i32 = 0x20;
const LINE_FEED: i32 = 0x0a;
const HYPHEN: i32 = 0x2d;
const POINT: i32 = 0x2e;
const ZERO: i32 = 0x30;

/** What stands between two pieces of text, in rising strength; as in src/clean/elements.ts. */
export const GAP_NONE: i32 = 0;
export const GAP_SPACE: i32 = 1;
export const GAP_LINE: i32 = 2;
export const GAP_BLANK_LINE: i32 = 3;

/** The marker of an item without a number. */
export const BULLET: i32 = -1;

/** Starts a text at `at`. */
export function startText(at: i32): void {
  W[START_W] = at;
  W[SIZE_W] = at;
  W[GAP_W] = GAP_NONE;
  W[MARKER_W] = 0;
  W[WIDE_W] = 0;
}

/** Appends a byte. */
export function write(byte: i32): void {
  const size = W[SIZE_W]!;
  M[size] = byte;
  W[SIZE_W] = size + 1;
}

/** Asks for a gap at least as wide. */
export function widen(gap: i32): void {
  if (gap > W[GAP_W]!) W[GAP_W] = gap;
}

/** Writes the gap and the marker that wait; to be called before the next character. */
export function separate(): void {
  if ((W[GAP_W]! | W[MARKER_W]!) !== 0) writeGap();
}

function writeGap(): void {
  const gap = W[GAP_W]!;
  if (gap === GAP_SPACE) write(SPACE);
  if (gap >= GAP_LINE) breakLine();
  if (gap === GAP_BLANK_LINE) breakLine();
  const marker = W[MARKER_W]!;
  if (marker === BULLET) write(HYPHEN);
  if (marker > 0) {
    writeNumber(marker);
    write(POINT);
  }
  if (marker !== 0) write(SPACE);
  W[GAP_W] = GAP_NONE;
  W[MARKER_W] = 0;
}

function writeNumber(value: i32): void {
  let power: i32 = 1;
  while (power <= quotient(value, 10)) power *= 10;
  for (; power > 0; power = quotient(power, 10)) write(ZERO + (quotient(value, power) % 10));
}

/** Ends the line, unless that would make a second blank one. */
export function breakLine(): void {
  const end = textEnd();
  W[SIZE_W] = end;
  const isBlankLine = end - W[START_W]! > 1 && M[end - 1]! === LINE_FEED && M[end - 2]! === LINE_FEED;
  if (!isBlankLine) write(LINE_FEED);
}

/** Where the text ends, spaces after it not counted: they go with the next line end. */
export function textEnd(): i32 {
  const start = W[START_W]!;
  let end = W[SIZE_W]!;
  while (end > start && M[end - 1]! === SPACE) end--;
  return end;
}

/** Takes blanks off the end of the text, but not beyond `from`. */
export function trimEnd(from: i32): void {
  let end = W[SIZE_W]!;
  while (end > from && isBlank(M[end - 1]!)) end--;
  W[SIZE_W] = end;
}

/** Takes blanks off both ends. */
export function trim(): void {
  trimEnd(W[START_W]!);
  const end = W[SIZE_W]!;
  let start = W[START_W]!;
  while (start < end && isBlank(M[start]!)) start++;
  W[START_W] = start;
}

/** White space of a squeezed text that came from no tab. */
export function isBlank(byte: i32): boolean {
  return byte === SPACE || byte === LINE_FEED;
}
