// Whether the numbers, dates and licence of a scanned row are what they claim to be. All of them are looked at, asked for
// or not, so that a row is good or damaged regardless of which of its fields anybody reads.

import type { RowSpans } from './scan-rows.ts';

/** What the fields of a table must be; others may hold any text. */
export interface RowRules {
  /** Numbers that must be there. */
  readonly required: readonly number[];
  readonly numbers: readonly number[];
  /** Those of the numbers that are not negative. */
  readonly unsigned: readonly number[];
  readonly dates: readonly number[];
  readonly licenses: readonly number[];
}

/** Rules as they are applied, with fields as bits. */
export interface AppliedRules extends RowRules {
  readonly unsignedBits: number;
  readonly plainBits: number;
}

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

/** Makes rules ready to be applied. */
export function rowRules(rules: RowRules): AppliedRules {
  const { required, numbers, unsigned, dates, licenses } = rules;
  return { ...rules, unsignedBits: bitsOf(unsigned), plainBits: bitsOf([required, numbers, dates, licenses].flat()) };
}

/** Says whether one of these is written with references, which only the slow reader resolves. */
export function hasEncodedNumber(row: RowSpans, { plainBits }: AppliedRules): boolean {
  return (row.encoded & plainBits) !== 0;
}

/** What is wrong with them, e.g. `Id is "x1"`; undefined when nothing is. */
export function faultOf(row: RowSpans, rules: AppliedRules): string | undefined {
  for (const field of rules.required) {
    if (!row.has(field)) return `${row.fields.names[field]} is missing`;
    if (!isNumber(row, field, rules)) return bad(row, field);
  }
  for (const field of rules.numbers) if (row.has(field) && !isNumber(row, field, rules)) return bad(row, field);
  for (const field of rules.dates) if (row.has(field) && !isDate(row, field)) return bad(row, field);
  for (const field of rules.licenses) if (row.has(field) && !isLicense(row, field)) return bad(row, field);
  return undefined;
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

function isNumber(row: RowSpans, field: number, { unsignedBits }: AppliedRules): boolean {
  const isUnsigned = (unsignedBits & (1 << field)) !== 0;
  return !(isUnsigned && row.bytes[row.from[field]!] === DASH) && !Number.isNaN(integerAt(row, field));
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
  return `${row.fields.names[field]} is ${JSON.stringify(value)}`;
}

function bitsOf(fields: readonly number[]): number {
  return fields.reduce((bits, field) => bits | (1 << field), 0);
}
