// Whether the numbers, dates and licence of a scanned row are what they claim to be. All of them are looked at, asked for
// or not, so that a row is a post or damaged regardless of which of its fields a recipe reads.

import { FIELD, FIELD_NAMES } from './post-fields.ts';
import type { RowSpans } from './scan-rows.ts';

const REQUIRED = [FIELD.id, FIELD.typeId];
const SIGNED = [FIELD.parentId, FIELD.acceptedAnswerId, FIELD.votes, FIELD.editorId, FIELD.ownerId];
const DATES = [FIELD.created, FIELD.edited, FIELD.closed];
const PLAIN = [...REQUIRED, ...SIGNED, ...DATES, FIELD.license].reduce((bits: number, field) => bits | (1 << field), 0);

/** Numbers stay below it: no id, score or user comes near, and 32 bits with a sign hold them all. */
const NUMBER_LIMIT = 2 ** 31;

const DASH = 0x2d;
const COLON = 0x3a;
const ZERO = 0x30;
const SECONDS_BYTES = 'YYYY-MM-DDTHH:MM:SS'.length;
const MILLISECONDS_BYTES = SECONDS_BYTES + '.mmm'.length;

/** How much of a bad value a message shows. */
const SHOWN_BYTES = 40;

/** Longer than the name of any licence. */
const MOST_LICENSE_BYTES = 64;

/** Says whether one of these is written with references, which only the slow reader resolves. */
export function hasEncodedNumber(row: RowSpans): boolean {
  return (row.encoded & PLAIN) !== 0;
}

/** What is wrong with them, e.g. `Id is "x1"`; undefined when nothing is. */
export function faultOf(row: RowSpans): string | undefined {
  for (const field of REQUIRED) {
    if (!row.has(field)) return `${FIELD_NAMES[field]} is missing`;
    if (row.bytes[row.from[field]!] === DASH || Number.isNaN(integerAt(row, field))) return bad(row, field);
  }
  for (const field of SIGNED) if (row.has(field) && Number.isNaN(integerAt(row, field))) return bad(row, field);
  for (const field of DATES) if (row.has(field) && !isDate(row, field)) return bad(row, field);
  return row.has(FIELD.license) && !isLicense(row, FIELD.license) ? bad(row, FIELD.license) : undefined;
}

/** The field's value as a number; NaN when it is not a plain integer within bounds. */
export function integerAt(row: RowSpans, field: number): number {
  const { bytes } = row;
  const from = row.from[field]!;
  const to = row.to[field]!;
  const negative = bytes[from] === DASH;
  const first = negative ? from + 1 : from;
  if (first >= to) return Number.NaN;
  let value = 0;
  for (let at = first; at < to; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
    if (value >= NUMBER_LIMIT) return Number.NaN;
  }
  return negative && value > 0 ? -value : value;
}

function isDate({ bytes, from, to }: RowSpans, field: number): boolean {
  const at = from[field]!;
  const size = to[field]! - at;
  if (size !== SECONDS_BYTES && !(size === MILLISECONDS_BYTES && hasMilliseconds(bytes, at + SECONDS_BYTES)))
    return false;
  return (
    isPair(bytes, at, 19, 99) &&
    isPair(bytes, at + 2, 0, 99) &&
    bytes[at + 4] === DASH &&
    isPair(bytes, at + 5, 1, 12) &&
    bytes[at + 7] === DASH &&
    isPair(bytes, at + 8, 1, 31) &&
    (isPair(bytes, at + 8, 1, 28) || isDayOfMonth(bytes, at)) &&
    bytes[at + 10] === 0x54 &&
    isPair(bytes, at + 11, 0, 23) &&
    bytes[at + 13] === COLON &&
    isPair(bytes, at + 14, 0, 59) &&
    bytes[at + 16] === COLON &&
    isPair(bytes, at + 17, 0, 59)
  );
}

/** Only the last days of a month need the calendar. */
function isDayOfMonth(bytes: Uint8Array, at: number): boolean {
  const number = (from: number, to: number) =>
    Number(Buffer.from(bytes.subarray(at + from, at + to)).toString('latin1'));
  return number(8, 10) <= new Date(Date.UTC(number(0, 4), number(5, 7), 0)).getUTCDate();
}

/** `CC BY-SA 4.0` and the like, or nothing; a row without a licence that can be read could not be passed on. */
function isLicense({ bytes, from, to }: RowSpans, field: number): boolean {
  const first = from[field]!;
  const end = to[field]!;
  if (end - first > MOST_LICENSE_BYTES) return false;
  for (let at = first; at < end; at++) {
    const byte = bytes[at]!;
    const isCapital = byte >= 0x41 && byte <= 0x5a;
    const isOther = isDigit(byte) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x20 || byte === 0x2e || byte === DASH;
    if (!(isCapital || (isOther && at > first))) return false;
  }
  return true;
}

function hasMilliseconds(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x2e && isDigit(bytes[at + 1]!) && isPair(bytes, at + 2, 0, 99);
}

// Two digits, from least to most. They are parameters, not an object, as this runs ten times a row.
function isPair(bytes: Uint8Array, at: number, least: number, most: number): boolean {
  const tens = bytes[at]!;
  const ones = bytes[at + 1]!;
  const value = tens * 10 + ones - 11 * ZERO;
  return isDigit(tens) && isDigit(ones) && value >= least && value <= most;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39;
}

function bad(row: RowSpans, field: number): string {
  const from = row.from[field]!;
  const value = row.bytes.toString('utf8', from, Math.min(row.to[field]!, from + SHOWN_BYTES));
  return `${FIELD_NAMES[field]} is ${JSON.stringify(value)}`;
}
