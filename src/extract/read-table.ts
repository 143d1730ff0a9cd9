// A whole table beside the posts, from its XML in UTF-8 to its rows: each one is visited once, in the order of the file.
// Memory: the window of the row cutter, which lends its blocks.

import { StackpairsError } from '../errors.ts';
import type { DamageReason, RowPlace } from '../types.ts';
import { cutBlocks } from './cut-blocks.ts';
import { type RowReader, readRows } from './read-rows.ts';
import type { CutEnd } from './row-cutter.ts';
import { UNTERMINATED } from './straighten-row.ts';

/** Whose rows are read. */
export interface TableReader extends RowReader {
  /** The root element, e.g. `users`. */
  readonly root: string;
  /** The file's name in messages. */
  readonly at: string;
}

/** What a table held. */
export interface TableCount {
  /** Rows visited, good and damaged. */
  readonly rows: number;
  /** Good rows in which references to characters XML forbids were read as U+FFFD. */
  readonly repairs: number;
}

/** Reads a table to its end; a file without a row and without an end is `bad_input`. */
export async function readTable(chunks: AsyncIterable<Uint8Array>, reader: TableReader): Promise<TableCount> {
  const { root } = reader;
  const blocks = cutBlocks(chunks, { root, lends: true });
  const last = holdLast(reader);
  let rows = 0;
  let repairs = 0;
  let isEmpty = false;
  for (;;) {
    const { done, value } = await blocks.next();
    if (done) return { rows: rows + endTable(reader, { end: value, rows, isEmpty, last }), repairs };
    const count = readRows(value, last.reader, { firstRow: rows });
    rows += count.rows;
    repairs += count.repairs;
    isEmpty ||= rows === 0 && isEmptyElement(value.bytes, root);
  }
}

/** The row without an end that was read last: whether the file was cut off in it is known only behind it. */
interface LastRow {
  readonly reader: RowReader;
  /** Says what it is, if there is one. */
  settle(reason: DamageReason): boolean;
}

function holdLast({ fields, rules, row, damaged }: TableReader): LastRow {
  let held: RowPlace | undefined;
  const settle = (reason: DamageReason): boolean => {
    const place = held;
    held = undefined;
    if (place !== undefined) damaged(reason, place, UNTERMINATED);
    return place !== undefined;
  };
  const reader: RowReader = {
    fields,
    rules,
    row(spans, place) {
      if (held !== undefined) settle('malformed_row');
      row(spans, place);
    },
    damaged(reason, place, detail) {
      if (held !== undefined) settle('malformed_row');
      if (detail === UNTERMINATED) held = place;
      else damaged(reason, place, detail);
    },
  };
  return { reader, settle };
}

interface TableEnd {
  readonly end: CutEnd;
  readonly rows: number;
  /** True for `<users />`. */
  readonly isEmpty: boolean;
  readonly last: LastRow;
}

/** Names what the file ended in, and gives the number of rows that are not there: one, if it was cut between rows. */
function endTable({ root, at, damaged }: TableReader, { end, rows, isEmpty, last }: TableEnd): number {
  if (end.closed || isEmpty) {
    last.settle('malformed_row');
    return 0;
  }
  if (rows === 0) {
    const expected = `rows, or at least an end of </${root}>`;
    const hint = 'Fetch it again, or leave it out';
    throw new StackpairsError('bad_input', `there are no rows of ${root} in it`, {
      at,
      expected,
      found: 'neither',
      hint,
    });
  }
  if (last.settle('truncated_file')) return 0;
  damaged('truncated_file', { byte: end.bytes, row: rows }, `no end of </${root}>`);
  return 1;
}

function isEmptyElement(bytes: Uint8Array, root: string): boolean {
  return new RegExp(`<${root}\\s*/>`).test(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'),
  );
}
