// What becomes of a row that was scanned: a reason to drop it, in the order of the rules, or a record. Answers are
// dropped like everything else that is no question, unless they are asked for.

import { ANSWER, COMMUNITY_USER, CREATED, ID, OWNER_ID, POST_BODY, QUESTION, TITLE, TYPE_ID } from './fields.ts';
import {
  BODY_FROM_W,
  BODY_TO_W,
  BODY_WIDE_W,
  DROPS_FABRICATED_W,
  FROM_W,
  MAX_ANSWER_W,
  MAX_BODY_W,
  MAX_TITLE_W,
  MAX_VOTES_W,
  MIN_ANSWER_W,
  MIN_BODY_W,
  MIN_TITLE_W,
  MIN_VOTES_W,
  RECORDS_END_W,
  SIZE_W,
  TAKES_ANSWERS_W,
  TO_W,
  VALUE_W,
  WIDE_W,
} from './layout.ts';
import { putWord, W } from './memory.ts';
import { lengthOf, writeCredit } from './record.ts';
import { ROW_BODY_LENGTH, ROW_TITLE_LENGTH } from './row-table.ts';
import { has, hasText } from './scan-row.ts';
import { cleanTitle } from './title.ts';
import { closeRecord, noteCreated, noteRow, noteTexts, questionId, RECORD_VARIABLE, votesOf } from './write-row.ts';

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
/** The same of answers. */
const NO_QUESTION_ID: i32 = 12;
const NO_ANSWER_BODY: i32 = 13;
const NO_ANSWER_DATE: i32 = 14;
const ANSWER_TOO_SHORT: i32 = 15;
const ANSWER_TOO_LONG: i32 = 16;

const ANSWER_BOT: i32 = -2;
/** The fabricated posts that the dumps of 2025-06-30 carry. */
const FIRST_PLANTED: i32 = 1_000_000_001;
const SECOND_PLANTED: i32 = 1_000_000_010;

/** The reason to drop the row at `rowAt`; KEPT if its record was written, ODD if it is unusual. */
export function judgeRow(rowAt: i32): i32 {
  if (W[DROPS_FABRICATED_W]! === 1 && has(OWNER_ID)) {
    const id = W[VALUE_W + ID]!;
    const owner = W[VALUE_W + OWNER_ID]!;
    if (owner === COMMUNITY_USER && (id === FIRST_PLANTED || id === SECOND_PLANTED)) return PLANTED_POST;
    if (owner === ANSWER_BOT) return ANSWER_BOT_POST;
  }
  if (W[VALUE_W + TYPE_ID]! === QUESTION) return judgeQuestion(rowAt);
  return isTakenAnswer() ? judgeAnswer(rowAt) : NOT_A_QUESTION;
}

/** Notes a row that was dropped, if answers are taken and it is in a thread: whoever joins must know that it is there. */
export function leaveOut(rowAt: i32): void {
  if (W[TAKES_ANSWERS_W]! === 0) return;
  if (W[VALUE_W + TYPE_ID]! !== QUESTION && (!isTakenAnswer() || questionId() === 0)) return;
  noteRow(rowAt, W[RECORDS_END_W]!);
}

function isTakenAnswer(): boolean {
  return W[TAKES_ANSWERS_W]! === 1 && W[VALUE_W + TYPE_ID]! === ANSWER;
}

function judgeQuestion(rowAt: i32): i32 {
  if (!hasText(TITLE)) return NO_TITLE;
  if (!hasText(POST_BODY)) return NO_BODY;
  if (!has(CREATED)) return NO_DATE;
  const votes = votesOf();
  if (votes < W[MIN_VOTES_W]!) return LOW_SCORE;
  if (votes > W[MAX_VOTES_W]!) return HIGH_SCORE;
  return writePair(rowAt);
}

function writePair(rowAt: i32): i32 {
  const record = W[RECORDS_END_W]!;
  const texts = writeCredit(record + RECORD_VARIABLE);
  if (texts < 0) return ODD;
  const title = texts + 4;
  if (!cleanTitle(W[FROM_W + TITLE]!, W[TO_W + TITLE]!, title)) return ODD;
  const titleEnd = W[SIZE_W]!;
  const titleLength = lengthOf(title, titleEnd, W[WIDE_W]!);
  if (titleLength < W[MIN_TITLE_W]!) return TITLE_TOO_SHORT;
  if (titleLength > W[MAX_TITLE_W]!) return TITLE_TOO_LONG;
  const length = bodyLength();
  if (length < W[MIN_BODY_W]!) return BODY_TOO_SHORT;
  if (length > W[MAX_BODY_W]!) return BODY_TOO_LONG;
  putWord(texts, titleEnd - title);
  closeRecord(record, titleEnd);
  const row = noteRow(rowAt, record);
  noteCreated(row);
  noteTexts(row, title, titleEnd);
  W[row + ROW_TITLE_LENGTH] = titleLength;
  W[row + ROW_BODY_LENGTH] = length;
  return KEPT;
}

function judgeAnswer(rowAt: i32): i32 {
  if (questionId() === 0) return NO_QUESTION_ID;
  if (!hasText(POST_BODY)) return NO_ANSWER_BODY;
  if (!has(CREATED)) return NO_ANSWER_DATE;
  const length = bodyLength();
  if (length < W[MIN_ANSWER_W]!) return ANSWER_TOO_SHORT;
  if (length > W[MAX_ANSWER_W]!) return ANSWER_TOO_LONG;
  const record = W[RECORDS_END_W]!;
  const texts = writeCredit(record + RECORD_VARIABLE);
  if (texts < 0) return ODD;
  // An answer has no title, but as many texts as a question, so that both are read alike.
  putWord(texts, 0);
  closeRecord(record, texts + 4);
  noteCreated(noteRow(rowAt, record));
  return KEPT;
}

function bodyLength(): i32 {
  return lengthOf(W[BODY_FROM_W]!, W[BODY_TO_W]!, W[BODY_WIDE_W]!);
}
