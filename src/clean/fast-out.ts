// Squeezed text in the making, byte by byte: what `TextOut` and `squeeze` do one after the other. Gaps are held back until
// the next character comes; a line ends without blanks before its end, and after two line ends not at all.
// Memory: the longest text so far. Fields are open to the one reader that fills them: it writes most characters itself.

import type { TextBytes } from '../types.ts';
import { GAP, type Gap } from './elements.ts';

const SPACE = 0x20;
const LINE_FEED = 0x0a;
/** Separators and markers take less room than the tags they come from, but for a handful of bytes. */
const SPARE_BYTES = 64;

/** The text of one body after another. */
export class FastOut {
  bytes = new Uint8Array(0);
  size = 0;
  gap: Gap = GAP.none;
  /** What stands before the next character, after the gap. */
  marker = '';
  isAscii = true;

  /** Starts a text made of so many bytes. */
  start(sourceBytes: number): void {
    if (this.bytes.length < sourceBytes + SPARE_BYTES) this.bytes = new Uint8Array(2 * sourceBytes + SPARE_BYTES);
    this.size = 0;
    this.gap = GAP.none;
    this.marker = '';
    this.isAscii = true;
  }

  write(byte: number): void {
    this.bytes[this.size++] = byte;
  }

  widen(gap: Gap): void {
    if (gap > this.gap) this.gap = gap;
  }

  /** Writes the gap and the marker that wait; to be called before the next character. */
  separate(): void {
    if (this.gap === GAP.none && this.marker === '') return;
    if (this.gap === GAP.space) this.write(SPACE);
    if (this.gap >= GAP.line) this.breakLine();
    if (this.gap === GAP.blankLine) this.breakLine();
    for (let i = 0; i < this.marker.length; i++) this.write(this.marker.charCodeAt(i));
    this.gap = GAP.none;
    this.marker = '';
  }

  breakLine(): void {
    const { bytes, place } = this;
    this.size = place;
    const isBlankLine = place > 1 && bytes[place - 1] === LINE_FEED && bytes[place - 2] === LINE_FEED;
    if (!isBlankLine) this.write(LINE_FEED);
  }

  /** Where the text ends, spaces after it not counted: they go with the next line end. */
  get place(): number {
    let place = this.size;
    while (place > 0 && this.bytes[place - 1] === SPACE) place--;
    return place;
  }

  /** Takes blanks off the end of the text, but not beyond `from`. */
  trimEnd(from: number): void {
    while (this.size > from && isBlank(this.bytes[this.size - 1]!)) this.size--;
  }

  /** The text, blanks at its ends taken off; its bytes hold until the next one is started. */
  text(): TextBytes {
    this.trimEnd(0);
    let from = 0;
    while (from < this.size && isBlank(this.bytes[from]!)) from++;
    return { bytes: this.bytes.subarray(from, this.size), isAscii: this.isAscii };
  }
}

/** White space of a squeezed text that came from no tab. */
export function isBlank(byte: number): boolean {
  return byte === SPACE || byte === LINE_FEED;
}
