// What is counted of rows besides the lengths of their texts: licences, years, authors.

import { LICENSE_COUNTS, LICENSE_NAMES, LICENSE_WORDS, MOST_YEARS, YEARS } from '../../src/shard/pack-zones';
import { postAt, posts } from './row';
import { clear, copy, makeRoom, SLACK, zone } from './zones';

const MS_PER_DAY: f64 = 86_400_000;
/** The role of questions, by its place in ROLES of src/types.ts. */
const QUESTION: i32 = 0;
const ENTRY_BYTES: usize = LICENSE_WORDS * 4;

/** Posts with the name of their author, and all. */
export let named: i32 = 0;
export let counted: i32 = 0;

/** Begins to count. */
export function begin(): void {
  named = 0;
  counted = 0;
  last = 0;
  clear(LICENSE_COUNTS);
  clear(LICENSE_NAMES);
  clear(YEARS);
  memory.fill(makeRoom(zone(YEARS), MOST_YEARS * 4), 0, MOST_YEARS * 4);
  zone(YEARS).end += MOST_YEARS * 4;
}

/** Counts the record in hand. */
export function note(): void {
  for (let i = 0; i < posts; i++) {
    const post = postAt(i);
    named += <i32>(post.authorEnd > post.author);
    noteLicense(post.license, post.licenseBytes);
  }
  counted += posts;
  // Other people's pairs are of no post and no date.
  if (posts > 0) noteYear(asked());
}

/** When the question of the record in hand was asked: milliseconds since 1970-01-01 UTC; NaN of other people's pairs. */
export function asked(): f64 {
  if (posts === 0) return NaN;
  for (let i = 0; i < posts; i++) if (postAt(i).role === QUESTION) return postAt(i).created;
  return postAt(0).created;
}

function noteYear(time: f64): void {
  const year = yearOf(<i32>Math.floor(time / MS_PER_DAY));
  const count = zone(YEARS).at + ((<usize>year) << 2);
  if (year >= 0 && year < MOST_YEARS) store<u32>(count, load<u32>(count) + 1);
}

// Years of the Gregorian calendar, counted from March so that a leap day ends the year:
// https://howardhinnant.github.io/date_algorithms.html#civil_from_days
function yearOf(day: i32): i32 {
  const shifted = day + 719_468;
  const era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097;
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  // From the 306th day on, it is January or February of the next.
  return era * 400 + yearOfEra + <i32>(dayOfYear >= 306);
}

// There are a handful; the one that was found last is most often the next.
let last: usize = 0;

function noteLicense(from: usize, bytes: usize): void {
  const counts = zone(LICENSE_COUNTS);
  if (!isLicense(counts.at + last, from, bytes)) {
    last = 0;
    while (counts.at + last < counts.end && !isLicense(counts.at + last, from, bytes)) last += ENTRY_BYTES;
    if (counts.at + last === counts.end) addLicense(from, bytes);
  }
  const count = zone(LICENSE_COUNTS).at + last + 8;
  store<u32>(count, load<u32>(count) + 1);
}

function isLicense(entry: usize, from: usize, bytes: usize): bool {
  if (entry >= zone(LICENSE_COUNTS).end || <usize>load<u32>(entry, 4) !== bytes) return false;
  return memory.compare(zone(LICENSE_NAMES).at + load<u32>(entry), from, bytes) === 0;
}

function addLicense(from: usize, bytes: usize): void {
  const counts = zone(LICENSE_COUNTS);
  const names = zone(LICENSE_NAMES);
  const entry = makeRoom(counts, ENTRY_BYTES);
  const name = makeRoom(names, bytes + SLACK);
  copy(name, from, bytes);
  store<u32>(entry, <u32>(name - names.at));
  store<u32>(entry, <u32>bytes, 4);
  store<u32>(entry, 0, 8);
  counts.end += ENTRY_BYTES;
  names.end += bytes;
}
