// Tags as post bodies nearly always have them, read where they lie in the XML: `&lt;name attribute=&quot;value&quot; /&gt;` and
// `&lt;/name&gt;`, in lower case. Whatever else HTML allows is not read here, but by the reference.

import { ELEMENTS, type Element } from './elements.ts';
import { isLineFeed } from './fast-references.ts';

/** A tag that was read; used again for the next one. */
export interface FastTag {
  element: Element;
  isEnd: boolean;
  /** Where the text of its `alt` lies; from = to when it has none. */
  altFrom: number;
  altTo: number;
}

const AMPERSAND = 0x26;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const SPACE = 0x20;
const HYPHEN = 0x2d;
const LETTER_G = 0x67;
const LETTER_Q = 0x71;
const HASH = 0x23;
/** Bytes of `&gt;` and `&quot;`. */
const GREATER_BYTES = 4;
const QUOTE_BYTES = 6;

/** Elements whose content is not HTML are left to the reference. */
const NAMES = [...ELEMENTS].filter(([, { role }]) => role !== 'raw').map(([name]) => name);
const SLOTS = 2048;
const BY_SLOT = slotted();

/** Reads the tag whose name, or the `/` before it, is at `at`; gives the position after it, or -1 if it is unusual. */
export function readTag(bytes: Buffer, at: number, tag: FastTag): number {
  tag.isEnd = bytes[at] === SLASH;
  tag.altFrom = tag.altTo = 0;
  let position = tag.isEnd ? at + 1 : at;
  const nameFrom = position;
  let slot = 0;
  while (isNameByte(bytes[position]!)) slot = nextSlot(slot, bytes[position++]!);
  const named = BY_SLOT[slot];
  if (named === undefined || !isNamed(bytes, nameFrom, position, named.name)) return -1;
  tag.element = named.element;
  while (bytes[position] === SPACE && !tag.isEnd) {
    position++;
    if (isLetter(bytes[position]!)) position = readAttribute(bytes, position, tag);
    if (position < 0) return -1;
  }
  if (bytes[position] === SLASH && !tag.isEnd) position++;
  return isReference(bytes, position, LETTER_G) ? position + GREATER_BYTES : -1;
}

/** Position after the attribute, which must be followed by a space or the end of the tag; -1 if it is unusual. */
function readAttribute(bytes: Buffer, at: number, tag: FastTag): number {
  let position = at;
  while (isLetter(bytes[position]!) || bytes[position] === HYPHEN) position++;
  if (bytes[position] !== EQUALS || !isReference(bytes, position + 1, LETTER_Q)) return -1;
  const isAlt = position - at === 3 && bytes[at] === 0x61 && bytes[at + 1] === 0x6c && bytes[at + 2] === 0x74;
  const from = position + 1 + QUOTE_BYTES;
  const to = valueEnd(bytes, from);
  // A list that starts at another number, and a second `alt`, of which the first would count.
  if (to < 0 || tag.element.role === 'numbers' || (isAlt && tag.altFrom > 0)) return -1;
  if (isAlt) {
    tag.altFrom = from;
    tag.altTo = to;
  }
  return to + QUOTE_BYTES;
}

/** Position of the `&quot;` that ends a value; -1 if there is none or a number that might stand for one comes before. */
function valueEnd(bytes: Buffer, from: number): number {
  let position = from;
  for (;;) {
    while (bytes[position] !== AMPERSAND && bytes[position] !== 0x22) position++;
    if (bytes[position] !== AMPERSAND) return -1;
    if (bytes[position + 1] === LETTER_Q) return position;
    if (bytes[position + 1] === HASH && !isLineFeed(bytes, position)) return -1;
    position++;
  }
}

/** Tells `&gt;` or `&quot;` by its first letter: the value holds nothing but references that were checked. */
function isReference(bytes: Buffer, at: number, letter: number): boolean {
  return bytes[at] === AMPERSAND && bytes[at + 1] === letter;
}

function isLetter(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}

function isNameByte(byte: number): boolean {
  return isLetter(byte) || (byte >= 0x31 && byte <= 0x36);
}

function nextSlot(slot: number, byte: number): number {
  return (slot * 37 + byte) & (SLOTS - 1);
}

function isNamed(bytes: Buffer, from: number, to: number, name: string): boolean {
  if (to - from !== name.length) return false;
  for (let i = 0; i < name.length; i++) if (bytes[from + i] !== name.charCodeAt(i)) return false;
  return true;
}

interface NamedElement {
  readonly name: string;
  readonly element: Element;
}

/** Every name has a slot of its own; the table says so by throwing when one has not. */
function slotted(): (NamedElement | undefined)[] {
  const slots = new Array<NamedElement | undefined>(SLOTS).fill(undefined);
  for (const name of NAMES) {
    const slot = [...name].reduce((sum, letter) => nextSlot(sum, letter.charCodeAt(0)), 0);
    if (slots[slot] !== undefined) throw new Error(`${name} shares its slot with ${slots[slot].name}`);
    slots[slot] = { name, element: ELEMENTS.get(name)! };
  }
  return slots;
}
