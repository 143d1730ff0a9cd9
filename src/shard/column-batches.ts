// Shards column by column, for whoever goes through all rows and needs no objects for them. Of Arrow it is the bytes as they
// lie in a record batch; other formats are read row by row and packed the same way. Memory: one record batch.

import { type PackedTexts, packTexts } from '../packed-texts.ts';
import type { RecordBatch, Vector } from './arrow.ts';
import { readBatches } from './arrow-reader.ts';
import { filled, type ProvenanceRow } from './provenance-rows.ts';
import type { ShardFormat } from './shard-format.ts';

/** Where some rows come from. */
export interface OriginBatch {
  readonly rows: number;
  readonly sites: PackedTexts;
  /** Two words a row, the lower first. */
  readonly questionIds: Int32Array;
  readonly clusters: PackedTexts;
  /** Where they are wanted. */
  readonly tags: PackedTags | undefined;
}

/** The tags of some rows. */
export interface PackedTags {
  readonly names: PackedTexts;
  /** The tags of row `i` are texts `ends[i]` to before `ends[i + 1]`. */
  readonly ends: Int32Array;
}

/** Columns that say where rows come from: the first ones of provenance. */
const ORIGINS = ['site', 'question_id', 'tags', 'cluster'];

/** Rows packed at once where a format has no columns. */
const PACKED_ROWS = 4096;

/** The texts of these columns, a batch of rows at a time, which is good until the next is asked for. */
export function* readTextBatches(
  format: ShardFormat,
  path: string,
  columns: readonly string[],
): Generator<readonly PackedTexts[]> {
  if (isArrow(format)) {
    yield* readBatches(path, columns, (batch) => columns.map((name) => textsOf(there(batch.getChild(name), name))));
    return;
  }
  for (const rows of chunks(format.readDataRows(path, { columns }))) {
    yield columns.map((name) => packTexts(rows.map((row) => row[name]!)));
  }
}

/** Where the rows of a provenance shard come from, a batch of rows at a time, which is good until the next is asked for. */
export function* readOriginBatches(
  format: ShardFormat,
  path: string,
  { wantsTags }: { readonly wantsTags: boolean },
): Generator<OriginBatch> {
  if (isArrow(format)) yield* readBatches(path, ORIGINS, (batch) => originsOf(batch, wantsTags));
  else for (const rows of chunks(format.readProvenanceRows(path))) yield packedOrigins(rows);
}

function isArrow({ name }: ShardFormat): boolean {
  return name === 'arrow' || name === 'arrow-file';
}

function originsOf(batch: RecordBatch, wantsTags: boolean): OriginBatch {
  const column = (name: string) => there(batch.getChild(name), name);
  const ids = column('question_id').data[0]!.values as BigInt64Array;
  return {
    rows: batch.numRows,
    sites: textsOf(column('site')),
    questionIds: new Int32Array(ids.buffer, ids.byteOffset, 2 * batch.numRows),
    clusters: textsOf(column('cluster')),
    tags: wantsTags ? tagsOf(column('tags')) : undefined,
  };
}

function tagsOf(tags: Vector): PackedTags {
  const names = there(tags.getChildAt(0), 'tags');
  return { names: textsOf(names), ends: endsOf(tags, names.length) };
}

function there(column: Vector | null, name: string): Vector {
  if (column === null) throw new Error(`no column ${name}`);
  return filled(column);
}

function textsOf(column: Vector): PackedTexts {
  if (column.length === 0) return packTexts([]);
  const { values } = column.data[0]!;
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return { bytes, ends: endsOf(column, bytes.length) };
}

/** The offsets of a column, which never go back and never lead out of what they point into. */
function endsOf(column: Vector, limit: number): Int32Array {
  const ends = (column.data[0]!.valueOffsets as Int32Array).subarray(0, column.length + 1);
  let before = 0;
  for (let i = 0; i < ends.length; i++) {
    const end = ends[i]!;
    if (end < before || end > limit) throw new Error(`an offset of ${end} behind ${before}, of ${limit}`);
    before = end;
  }
  return ends;
}

function packedOrigins(rows: readonly ProvenanceRow[]): OriginBatch {
  const tagEnds = new Int32Array(rows.length + 1);
  const questionIds = new Int32Array(2 * rows.length);
  for (const [i, { tags, questionId }] of rows.entries()) {
    tagEnds[i + 1] = tagEnds[i]! + tags.length;
    questionIds[2 * i] = questionId;
    questionIds[2 * i + 1] = Math.floor(questionId / 2 ** 32);
  }
  return {
    rows: rows.length,
    sites: packTexts(rows.map(({ site }) => site)),
    questionIds,
    clusters: packTexts(rows.map(({ cluster }) => cluster)),
    tags: { names: packTexts(rows.flatMap(({ tags }) => tags)), ends: tagEnds },
  };
}

function* chunks<Row>(rows: Iterable<Row>): Generator<Row[]> {
  let chunk: Row[] = [];
  for (const row of rows) {
    chunk.push(row);
    if (chunk.length < PACKED_ROWS) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
