// What a row leaves behind: its record, an entry in the table of rows, and its normalised texts.

import { ACCEPTED_ID, ID, OWNER_ID, PARENT_ID, QUESTION, TYPE_ID, VOTES } from './fields.ts';
import {
  BODY_FROM_W,
  BODY_TO_W,
  BODY_WIDE_W,
  CLOCK_W,
  DAYS_W,
  NORMAL_END_W,
  RECORDS_END_W,
  ROW_WORDS,
  ROWS_NOTED_W,
  ROWS_W,
  VALUE_W,
  WIDE_W,
} from './layout.ts';
import { M, move, putWord, W } from './memory.ts';
import { normaliseAscii, normaliseText } from './normalise-text.ts';
import { creditFlags, readCreated } from './record.ts';
import {
  ROW_AT,
  ROW_BODY_BYTES,
  ROW_CLOCK,
  ROW_DAYS,
  ROW_ID,
  ROW_IS_ANSWER,
  ROW_NORMAL,
  ROW_NORMAL_END,
  ROW_QUESTION_ID,
  ROW_RECORD,
  ROW_RECORD_END,
  ROW_TITLE_BYTES,
  ROW_VOTES,
} from './row-table.ts';
import { has } from './scan-row.ts';

/** Places in a record of one post, as src/spill/record.ts and post-record.ts have them. */
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
/** What follows these: licence, author, tags and texts. */
export const RECORD_VARIABLE: i32 = 68;

/** A flag of records. */
const IS_ANSWER: i32 = 2;
/** Roles by their places in ROLES of src/types.ts. */
const ROLE_QUESTION: i32 = 0;
const ROLE_ANSWER: i32 = 1;

/** Its votes; 0 if it does not say. */
export function votesOf(): i32 {
  return has(VOTES) ? W[VALUE_W + VOTES]! : 0;
}

// Whether the row is a question; to be asked of questions and answers.
function isQuestion(): boolean {
  return W[VALUE_W + TYPE_ID]! === QUESTION;
}

/** The question a question or an answer is in the thread of; 0 if it does not say. */
export function questionId(): i32 {
  return isQuestion() ? W[VALUE_W + ID]! : idOrNone(PARENT_ID);
}

// No post has an id below 1, but a row may say so.
function idOrNone(field: i32): i32 {
  return has(field) && W[VALUE_W + field]! > 0 ? W[VALUE_W + field]! : 0;
}

/** Ends the record with the body, to be written at `at`, and fills in its fields; licence, author, tags stand in it already. */
export function closeRecord(record: i32, at: i32): void {
  const bodyBytes = W[BODY_TO_W]! - W[BODY_FROM_W]!;
  putWord(at, bodyBytes);
  move(at + 4, W[BODY_FROM_W]!, bodyBytes);
  const end = at + 4 + bodyBytes;
  const id = W[VALUE_W + ID]!;
  putWord(record, end - record);
  putWord(record + RECORD_ID, id);
  putWord(record + RECORD_VOTES, votesOf());
  putWord(record + RECORD_QUESTION_ID, questionId());
  putWord(record + RECORD_ACCEPTED_ID, isQuestion() ? idOrNone(ACCEPTED_ID) : 0);
  M[record + RECORD_FLAGS] = isQuestion() ? 0 : IS_ANSWER;
  M[record + RECORD_POSTS] = 1;
  M[record + POST_ROLE] = isQuestion() ? ROLE_QUESTION : ROLE_ANSWER;
  M[record + POST_FLAGS] = creditFlags();
  putWord(record + POST_AUTHOR_ID, has(OWNER_ID) ? W[VALUE_W + OWNER_ID]! : 0);
  putWord(record + POST_ID, id);
  W[RECORDS_END_W] = end;
}

/** Notes the row at `rowAt` in the table, with the records from `record` on for its own; gives its entry. */
export function noteRow(rowAt: i32, record: i32): i32 {
  const row = ROWS_W + W[ROWS_NOTED_W]! * ROW_WORDS;
  W[row + ROW_RECORD] = record;
  W[row + ROW_RECORD_END] = W[RECORDS_END_W]!;
  W[row + ROW_AT] = rowAt;
  W[row + ROW_ID] = W[VALUE_W + ID]!;
  W[row + ROW_VOTES] = votesOf();
  W[row + ROW_QUESTION_ID] = questionId();
  W[row + ROW_IS_ANSWER] = isQuestion() ? 0 : 1;
  W[ROWS_NOTED_W] = W[ROWS_NOTED_W]! + 1;
  return row;
}

/** Notes when the row was created. */
export function noteCreated(row: i32): void {
  readCreated();
  W[row + ROW_DAYS] = W[DAYS_W]!;
  W[row + ROW_CLOCK] = W[CLOCK_W]!;
}

/** Notes the title, which lies from `title` to `titleEnd`, and the body; and normalises both. */
export function noteTexts(row: i32, title: i32, titleEnd: i32): void {
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
  const middle: i32 = isAscii ? normaliseAscii(title, titleEnd, normal) : normaliseText(title, titleEnd, normal);
  if (middle < 0) return 0;
  M[middle] = 0;
  const body = W[BODY_FROM_W]!;
  const bodyEnd = W[BODY_TO_W]!;
  const end: i32 = isAscii ? normaliseAscii(body, bodyEnd, middle + 1) : normaliseText(body, bodyEnd, middle + 1);
  return end < 0 ? 0 : end;
}
