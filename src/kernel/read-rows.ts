// The pass itself: rows of XML in, records and counts of dropped rows out, as long as nothing is unusual.
// These files are TypeScript and AssemblyScript at once: Node runs them as they are, and the build compiles them to
// WebAssembly, where memory.ts and wide.ts are replaced by their twins in assembly/. Advice to whoever changes them: every
// number is a 32-bit integer, a division is `quotient`, and there are no objects, strings or closures.

import { cleanBody } from './body.ts';
import { ID, TYPE_ID } from './fields.ts';
import { judgeRow, KEPT, leaveOut, ODD } from './judge-row.ts';
import {
  COUNTS_W,
  ENOUGH_BYTES,
  MOST_ROWS,
  NORMAL,
  NORMAL_END_W,
  RECORDS,
  RECORDS_END_W,
  ROWS_NOTED_W,
  ROWS_READ_W,
} from './layout.ts';
import { M, W } from './memory.ts';
import { normaliseText } from './normalise-text.ts';
import { has, scanRow } from './scan-row.ts';
import { nextLess } from './wide.ts';

export { cleanBody, normaliseText };

const EXCLAMATION: i32 = 0x21;

/**
 * Reads rows of the input from `from` on, until one is unusual or enough records are there; gives the position where it
 * stopped: that of the unusual row or comment, which is not counted, or `to` at the end. What was read before is forgotten.
 */
export function readRows(from: i32, to: i32): i32 {
  W[ROWS_READ_W] = 0;
  W[ROWS_NOTED_W] = 0;
  W[RECORDS_END_W] = RECORDS;
  W[NORMAL_END_W] = NORMAL;
  let at = nextRow(from, to);
  while (at < to && !isEnough()) {
    const end = isRow(at) ? scanRow(at) : -1;
    if (end < 0 || !has(ID) || !has(TYPE_ID)) return at;
    const verdict = judgeRow(at);
    if (verdict === ODD) return at;
    if (verdict !== KEPT) {
      W[COUNTS_W + verdict] = W[COUNTS_W + verdict]! + 1;
      leaveOut(at);
    }
    W[ROWS_READ_W] = W[ROWS_READ_W]! + 1;
    at = nextRow(end, to);
  }
  return at;
}

/** Whether the records are to be taken before more rows are read. */
export function isEnough(): boolean {
  return W[RECORDS_END_W]! - RECORDS > ENOUGH_BYTES || W[ROWS_NOTED_W]! === MOST_ROWS;
}

// The next row, or what may be a comment; `to` when there is none.
function nextRow(from: i32, to: i32): i32 {
  for (let at = nextLess(from); at < to; at = nextLess(at + 1)) {
    if (isRow(at) || M[at + 1]! === EXCLAMATION) return at;
  }
  return to;
}

function isRow(at: i32): boolean {
  return M[at + 1]! === 0x72 && M[at + 2]! === 0x6f && M[at + 3]! === 0x77 && endsName(M[at + 4]!);
}

function endsName(byte: i32): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x2f || byte === 0x3e;
}
