// A Block in, Posts out, row by row: every row is visited once, as a post or as damaged, in the order of the bytes.
// The usual row is scanned where it lies; an odd one is first rewritten by the slow reader, then scanned like any other.
// Memory: spans and one decoded text; the Post is the same object for every row.

import type { Block, Post, PostVisitor } from '../types.ts';
import { faultOf, hasEncodedNumber } from './check-row.ts';
import { CurrentPost } from './current-post.ts';
import { lastCommentClose, nextRow, rowTagEnd } from './row-marks.ts';
import { ODD_SHAPE, RowSpans, scanRow } from './scan-rows.ts';
import { straightenRow } from './straighten-row.ts';

/** What a block held. */
export interface BlockCount {
  /** Rows visited, good, damaged and oversized. */
  readonly rows: number;
  /** Posts in which references to characters XML forbids were read as U+FFFD. */
  readonly repairs: number;
}

/** Visits the rows of a block, those left out as oversized first, and `maxRows` at most. */
export function readPosts(block: Block, visitor: PostVisitor, maxRows = Number.POSITIVE_INFINITY): BlockCount {
  const bytes = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength);
  const lastClose = lastCommentClose(bytes);
  const spans = new RowSpans(bytes);
  const post = new CurrentPost(spans);
  let rows = 0;
  let repairs = 0;
  while (rows < Math.min(block.oversizedRows, maxRows)) {
    visitor.damaged('oversized_row', { byte: block.byte, row: rows++ }, 'longer than the row limit');
  }
  for (let at = nextRow(bytes, 0, lastClose); at >= 0 && rows < maxRows; ) {
    const end = scanRow(spans, at);
    const isOdd = end === ODD_SHAPE || hasEncodedNumber(spans);
    const next = nextRow(bytes, isOdd ? textAfter(bytes, at) : end, lastClose);
    const row = isOdd ? straighten(bytes.subarray(at, next < 0 ? bytes.length : next)) : spans;
    const fault = typeof row === 'string' ? row : faultOf(row);
    const place = { byte: block.byte + at, row: rows++ };
    if (fault === undefined) {
      post.turn(row as RowSpans);
      if ((row as RowSpans).repaired) repairs++;
      visitor.post(post, place);
    } else {
      visitor.damaged('malformed_row', place, fault);
    }
    at = next;
  }
  return { rows, repairs };
}

/** Gives the post of a row by where it begins, of rows in rising order that are known to be good and usual. */
export function postReader(bytes: Buffer): (at: number) => Post {
  const spans = new RowSpans(bytes);
  const post = new CurrentPost(spans);
  return (at) => {
    if (scanRow(spans, at) === ODD_SHAPE) throw new Error('a row that was read is not of the known shape');
    post.turn(spans);
    return post;
  };
}

function textAfter(bytes: Buffer, at: number): number {
  const end = rowTagEnd(bytes, at);
  return end < 0 ? bytes.length : end;
}

// Spans of an odd row rewritten in the known shape, or why that is not possible.
function straighten(fragment: Buffer): RowSpans | string {
  const straight = straightenRow(fragment);
  if (typeof straight === 'string') return straight;
  const row = new RowSpans(straight.bytes);
  if (scanRow(row, 0) === ODD_SHAPE) throw new Error('a straightened row is not of the known shape');
  row.repaired = straight.repaired;
  return row;
}
