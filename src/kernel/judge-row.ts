// What becomes of a row that was scanned: a reason to drop it, in the order of the rules, or a record.

import {
  ACCEPTED_ID,
  COMMUNITY_USER,
  CREATED,
  ID,
  OWNER_ID,
  POST_BODY,
  QUESTION,
  TITLE,
  TYPE_ID,
  VOTES,
} from './fields.ts';
import {
  BODY_FROM_W,
  BODY_TO_W,
  BODY_WIDE_W,
  CLOCK_W,
  DAYS_W,
  DROPS_FABRICATED_W,
  FROM_W,
  MAX_BODY_W,
  MAX_TITLE_W,
  MAX_VOTES_W,
  MIN_BODY_W,
  MIN_TITLE_W,
  MIN_VOTES_W,
  NORMAL_END_W,
  RECORDS_END_W,
  ROW_WORDS,
  ROWS_KEPT_W,
  ROWS_W,
  SIZE_W,
  TO_W,
  VALUE_W,
  WIDE_W,
} from './layout.ts';
import { M, move, putWord, W } from './memory.ts';
import { normaliseWide } from './normalise-wide.ts';
import { creditFlags, lengthOf, readCreated, writeCredit } from './record.ts';
import {
  ROW_AT,
  ROW_BODY_BYTES,
  ROW_BODY_LENGTH,
  ROW_CLOCK,
  ROW_DAYS,
  ROW_ID,
  ROW_NORMAL,
  ROW_NORMAL_END,
  ROW_RECORD,
  ROW_RECORD_END,
  ROW_TITLE_BYTES,
  ROW_TITLE_LENGTH,
  ROW_VOTES,
} from './row-table.ts';
import { has, hasText } from './scan-row.ts';
import { cleanTitle } from './title.ts';
import { normalise } from './wide.ts';

/** The row was kept, or is left to the reference. */
export const KEPT: i32 = -1;
export const ODD: i32 = -2;

/** Reasons, by their number in the list of src/passes/pass-rules.ts. */
const PLANTED_POST: i32 = 0;
const ANSWER_BOT_POST: i32 = 1;
const NOT_A_QUESTION: i32 = 2;
const NO_TITLE: i32 = 3;
const NO_BODY: i32 = 4;
const NO_DATE: i32 = 5;
const LOW_SCORE: i32 = 6;
const HIGH_SCORE: i32 = 7;
const TITLE_TOO_SHORT: i32 = 8;
const TITLE_TOO_LONG: i32 = 9;
const BODY_TOO_SHORT: i32 = 10;
const BODY_TOO_LONG: i32 = 11;

/** A role by its place in ROLES of src/types.ts. */
const ROLE_QUESTION: i32 = 0;

const ANSWER_BOT: i32 = -2;
/** The fabricated posts that the dumps of 2025-06-30 carry. */
const FIRST_PLANTED: i32 = 1_000_000_001;
const SECOND_PLANTED: i32 = 1_000_000_010;

/** Places in a record, as src/spill/record.ts has them. */
const RECORD_ID: i32 = 16;
const RECORD_VOTES: i32 = 20;
const RECORD_QUESTION_ID: i32 = 40;
const RECORD_ACCEPTED_ID: i32 = 44;
const RECORD_FLAGS: i32 = 48;
const RECORD_POSTS: i32 = 49;
const POST_ROLE: i32 = 50;
const POST_FLAGS: i32 = 51;
const POST_AUTHOR_ID: i32 = 52;
const POST_ID: i32 = 64;
const POST_VARIABLE: i32 = 68;

/** The reason to drop the row at `rowAt`; KEPT if its record was written, ODD if it is unusual. */
export function judgeRow(rowAt: i32): i32 {
  if (W[DROPS_FABRICATED_W]! === 1 && has(OWNER_ID)) {
    const id = W[VALUE_W + ID]!;
    const owner = W[VALUE_W + OWNER_ID]!;
    if (owner === COMMUNITY_USER && (id === FIRST_PLANTED || id === SECOND_PLANTED)) return PLANTED_POST;
    if (owner === ANSWER_BOT) return ANSWER_BOT_POST;
  }
  if (W[VALUE_W + TYPE_ID]! !== QUESTION) return NOT_A_QUESTION;
  if (!hasText(TITLE)) return NO_TITLE;
  if (!hasText(POST_BODY)) return NO_BODY;
  if (!has(CREATED)) return NO_DATE;
  const votes = votesOf();
  if (votes < W[MIN_VOTES_W]!) return LOW_SCORE;
  if (votes > W[MAX_VOTES_W]!) return HIGH_SCORE;
  return writePair(rowAt);
}

// No post has an id below 1, but a row may say so.
function idOrNone(field: i32): i32 {
  return has(field) && W[VALUE_W + field]! > 0 ? W[VALUE_W + field]! : 0;
}

function votesOf(): i32 {
  return has(VOTES) ? W[VALUE_W + VOTES]! : 0;
}

function writePair(rowAt: i32): i32 {
  const record = W[RECORDS_END_W]!;
  const texts = writeCredit(record + POST_VARIABLE);
  if (texts < 0) return ODD;
  const title = texts + 4;
  if (!cleanTitle(W[FROM_W + TITLE]!, W[TO_W + TITLE]!, title)) return ODD;
  const titleEnd = W[SIZE_W]!;
  const titleLength = lengthOf(title, titleEnd, W[WIDE_W]!);
  if (titleLength < W[MIN_TITLE_W]!) return TITLE_TOO_SHORT;
  if (titleLength > W[MAX_TITLE_W]!) return TITLE_TOO_LONG;
  const bodyLength = lengthOf(W[BODY_FROM_W]!, W[BODY_TO_W]!, W[BODY_WIDE_W]!);
  if (bodyLength < W[MIN_BODY_W]!) return BODY_TOO_SHORT;
  if (bodyLength > W[MAX_BODY_W]!) return BODY_TOO_LONG;
  const bodyBytes = W[BODY_TO_W]! - W[BODY_FROM_W]!;
  putWord(texts, titleEnd - title);
  putWord(titleEnd, bodyBytes);
  move(titleEnd + 4, W[BODY_FROM_W]!, bodyBytes);
  closeRecord(record, titleEnd + 4 + bodyBytes);
  const row = ROWS_W + W[ROWS_KEPT_W]! * ROW_WORDS;
  noteRow(row, rowAt, record);
  noteTexts(row, title, titleEnd);
  W[row + ROW_TITLE_LENGTH] = titleLength;
  W[row + ROW_BODY_LENGTH] = bodyLength;
  W[ROWS_KEPT_W] = W[ROWS_KEPT_W]! + 1;
  return KEPT;
}

function closeRecord(record: i32, end: i32): void {
  putWord(record, end - record);
  const id = W[VALUE_W + ID]!;
  putWord(record + RECORD_ID, id);
  putWord(record + RECORD_VOTES, votesOf());
  putWord(record + RECORD_QUESTION_ID, id);
  putWord(record + RECORD_ACCEPTED_ID, idOrNone(ACCEPTED_ID));
  M[record + RECORD_FLAGS] = 0;
  M[record + RECORD_POSTS] = 1;
  M[record + POST_ROLE] = ROLE_QUESTION;
  M[record + POST_FLAGS] = creditFlags();
  putWord(record + POST_AUTHOR_ID, has(OWNER_ID) ? W[VALUE_W + OWNER_ID]! : 0);
  putWord(record + POST_ID, id);
  W[RECORDS_END_W] = end;
}

function noteRow(row: i32, rowAt: i32, record: i32): void {
  readCreated();
  W[row + ROW_RECORD] = record;
  W[row + ROW_RECORD_END] = W[RECORDS_END_W]!;
  W[row + ROW_AT] = rowAt;
  W[row + ROW_ID] = W[VALUE_W + ID]!;
  W[row + ROW_VOTES] = votesOf();
  W[row + ROW_DAYS] = W[DAYS_W]!;
  W[row + ROW_CLOCK] = W[CLOCK_W]!;
}

function noteTexts(row: i32, title: i32, titleEnd: i32): void {
  const end = normaliseTexts(title, titleEnd);
  W[row + ROW_TITLE_BYTES] = titleEnd - title;
  W[row + ROW_BODY_BYTES] = W[BODY_TO_W]! - W[BODY_FROM_W]!;
  W[row + ROW_NORMAL] = W[NORMAL_END_W]!;
  W[row + ROW_NORMAL_END] = end;
  if (end > 0) W[NORMAL_END_W] = end;
}

// Gives where the normalised texts end; 0 if that takes more of Unicode than is known here.
function normaliseTexts(title: i32, titleEnd: i32): i32 {
  const normal = W[NORMAL_END_W]!;
  const isAscii = (W[WIDE_W]! | W[BODY_WIDE_W]!) === 0;
  const middle: i32 = isAscii ? normalise(title, titleEnd, normal) : normaliseWide(title, titleEnd, normal);
  if (middle < 0) return 0;
  M[middle] = 0;
  const body = W[BODY_FROM_W]!;
  const bodyEnd = W[BODY_TO_W]!;
  const end: i32 = isAscii ? normalise(body, bodyEnd, middle + 1) : normaliseWide(body, bodyEnd, middle + 1);
  return end < 0 ? 0 : end;
}
