// One row of the known shape, `<row Name="value" ... />`, to spans of bytes, every value checked on the way. The body of a
// question or an answer, which comes before anything else is known of it, is cleaned at once, so that its bytes are read once.

import { cleanBody } from './body.ts';
import {
  ANSWER,
  FIELDS,
  KIND_BODY,
  KIND_DATE,
  KIND_LICENSE,
  KIND_NUMBER,
  KIND_TEXT,
  QUESTION,
  TYPE_ID,
} from './fields.ts';
import {
  FIELD_ENTRY,
  FIELD_SLOTS,
  FIELD_TABLE,
  FROM_W,
  KINDS,
  PRESENT_W,
  SUCCESSOR_W,
  TAKES_ANSWERS_W,
  TO_W,
  VALUE_W,
} from './layout.ts';
import { M, W } from './memory.ts';
import { readDate, readInteger, readLicense } from './values.ts';
import { isSame, valueEnd } from './wide.ts';

const SPACE: i32 = 0x20;
const QUOTE: i32 = 0x22;
const SLASH: i32 = 0x2f;
const EQUALS: i32 = 0x3d;
const GREATER: i32 = 0x3e;

/** Reads the row whose `<row` is at `from`; gives the position after its tag, -1 if something is unusual. */
export function scanRow(from: i32): i32 {
  W[PRESENT_W] = 0;
  let at = from + 4;
  let before: i32 = FIELDS;
  while (M[at]! !== SLASH) {
    if (M[at]! !== SPACE) return -1;
    do at++;
    while (M[at]! === SPACE);
    if (M[at]! === SLASH) break;
    const field = fieldAt(at, before);
    if (field < 0 || has(field)) return -1;
    const value = at + M[FIELD_TABLE + field * FIELD_ENTRY]! + 2;
    const end = readValue(field, value);
    if (end < 0) return -1;
    W[FROM_W + field] = value;
    W[TO_W + field] = end;
    W[PRESENT_W] = W[PRESENT_W]! | (1 << field);
    before = field;
    at = end + 1;
  }
  return M[at + 1]! === GREATER ? at + 2 : -1;
}

/** Whether the row has the attribute. */
export function has(field: i32): boolean {
  return (W[PRESENT_W]! & (1 << field)) !== 0;
}

/** Whether the row has the attribute, with something in it. */
export function hasText(field: i32): boolean {
  return has(field) && W[FROM_W + field]! < W[TO_W + field]!;
}

function readValue(field: i32, at: i32): i32 {
  const kind = M[KINDS + field]!;
  if (kind === KIND_TEXT) return valueEnd(at);
  if (kind === KIND_DATE) return readDate(at);
  if (kind === KIND_LICENSE) return readLicense(at);
  if (kind !== KIND_BODY) return readInteger(at, field, kind !== KIND_NUMBER);
  if (!has(TYPE_ID)) return -1;
  return isCleaned(W[VALUE_W + TYPE_ID]!) ? cleanBody(at) : valueEnd(at);
}

function isCleaned(typeId: i32): boolean {
  return typeId === QUESTION || (typeId === ANSWER && W[TAKES_ANSWERS_W]! === 1);
}

// The attribute whose name begins at `at`. All dumps keep one order: the guess from the last row is mostly right.
function fieldAt(at: i32, before: i32): i32 {
  const guess = W[SUCCESSOR_W + before]!;
  if (isField(at, guess)) return guess;
  let length: i32 = 0;
  while (isLetter(M[at + length]!)) length++;
  if (length === 0) return -1;
  const slot = (length + M[at]! * 4 + M[at + length - 1]! * 6) & 255;
  const field = M[FIELD_SLOTS + slot]! - 1;
  if (field < 0 || !isField(at, field)) return -1;
  W[SUCCESSOR_W + before] = field;
  return field;
}

function isField(at: i32, field: i32): boolean {
  const entry = FIELD_TABLE + field * FIELD_ENTRY;
  const length = M[entry]!;
  return isSame(at, entry + 1, length) && M[at + length]! === EQUALS && M[at + length + 1]! === QUOTE;
}

function isLetter(byte: i32): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}
