// Finished shards back into rows. Memory: one record batch, of at most 32 MiB as stackpairs writes them; batches outside
// the wanted rows are stepped over unread. A file that is not whole is an error; a flipped bit in a text is not seen
// here, but by the digest in the manifest.

import { sum } from '../sum.ts';
import { type RecordBatch, RecordBatchReader } from './arrow.ts';
import { type Frame, frames } from './arrow-frames.ts';
import { openFrameStarts, typesUpTo } from './frame-start.ts';
import { filled, type ProvenanceRow, provenanceRows } from './provenance-rows.ts';
import { damaged, decoded, type OpenedFile, readBytes, reading } from './shard-file.ts';
import type { RowRange } from './shard-format.ts';
import { textsIn } from './text-values.ts';

/** Counts the rows of a shard by the heads of its batches, and checks that it is whole. */
export function countRows(path: string): number {
  return sum(batchRows(path));
}

/** The rows of each batch, by their heads; checks that the file is whole. */
export function batchRows(path: string): number[] {
  return [...reading(path, frames)].flatMap(({ rows }) => (rows === 0 ? [] : [rows]));
}

/** Reads texts by column name. */
export function* readDataRows(path: string, range: RowRange = {}): Generator<Record<string, string>> {
  yield* readRows(path, range, textRows);
}

/** Reads where rows come from: the counterpart of what the shard writer was given. */
export function* readProvenanceRows(path: string, range: RowRange = {}): Generator<ProvenanceRow> {
  yield* readRows(path, range, provenanceRows);
}

/** Makes a function that gives the rows of one batch by their number in it. */
type RowsOf<Row> = (batch: RecordBatch) => (row: number) => Row;

function readRows<Row>(path: string, { from = 0, to = Infinity }: RowRange, rowsOf: RowsOf<Row>): Generator<Row> {
  return reading(path, function* (file) {
    for (const { first, byte, batch } of batchesWithin(file, from, to)) {
      const end = Math.min(to - first, batch.numRows);
      try {
        const rowAt = rowsOf(batch);
        for (let row = Math.max(from - first, 0); row < end; row++) yield rowAt(row);
      } catch (cause) {
        // What the values were written from was whole; and what a reader of these rows throws does not come by here.
        throw damaged(file.path, byte, 'a record batch', 'values that cannot be read', cause);
      }
    }
  });
}

/**
 * The record batches of a shard, one after another, each handed to `read`, which uses no columns but those of these names; what
 * goes wrong there is damage of the shard.
 */
export function* readBatches<T>(path: string, names: readonly string[], read: (batch: RecordBatch) => T): Generator<T> {
  yield* reading(path, function* (file) {
    for (const { byte, batch } of batchesWithin(file, 0, Infinity, names)) {
      yield decoded(file, byte, 'a record batch', () => read(batch));
    }
  });
}

interface WantedBatch {
  /** Number of its first row. */
  readonly first: number;
  /** Where it stands in the file. */
  readonly byte: number;
  readonly batch: RecordBatch;
}

function* batchesWithin(file: OpenedFile, from: number, to: number, names?: readonly string[]): Generator<WantedBatch> {
  let schema: Uint8Array | undefined;
  let readBody = readFrame;
  let first = 0;
  for (const frame of frames(file)) {
    if (first >= to) return;
    if (schema === undefined) {
      const head = readFrame(file, frame);
      schema = head;
      const types = names && decoded(file, frame.byte, 'a schema', () => typesUpTo(names, head));
      if (types !== undefined) readBody = openFrameStarts(types);
    }
    if (frame.rows > 0 && first + frame.rows > from) {
      yield { first, byte: frame.byte, batch: readBatch(file, [schema, readBody(file, frame)], frame) };
    }
    first += frame.rows;
  }
}

function readBatch(file: OpenedFile, frames: readonly Uint8Array[], frame: Frame): RecordBatch {
  try {
    const [batch] = RecordBatchReader.from([...frames]);
    if (batch !== undefined && batch.numRows === frame.rows) return batch;
  } catch (cause) {
    throw damaged(file.path, frame.byte, 'a record batch', 'one that cannot be read', cause);
  }
  throw damaged(file.path, frame.byte, `${frame.rows} rows`, 'another number');
}

function readFrame(file: OpenedFile, { byte, headBytes, bodyBytes }: Frame): Uint8Array {
  return readBytes(file, byte, headBytes + bodyBytes);
}

function textRows(batch: RecordBatch): (row: number) => Record<string, string> {
  const columns = batch.schema.fields.map(({ name }, i) => ({
    name: String(name),
    textAt: textsIn(filled(batch.getChildAt(i))),
  }));
  return (row) => Object.fromEntries(columns.map(({ name, textAt }) => [name, textAt(row)]));
}
