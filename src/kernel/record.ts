// A pair's record as src/spill/record.ts lays it out, of the row that was scanned. Order key, place and fingerprint are
// left out: they are filled in by whoever takes the records.

import { codePoints, isUtf8 } from './characters.ts';
import { COMMUNITY_USER, CREATED, EDITED, EDITOR_ID, LICENSE, OWNER_ID, OWNER_NAME, TAGS } from './fields.ts';
import { quotient } from './integers.ts';
import { CLOCK_W, DAYS_W, FROM_W, LICENSE_BYTES, LICENSE_TABLE, TO_W, VALUE_W } from './layout.ts';
import { M, move, putWord, W } from './memory.ts';
import { has, hasText } from './scan-row.ts';
import { pair } from './values.ts';
import { isGreater, isLess } from './xml-reference.ts';

const AMPERSAND: i32 = 0x26;
const GREATER: i32 = 0x3e;
const PIPE: i32 = 0x7c;
const POINT: i32 = 0x2e;

/** Days on which the licence of new contributions changed, as YYYYMMDD: https://meta.stackexchange.com/q/347758. */
const SINCE_3_0: i32 = 20110408;
const SINCE_4_0: i32 = 20180502;

const LICENSE_DERIVED: i32 = 1;
const HAS_AUTHOR_ID: i32 = 2;
const HAS_AUTHOR: i32 = 4;

/** Bits that say what the row did not. */
export function creditFlags(): i32 {
  const license: i32 = hasText(LICENSE) ? 0 : LICENSE_DERIVED;
  const authorId: i32 = has(OWNER_ID) ? HAS_AUTHOR_ID : 0;
  return license | authorId | (has(OWNER_NAME) ? HAS_AUTHOR : 0);
}

/** Writes licence, author and tags, each behind its length; gives the place after them, -1 if something is unusual. */
export function writeCredit(out: i32): i32 {
  const isStated = hasText(LICENSE);
  const license: i32 = isStated ? W[FROM_W + LICENSE]! : licenseByDate();
  let at = writeBlob(license, isStated ? W[TO_W + LICENSE]! : license + LICENSE_BYTES, out);
  if (!has(OWNER_NAME)) {
    putWord(at, 0);
    at += 4;
  } else {
    at = writePlain(W[FROM_W + OWNER_NAME]!, W[TO_W + OWNER_NAME]!, at);
  }
  return at < 0 ? -1 : writeTags(at);
}

/** Reads when the row was created. */
export function readCreated(): void {
  const from = W[FROM_W + CREATED]!;
  W[DAYS_W] = daysSince1970(pair(from) * 100 + pair(from + 2), pair(from + 5), pair(from + 8));
  const seconds = pair(from + 11) * 3600 + pair(from + 14) * 60 + pair(from + 17);
  const milliseconds: i32 = M[from + 19]! === POINT ? (M[from + 20]! - 0x30) * 100 + pair(from + 21) : 0;
  W[CLOCK_W] = seconds * 1000 + milliseconds;
}

// Days of the Gregorian calendar, counted from March so that a leap day ends the year:
// https://howardhinnant.github.io/date_algorithms.html#days_from_civil
function daysSince1970(year: i32, month: i32, day: i32): i32 {
  const shifted: i32 = month <= 2 ? year - 1 : year;
  const era = quotient(shifted, 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = quotient(153 * (month > 2 ? month - 3 : month + 9) + 2, 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + quotient(yearOfEra, 4) - quotient(yearOfEra, 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

// Where the name of the licence of the latest contribution stands; edits by Community do not count.
function licenseByDate(): i32 {
  const created = W[FROM_W + CREATED]!;
  const isEdited = has(EDITED) && !(has(EDITOR_ID) && W[VALUE_W + EDITOR_ID]! === COMMUNITY_USER) && isEditLater();
  const date = dateNumber(isEdited ? W[FROM_W + EDITED]! : created);
  return LICENSE_TABLE + LICENSE_BYTES * (date >= SINCE_4_0 ? 2 : date >= SINCE_3_0 ? 1 : 0);
}

function dateNumber(at: i32): i32 {
  return (pair(at) * 100 + pair(at + 2)) * 10000 + pair(at + 5) * 100 + pair(at + 8);
}

// As strings compare; a date with milliseconds comes after the same one without.
function isEditLater(): boolean {
  const edited = W[FROM_W + EDITED]!;
  const created = W[FROM_W + CREATED]!;
  const length = W[TO_W + CREATED]! - created;
  const editedLength = W[TO_W + EDITED]! - edited;
  for (let i: i32 = 0; i < length && i < editedLength; i++) {
    const difference = M[edited + i]! - M[created + i]!;
    if (difference !== 0) return difference > 0;
  }
  return editedLength > length;
}

function writeBlob(from: i32, to: i32, out: i32): i32 {
  putWord(out, to - from);
  move(out + 4, from, to - from);
  return out + 4 + to - from;
}

// A value without references in it.
function writePlain(from: i32, to: i32, out: i32): i32 {
  for (let at = from; at < to; at++) if (M[at]! === AMPERSAND) return -1;
  return isUtf8(from, to) ? writeBlob(from, to, out) : -1;
}

// Names in `<a><b>`, or in `|a|b|` as dumps write it since 2024.
function writeTags(out: i32): i32 {
  let count: i32 = 0;
  let end = out + 4;
  let from: i32 = has(TAGS) ? W[FROM_W + TAGS]! : 0;
  const to: i32 = has(TAGS) ? W[TO_W + TAGS]! : 0;
  while (from < to) {
    let at = from;
    while (at < to && M[at]! !== PIPE && M[at]! !== GREATER && M[at]! !== AMPERSAND) at++;
    const separator = separatorLength(at, to);
    if (separator === 0 || !isUtf8(from, at)) return -1;
    if (at > from) {
      end = writeBlob(from, at, end);
      count++;
    }
    from = at + separator;
  }
  putWord(out, count);
  return end;
}

function separatorLength(at: i32, to: i32): i32 {
  if (at === to || M[at]! !== AMPERSAND) return 1;
  return isLess(at) || isGreater(at) ? 4 : 0;
}

/** Code points of [from, to), which are counted only if some take more than a byte. */
export function lengthOf(from: i32, to: i32, isWide: i32): i32 {
  return isWide === 0 ? to - from : codePoints(from, to);
}
