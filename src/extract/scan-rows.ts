// One row of the known shape, `<row Name="value" ... />`, to spans of bytes: one pass, no strings, no copies.
// Any other shape is left to sax: single quotes, `></row>`, a raw `<` or a bare `&` in a value, an attribute twice.
// A row is accepted only if XML accepts it, whatever is asked of it later, so that its verdict never depends on that.

import { fieldAt, nameEndAt, type RowFields } from './row-fields.ts';
import { CLEAN, REPAIRED, SPOILED, ValueGuard } from './value-guard.ts';

/** What `scanRow` gives for a row that is not of the known shape. */
export const ODD_SHAPE = -1;

const NAME = classOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_');
const SPACE = classOf(' \t\r\n');
const QUOTE = 0x22;

/** Bytes to look for a closing quote one by one; beyond them a native search is cheaper. */
const SHORT_VALUE_BYTES = 24;

/** Where the known attributes of a row lie; used again for every row of some bytes. */
export class RowSpans {
  readonly bytes: Buffer;
  readonly fields: RowFields;
  readonly guard: ValueGuard;
  /** First byte of each field's value and the byte after it, valid where `present` has the field's bit. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  present = 0;
  /** Bits of the fields whose bytes are not yet the text: they hold references or white space to normalise. */
  encoded = 0;
  /** True when a reference to a character XML forbids stands in the row. */
  repaired = false;
  /** Names of unknown attributes, to find one that is there twice. */
  readonly unknown = new Set<string>();
  /** Which field followed each one last time: a guess that is mostly right, as all dumps keep one order. */
  readonly successor: Int8Array;

  constructor(bytes: Buffer, fields: RowFields) {
    const { length } = fields.names;
    this.bytes = bytes;
    this.fields = fields;
    this.from = new Int32Array(length);
    this.to = new Int32Array(length);
    this.successor = new Int8Array(length + 1);
    this.guard = new ValueGuard(bytes);
  }

  /** Says whether the row has the attribute. */
  has(field: number): boolean {
    return (this.present & (1 << field)) !== 0;
  }
}

/** Fills `row` from the row that begins at `at`; gives the position after its tag, or `ODD_SHAPE`. */
export function scanRow(row: RowSpans, at: number): number {
  const { bytes, fields } = row;
  clear(row);
  let position = at + 4;
  let before: number = fields.names.length;
  for (;;) {
    const gap = position;
    while (SPACE[bytes[position]!] === 1) position++;
    if (bytes[position] === 0x2f) return bytes[position + 1] === 0x3e ? position + 2 : ODD_SHAPE;
    if (position === gap) return ODD_SHAPE;
    let field = row.successor[before]!;
    let end = nameEndAt(bytes, position, fields.bytes[field]!);
    if (end < 0) {
      end = nameEnd(bytes, position);
      if (end < 0) return ODD_SHAPE;
      field = fieldAt(row, position, end);
      if (field >= 0) row.successor[before] = field;
    }
    if (field < 0 ? !isNew(row, position, end) : row.has(field)) return ODD_SHAPE;
    if (field >= 0) before = field;
    position = scanValue(row, end + 2, field) + 1;
    if (position === 0) return ODD_SHAPE;
  }
}

function clear(row: RowSpans): void {
  row.present = 0;
  row.encoded = 0;
  row.repaired = false;
  if (row.unknown.size > 0) row.unknown.clear();
}

// Position of the `=` after a name that a quoted value follows, or ODD_SHAPE.
function nameEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  while (NAME[bytes[end]!] === 1) end++;
  const isPlain = bytes[end] === 0x3d && bytes[end + 1] === QUOTE && !(bytes[at]! >= 0x30 && bytes[at]! <= 0x39);
  return isPlain && end > at ? end : ODD_SHAPE;
}

// Position of the closing quote, or ODD_SHAPE. `field` is -1 for an unknown attribute, which is only checked.
function scanValue(row: RowSpans, from: number, field: number): number {
  const to = quoteAt(row.bytes, from);
  const verdict = to < 0 ? SPOILED : row.guard.judge(from, to);
  if (verdict === SPOILED) return ODD_SHAPE;
  if ((verdict & REPAIRED) !== 0) row.repaired = true;
  if (field >= 0) {
    row.from[field] = from;
    row.to[field] = to;
    row.present |= 1 << field;
    if (verdict !== CLEAN) row.encoded |= 1 << field;
  }
  return to;
}

function quoteAt(bytes: Buffer, from: number): number {
  const near = Math.min(from + SHORT_VALUE_BYTES, bytes.length);
  for (let at = from; at < near; at++) if (bytes[at] === QUOTE) return at;
  return bytes.indexOf(QUOTE, near);
}

function isNew(row: RowSpans, at: number, end: number): boolean {
  const before = row.unknown.size;
  row.unknown.add(row.bytes.toString('latin1', at, end));
  return row.unknown.size > before;
}

function classOf(characters: string): Uint8Array {
  const members = new Uint8Array(256);
  for (const byte of Buffer.from(characters, 'latin1')) members[byte] = 1;
  return members;
}
