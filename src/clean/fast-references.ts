// References as they stand in a body: of XML, and behind an `&amp;` of HTML, decoded once each.

import { stableLength } from './fast-characters.ts';
import type { FastOut } from './fast-out.ts';
import { decodeHTML } from './html-entities.ts';

const AMPERSAND = 0x26;
const HASH = 0x23;
const SEMICOLON = 0x3b;
const GREATER = 0x3e;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;

/** Entities that posts are full of, without their `&`; `nbsp` as squeezing leaves it: a space that is no gap. */
const FREQUENT = [
  ['lt;', '<'],
  ['gt;', '>'],
  ['amp;', '&'],
  ['quot;', '"'],
  ['#39;', "'"],
  ['nbsp;', ' '],
].map(([spelled, text]) => ({ spelled: Buffer.from(spelled!, 'latin1'), byte: text!.charCodeAt(0) }));

/** The longest name has 31 letters. */
const LONGEST_NAME = 32;

/** Writes the character of the reference at `at`; gives the position after it, -1 if it is unusual. */
export function writeReference(bytes: Buffer, at: number, out: FastOut): number {
  // References of XML are told by their letters: the value was checked.
  switch (bytes[at + 1]) {
    case 0x67:
      out.write(GREATER);
      return at + 4;
    case 0x71:
      out.write(QUOTE);
      return at + 6;
    case 0x61:
      if (bytes[at + 2] === 0x6d) return writeAmpersand(bytes, at + 5, out);
      out.write(APOSTROPHE);
      return at + 6;
    default:
      return -1;
  }
}

/** Whether the reference at `at` is `&#xA;`, as line ends are written. */
export function isLineFeed(bytes: Buffer, at: number): boolean {
  return bytes[at + 1] === HASH && bytes[at + 2] === 0x78 && bytes[at + 3] === 0x41 && bytes[at + 4] === SEMICOLON;
}

/** Writes what an `&` and the text at `at` behind it mean in HTML. */
function writeAmpersand(bytes: Buffer, at: number, out: FastOut): number {
  if (bytes[at] !== HASH && !isLetterOrDigit(bytes[at]!)) {
    out.write(AMPERSAND);
    return at;
  }
  for (const { spelled, byte } of FREQUENT) {
    if (!spells(bytes, at, spelled)) continue;
    out.write(byte);
    return at + spelled.length;
  }
  let end = at + 1;
  while (isLetterOrDigit(bytes[end]!) && end - at < LONGEST_NAME) end++;
  if (bytes[end] !== SEMICOLON) return -1;
  const text = Buffer.from(decodeHTML(`&${bytes.toString('latin1', at, end + 1)}`), 'utf8');
  return writeStable(text, out) ? end + 1 : -1;
}

/** Writes a text unless there is something in it to squeeze. */
function writeStable(text: Buffer, out: FastOut): boolean {
  for (let at = 0; at < text.length; ) {
    const isAscii = text[at]! > 0x20 && text[at]! < 0x7f;
    const length = isAscii ? 1 : stableLength(text, at);
    if (length === 0) return false;
    if (!isAscii) out.isAscii = false;
    for (let end = at + length; at < end; at++) out.write(text[at]!);
  }
  return true;
}

function isLetterOrDigit(byte: number): boolean {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39);
}

function spells(bytes: Buffer, at: number, spelled: Buffer): boolean {
  for (let i = 0; i < spelled.length; i++) if (bytes[at + i] !== spelled[i]) return false;
  return true;
}
