// The usual body in one pass: bytes of an XML attribute in, bytes of squeezed text out, no string in between. Gives what
// `htmlToText()` and `squeeze()` give, to the byte, or nothing: whatever is unusual is left to those two, which are the
// reference (docs/cleaning.md has the rules).
// Advice to whoever changes this: reading stops at the quote that ends the attribute, so no loop checks for the end, and
// the loops over ordinary characters, nearly all of the work, are fast while nothing else is in them.

import type { RawText, TextBytes } from '../types.ts';
import { ELEMENTS, GAP, STOCK_ALTS } from './elements.ts';
import { stableLength } from './fast-characters.ts';
import { FastOut, isBlank } from './fast-out.ts';
import { isLineFeed, writeReference } from './fast-references.ts';
import { type FastTag, readTag } from './fast-tags.ts';

const SPACE = 0x20;
const QUOTE = 0x22;
const AMPERSAND = 0x26;
const SLASH = 0x2f;
/** Bytes of `&lt;` and of `&#xA;`. */
const LESS_BYTES = 4;
const LINE_FEED_BYTES = 5;

/** Printable ASCII that is its own text wherever it stands. */
const IS_ORDINARY = new Uint8Array(256).map((_, byte) =>
  Number(byte > SPACE && byte < 0x7f && byte !== QUOTE && byte !== AMPERSAND),
);

const BANNER = Buffer.from('possible duplicate', 'latin1');
/** A picture's description that is written as it is: words of ASCII with single spaces, and no entity. */
const PLAIN_ALT = /^(?:[!-%'-~]+(?: [!-%'-~]+)*)?$/;

/** Cleans bodies, one after another. */
export class FastBody {
  readonly #out = new FastOut();
  readonly #tag: FastTag = { element: ELEMENTS.get('p')!, isEnd: false, altFrom: 0, altTo: 0 };
  /** Next number of each open list, innermost last; 0 for a bulleted one. */
  readonly #lists: number[] = [];
  /** Where the text of each open quote begins, innermost last. */
  readonly #quotes: number[] = [];
  #bytes: Buffer = Buffer.alloc(0);
  #isCode = false;
  /** Where the text of the `<pre>` begins; -1 as long as it is blank. */
  #codeStart = -1;
  /** Spaces on the line of a `<pre>` that is still blank. */
  #indent = 0;

  /** The text of a body, which holds until the next one is cleaned; undefined if it is not a usual one. */
  clean({ bytes, from, to }: RawText): TextBytes | undefined {
    this.#bytes = bytes;
    this.#out.start(to - from);
    this.#lists.length = 0;
    this.#quotes.length = 0;
    this.#isCode = false;
    let at = from;
    while (at >= 0 && at < to) at = this.#isCode ? this.#readCode(at) : this.#readProse(at);
    if (at < 0) return undefined;
    if (this.#isCode) this.#endCode();
    return this.#out.text();
  }

  /** Reads up to and with the next tag, or up to the end; gives the position there, -1 if something is unusual. */
  #readProse(from: number): number {
    const bytes = this.#bytes;
    const out = this.#out;
    let at = from;
    for (;;) {
      let byte = bytes[at]!;
      if (IS_ORDINARY[byte] === 1) {
        out.separate();
        const text = out.bytes;
        let size = out.size;
        do {
          text[size++] = byte;
          byte = bytes[++at]!;
          // A single space between two words: most of all gaps.
          if (byte === SPACE && IS_ORDINARY[bytes[at + 1]!] === 1) {
            text[size++] = SPACE;
            byte = bytes[++at]!;
          }
        } while (IS_ORDINARY[byte] === 1);
        out.size = size;
      }
      if (byte === QUOTE) return at;
      if (byte === AMPERSAND && isTagStart(bytes, at)) return this.#passTag(at + LESS_BYTES);
      if (byte === SPACE || (byte === AMPERSAND && isLineFeed(bytes, at))) {
        out.widen(GAP.space);
        at += byte === SPACE ? 1 : LINE_FEED_BYTES;
      } else {
        out.separate();
        at = this.#passOther(at);
        if (at < 0) return at;
      }
    }
  }

  /** The same inside `<pre>`, where white space stays. */
  #readCode(from: number): number {
    const bytes = this.#bytes;
    const out = this.#out;
    let at = from;
    for (;;) {
      let byte = bytes[at]!;
      if (IS_ORDINARY[byte] === 1) {
        if (this.#codeStart < 0) this.#startCode();
        const text = out.bytes;
        let size = out.size;
        do {
          text[size++] = byte;
          byte = bytes[++at]!;
        } while (IS_ORDINARY[byte] === 1 || byte === SPACE);
        out.size = size;
      }
      if (byte === QUOTE) return at;
      if (byte === AMPERSAND && isTagStart(bytes, at)) return this.#passTag(at + LESS_BYTES);
      if (byte === SPACE) {
        if (this.#codeStart < 0) this.#indent++;
        else out.write(SPACE);
        at++;
      } else if (byte === AMPERSAND && isLineFeed(bytes, at)) {
        this.#breakCodeLine();
        at += LINE_FEED_BYTES;
      } else {
        if (this.#codeStart < 0) this.#startCode();
        at = this.#passOther(at);
        if (at < 0) return at;
      }
    }
  }

  /** A character that the XML writes otherwise, or in several bytes. */
  #passOther(at: number): number {
    const bytes = this.#bytes;
    if (bytes[at] === AMPERSAND) return writeReference(bytes, at, this.#out);
    const length = stableLength(bytes, at);
    for (let i = 0; i < length; i++) this.#out.write(bytes[at + i]!);
    this.#out.isAscii = false;
    return length === 0 ? -1 : at + length;
  }

  #passTag(at: number): number {
    const tag = this.#tag;
    const next = readTag(this.#bytes, at, tag);
    if (next < 0) return next;
    const isUsual = this.#isCode ? this.#tagInCode(tag) : tag.isEnd ? this.#close(tag) : this.#open(tag);
    return isUsual ? next : -1;
  }

  #open({ element: { gap, role }, altFrom, altTo }: FastTag): boolean {
    this.#out.widen(gap);
    if (role === 'break') this.#breakLine();
    else if (role === 'code') this.#openCode();
    else if (role === 'quote') this.#quotes.push(this.#out.place);
    else if (role === 'bullets') this.#openList(0);
    else if (role === 'numbers') this.#openList(1);
    else if (role === 'item') this.#openItem();
    else if (role === 'image') return this.#showImage(altFrom, altTo);
    return true;
  }

  #close({ element: { gap, role } }: FastTag): boolean {
    this.#out.widen(gap);
    if (role === 'break') this.#breakLine();
    else if (role === 'quote') return !this.#isBanner(this.#quotes.pop());
    else if (role === 'bullets' || role === 'numbers') this.#closeList();
    else if (role === 'item') this.#out.marker = '';
    return true;
  }

  /** Inside `<pre>` nothing is usual but inline tags and line ends. */
  #tagInCode({ element: { gap, role }, isEnd }: FastTag): boolean {
    if (role === 'code' && isEnd) this.#endCode();
    else if (role === 'break') this.#breakCodeLine();
    else return gap === GAP.none;
    return true;
  }

  #breakLine(): void {
    this.#out.gap = this.#out.gap < GAP.line ? GAP.line : GAP.blankLine;
  }

  #openCode(): void {
    this.#isCode = true;
    this.#codeStart = -1;
    this.#indent = 0;
  }

  #startCode(): void {
    const out = this.#out;
    out.separate();
    this.#codeStart = out.size;
    for (let i = 0; i < this.#indent; i++) out.write(SPACE);
  }

  #breakCodeLine(): void {
    if (this.#codeStart < 0) this.#indent = 0;
    else this.#out.breakLine();
  }

  #endCode(): void {
    if (this.#codeStart >= 0) this.#out.trimEnd(this.#codeStart);
    this.#isCode = false;
    this.#out.gap = GAP.blankLine;
  }

  #openList(firstNumber: number): void {
    if (this.#lists.length === 0) this.#out.widen(GAP.blankLine);
    this.#lists.push(firstNumber);
  }

  #closeList(): void {
    this.#lists.pop();
    if (this.#lists.length === 0) this.#out.widen(GAP.blankLine);
    this.#out.marker = '';
  }

  #openItem(): void {
    const innermost = this.#lists.length - 1;
    const number = this.#lists[innermost] ?? 0;
    this.#out.marker = number === 0 ? '- ' : `${number}. `;
    if (number > 0) this.#lists[innermost] = number + 1;
  }

  #showImage(altFrom: number, altTo: number): boolean {
    const alt = this.#bytes.toString('latin1', altFrom, altTo);
    if (!PLAIN_ALT.test(alt)) return false;
    if (alt !== '' && !STOCK_ALTS.has(alt.toLowerCase())) {
      this.#out.separate();
      for (let i = 0; i < alt.length; i++) this.#out.write(alt.charCodeAt(i));
    }
    this.#out.widen(GAP.space);
    return true;
  }

  /** Whether the text since `place` looks like a banner, which the reference then judges. */
  #isBanner(place: number | undefined): boolean {
    if (place === undefined) return false;
    const { bytes, size } = this.#out;
    let at = place;
    while (at < size && isBlank(bytes[at]!)) at++;
    return at + BANNER.length <= size && BANNER.every((byte, i) => (bytes[at + i]! | SPACE) === byte);
  }
}

/** `&lt;` and a letter or `/`. */
function isTagStart(bytes: Buffer, at: number): boolean {
  const next = bytes[at + LESS_BYTES]!;
  const lower = next | 0x20;
  return bytes[at + 1] === 0x6c && ((lower >= 0x61 && lower <= 0x7a) || next === SLASH);
}
