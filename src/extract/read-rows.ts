// A Block in, rows of one table out: every row is visited once, as good or as damaged, in the order of the bytes.
// The usual row is scanned where it lies; an odd one is first rewritten by the slow reader, then scanned like any other.
// Memory: the spans of one row, which are the same object for every usual row.

import type { Block, DamageReason, RowPlace } from '../types.ts';
import { type AppliedRules, faultOf, hasEncodedNumber } from './check-row.ts';
import type { RowFields } from './row-fields.ts';
import { lastCommentClose, nextRow, rowTagEnd } from './row-marks.ts';
import { ODD_SHAPE, RowSpans, scanRow } from './scan-rows.ts';
import { straightenRow } from './straighten-row.ts';

/** What rows of a table are, and whom they are shown to. */
export interface RowReader {
  readonly fields: RowFields;
  readonly rules: AppliedRules;
  row(row: RowSpans, place: RowPlace): void;
  damaged(reason: DamageReason, place: RowPlace, detail: string): void;
}

/** Which rows of a block are read, and how they are numbered. */
export interface RowRange {
  /** Number of the first one; 0 by default. */
  readonly firstRow?: number;
  readonly maxRows?: number;
}

/** What a block held. */
export interface BlockCount {
  /** Rows visited, good, damaged and oversized. */
  readonly rows: number;
  /** Good rows in which references to characters XML forbids were read as U+FFFD. */
  readonly repairs: number;
}

/** Visits the rows of a block, those left out as oversized first. */
export function readRows(block: Block, reader: RowReader, range: RowRange = {}): BlockCount {
  const { firstRow = 0, maxRows = Number.POSITIVE_INFINITY } = range;
  const { fields, rules } = reader;
  const bytes = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength);
  const lastClose = lastCommentClose(bytes);
  const spans = new RowSpans(bytes, fields);
  let rows = 0;
  let repairs = 0;
  while (rows < Math.min(block.oversizedRows, maxRows)) {
    reader.damaged('oversized_row', { byte: block.byte, row: firstRow + rows++ }, 'longer than the row limit');
  }
  for (let at = nextRow(bytes, 0, lastClose); at >= 0 && rows < maxRows; ) {
    const end = scanRow(spans, at);
    const isOdd = end === ODD_SHAPE || hasEncodedNumber(spans, rules);
    const next = nextRow(bytes, isOdd ? textAfter(bytes, at) : end, lastClose);
    const row = isOdd ? straighten(bytes.subarray(at, next < 0 ? bytes.length : next), fields) : spans;
    const fault = typeof row === 'string' ? row : faultOf(row, rules);
    const place = { byte: block.byte + at, row: firstRow + rows++ };
    if (fault === undefined) {
      if ((row as RowSpans).repaired) repairs++;
      reader.row(row as RowSpans, place);
    } else {
      reader.damaged('malformed_row', place, fault);
    }
    at = next;
  }
  return { rows, repairs };
}

function textAfter(bytes: Buffer, at: number): number {
  const end = rowTagEnd(bytes, at);
  return end < 0 ? bytes.length : end;
}

// Spans of an odd row rewritten in the known shape, or why that is not possible.
function straighten(fragment: Buffer, fields: RowFields): RowSpans | string {
  const straight = straightenRow(fragment, fields.names);
  if (typeof straight === 'string') return straight;
  const row = new RowSpans(straight.bytes, fields);
  if (scanRow(row, 0) === ODD_SHAPE) throw new Error('a straightened row is not of the known shape');
  row.repaired = straight.repaired;
  return row;
}
