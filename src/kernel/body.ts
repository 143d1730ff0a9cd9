// The usual body in one pass: bytes of an XML attribute in, bytes of squeezed text out. Gives what `htmlToText()` and
// `squeeze()` give, to the byte, or nothing: whatever is unusual is left to those two, which are the reference
// (docs/cleaning.md has the rules). Reading stops at the quote that ends the attribute, so no loop checks for the end.

import { copyStable } from './characters.ts';
import { writeHtmlReference } from './html-reference.ts';
import { showImage } from './image.ts';
import {
  BODY,
  BODY_FROM_W,
  BODY_TO_W,
  BODY_WIDE_W,
  CODE_START_W,
  GAP_W,
  IN_CODE_W,
  INDENT_W,
  LISTS_W,
  MARKER_W,
  ORDINARY,
  QUOTES_W,
  SIZE_W,
  START_W,
  TAG_GAP_W,
  TAG_IS_END_W,
  TAG_ROLE_W,
  WIDE_W,
} from './layout.ts';
import { M, W } from './memory.ts';
import { closeList, isQuoteUsual, openItem, openList, openQuote } from './nesting.ts';
import { writePlainReference } from './plain-reference.ts';
import {
  ROLE_BREAK,
  ROLE_BULLETS,
  ROLE_CODE,
  ROLE_IMAGE,
  ROLE_ITEM,
  ROLE_NUMBERS,
  ROLE_QUOTE,
  readTag,
} from './tag.ts';
import {
  breakLine,
  GAP_BLANK_LINE,
  GAP_LINE,
  GAP_NONE,
  GAP_SPACE,
  separate,
  startText,
  trim,
  trimEnd,
  widen,
  write,
} from './text.ts';
import { copyCode, copyProse } from './wide.ts';
import { isAmpersand, isLess, isLineFeed } from './xml-reference.ts';

const SPACE: i32 = 0x20;
const QUOTE: i32 = 0x22;
const AMPERSAND: i32 = 0x26;
const SLASH: i32 = 0x2f;
/** Bytes of `&lt;`, `&#xA;` and `&amp;`. */
const LESS_BYTES: i32 = 4;
const LINE_FEED_BYTES: i32 = 5;
const AMPERSAND_BYTES: i32 = 5;

/** Cleans the body whose value begins at `from`; gives the position of the quote that ends it, -1 if it is unusual. */
export function cleanBody(from: i32): i32 {
  startText(BODY);
  W[IN_CODE_W] = 0;
  W[LISTS_W] = 0;
  W[QUOTES_W] = 0;
  let at = from;
  while (at >= 0 && M[at]! !== QUOTE) at = W[IN_CODE_W]! === 1 ? readCode(at) : readProse(at);
  if (at < 0) return -1;
  if (W[IN_CODE_W]! === 1) endCode();
  trim();
  W[BODY_FROM_W] = W[START_W]!;
  W[BODY_TO_W] = W[SIZE_W]!;
  W[BODY_WIDE_W] = W[WIDE_W]!;
  return at;
}

// Reads up to and with the next tag, or up to the end; gives the position there, -1 if something is unusual.
function readProse(from: i32): i32 {
  let at = from;
  while (true) {
    if (M[ORDINARY + M[at]!]! === 1) {
      separate();
      at = copyProse(at);
    }
    const byte = M[at]!;
    if (byte === QUOTE) return at;
    if (byte === SPACE) {
      widen(GAP_SPACE);
      at++;
    } else if (byte === AMPERSAND && isTagStart(at)) {
      return passTag(at + LESS_BYTES);
    } else if (byte === AMPERSAND && isLineFeed(at)) {
      widen(GAP_SPACE);
      at += LINE_FEED_BYTES;
    } else {
      separate();
      at = passOther(at);
      if (at < 0) return -1;
    }
  }
}

// The same inside `<pre>`, where white space stays.
function readCode(from: i32): i32 {
  let at = from;
  while (true) {
    if (M[ORDINARY + M[at]!]! === 1) {
      startCode();
      at = copyCode(at);
    }
    const byte = M[at]!;
    if (byte === QUOTE) return at;
    if (byte === SPACE) {
      if (W[CODE_START_W]! === 0) W[INDENT_W] = W[INDENT_W]! + 1;
      else write(SPACE);
      at++;
    } else if (byte === AMPERSAND && isTagStart(at)) {
      return passTag(at + LESS_BYTES);
    } else if (byte === AMPERSAND && isLineFeed(at)) {
      breakCodeLine();
      at += LINE_FEED_BYTES;
    } else {
      startCode();
      at = passOther(at);
      if (at < 0) return -1;
    }
  }
}

// A character that the XML writes otherwise, or in several bytes.
function passOther(at: i32): i32 {
  if (M[at]! !== AMPERSAND) return copyStable(at);
  return isAmpersand(at) ? writeHtmlReference(at + AMPERSAND_BYTES) : writePlainReference(at);
}

// `&lt;` and a letter or `/`.
function isTagStart(at: i32): boolean {
  const next = M[at + LESS_BYTES]!;
  const lower = next | 0x20;
  return ((lower >= 0x61 && lower <= 0x7a) || next === SLASH) && isLess(at);
}

function passTag(at: i32): i32 {
  const next = readTag(at);
  if (next < 0) return -1;
  const isUsual = W[IN_CODE_W]! === 1 ? tagInCode() : W[TAG_IS_END_W]! === 1 ? close() : open();
  return isUsual ? next : -1;
}

function open(): boolean {
  const role = W[TAG_ROLE_W]!;
  widen(W[TAG_GAP_W]!);
  if (role === ROLE_BREAK) breakProseLine();
  else if (role === ROLE_CODE) openCode();
  else if (role === ROLE_QUOTE) return openQuote();
  else if (role === ROLE_BULLETS) return openList(0);
  else if (role === ROLE_NUMBERS) return openList(1);
  else if (role === ROLE_ITEM) openItem();
  else if (role === ROLE_IMAGE) return showImage();
  return true;
}

function close(): boolean {
  const role = W[TAG_ROLE_W]!;
  widen(W[TAG_GAP_W]!);
  if (role === ROLE_BREAK) breakProseLine();
  else if (role === ROLE_QUOTE) return isQuoteUsual();
  else if (role === ROLE_BULLETS || role === ROLE_NUMBERS) closeList();
  else if (role === ROLE_ITEM) W[MARKER_W] = 0;
  return true;
}

// Inside `<pre>` nothing is usual but inline tags and line ends.
function tagInCode(): boolean {
  const role = W[TAG_ROLE_W]!;
  if (role === ROLE_CODE && W[TAG_IS_END_W]! === 1) endCode();
  else if (role === ROLE_BREAK) breakCodeLine();
  else return W[TAG_GAP_W]! === GAP_NONE;
  return true;
}

function breakProseLine(): void {
  W[GAP_W] = W[GAP_W]! < GAP_LINE ? GAP_LINE : GAP_BLANK_LINE;
}

function openCode(): void {
  W[IN_CODE_W] = 1;
  W[CODE_START_W] = 0;
  W[INDENT_W] = 0;
}

function startCode(): void {
  if (W[CODE_START_W]! !== 0) return;
  separate();
  W[CODE_START_W] = W[SIZE_W]!;
  for (let i: i32 = 0; i < W[INDENT_W]!; i++) write(SPACE);
}

function breakCodeLine(): void {
  if (W[CODE_START_W]! === 0) W[INDENT_W] = 0;
  else breakLine();
}

function endCode(): void {
  if (W[CODE_START_W]! !== 0) trimEnd(W[CODE_START_W]!);
  W[IN_CODE_W] = 0;
  W[GAP_W] = GAP_BLANK_LINE;
}
