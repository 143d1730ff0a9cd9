// Parquet shards back into rows, without waiting. Memory: one row group, which stackpairs writes of at most 32 MiB; groups
// outside the wanted rows are stepped over unread. Files of others are read by parquet-table.ts.

import { sum } from '../sum.ts';
import {
  assembleNested,
  DEFAULT_PARSERS,
  type FileMetaData,
  flatten,
  getTreePath,
  parquetMetadata,
  parquetSchema,
  readColumn,
} from './parquet.ts';
import { provenanceRow, type StoredRow } from './parquet-layout.ts';
import type { ProvenanceRow } from './provenance-rows.ts';
import { damaged, decoded, type OpenedFile, readBytes, reading } from './shard-file.ts';
import type { RowRange } from './shard-format.ts';

/** First and last bytes of a file; before the last ones stands the length of the index. */
const MAGIC = 'PAR1';
const TAIL_BYTES = 8;

/** The package's own parser drops a byte-order mark at the start of a text. */
const parsers = {
  ...DEFAULT_PARSERS,
  stringFromBytes: (bytes: Uint8Array | undefined) =>
    bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'),
};

type ColumnChunk = FileMetaData['row_groups'][number]['columns'][number];
type Tree = ReturnType<typeof parquetSchema>;

/** Counts the rows of a shard by the index at its end. */
export function countRows(path: string): number {
  return sum(batchRows(path));
}

/** The rows of each row group, by the same index. */
export function batchRows(path: string): number[] {
  return [...reading(path, indexOf)].flatMap(({ row_groups }) => row_groups.map((group) => Number(group.num_rows)));
}

/** Reads texts by column name. */
export function readDataRows(path: string, range: RowRange): Generator<Record<string, string>> {
  return readRows(path, range, (values) => {
    const missing = Object.entries(values).find(([, text]) => typeof text !== 'string');
    if (missing !== undefined) throw new Error(`a row without ${missing[0]}`);
    return values as Record<string, string>;
  });
}

/** Reads where rows come from. */
export function readProvenanceRows(path: string, range: RowRange = {}): Generator<ProvenanceRow> {
  return readRows(path, range, (values) => provenanceRow(values as unknown as StoredRow));
}

type Values = Readonly<Record<string, unknown>>;

function readRows<Row>(path: string, { from = 0, to = Infinity }: RowRange, rowOf: (values: Values) => Row) {
  return reading(path, function* (file): Generator<Row> {
    for (const group of groupsWithin(file, from, to)) {
      const { first, byte, rows } = group;
      const columns = decoded(file, byte, 'a row group', () => readGroup(file, group));
      for (let row = Math.max(from - first, 0); row < Math.min(to - first, rows); row++) {
        const values = Object.fromEntries(columns.map(({ name, values }) => [name, values[row]]));
        yield decoded(file, byte, `row ${first + row}`, () => rowOf(values));
      }
    }
  });
}

/** A row group with wanted rows in it. */
interface WantedGroup {
  /** Number of its first row. */
  readonly first: number;
  readonly rows: number;
  /** Where it stands in the file. */
  readonly byte: number;
  readonly chunks: readonly ColumnChunk[];
  readonly schema: Tree;
}

function* groupsWithin(file: OpenedFile, from: number, to: number): Generator<WantedGroup> {
  for (const index of indexOf(file)) {
    const schema = decoded(file, 0, 'a schema', () => parquetSchema(index));
    let first = 0;
    for (const { num_rows, columns: chunks } of index.row_groups) {
      if (first >= to) return;
      const rows = Number(num_rows);
      const byte = Number(chunks[0]?.meta_data?.data_page_offset ?? 0);
      if (first + rows > from) yield { first, rows, byte, chunks, schema };
      first += rows;
    }
  }
}

function* indexOf(file: OpenedFile): Generator<FileMetaData> {
  const tailAt = file.bytes - TAIL_BYTES;
  const tail = Buffer.from(readBytes(file, tailAt, TAIL_BYTES));
  if (tail.toString('latin1', 4) !== MAGIC) throw damaged(file.path, tailAt, 'the end of a Parquet file', 'none');
  const byte = tailAt - tail.readUInt32LE(0);
  const { buffer } = readBytes(file, byte, file.bytes - byte);
  yield decoded(file, byte, 'an index', () => parquetMetadata(buffer));
}

function readGroup(file: OpenedFile, group: WantedGroup) {
  return group.schema.children.map((column) => {
    const { name } = column.element;
    const chunks = group.chunks.filter(({ meta_data }) => meta_data?.path_in_schema[0] === name);
    const leaves = new Map(chunks.map((chunk) => readLeaf(file, chunk, group)));
    if (column.children.length > 0) assembleNested(leaves, column, parsers);
    const values = leaves.get(name);
    if (values?.length !== group.rows) throw new Error(`${values?.length} values of ${name}`);
    return { name, values };
  });
}

function readLeaf(file: OpenedFile, { meta_data }: ColumnChunk, { schema, rows }: WantedGroup) {
  if (meta_data === undefined) throw new Error('a column without metadata');
  const { path_in_schema: pathInSchema, dictionary_page_offset, data_page_offset, total_compressed_size } = meta_data;
  const bytes = readBytes(file, Number(dictionary_page_offset ?? data_page_offset), Number(total_compressed_size));
  const schemaPath = getTreePath(schema, pathInSchema);
  const { element } = schemaPath.at(-1)!;
  const range = { groupStart: 0, groupRows: rows, selectStart: 0, selectEnd: rows };
  const decoder = { ...meta_data, pathInSchema, schemaPath, element, parsers };
  const { data } = readColumn({ view: new DataView(bytes.buffer), offset: 0 }, range, decoder);
  return [pathInSchema.join('.'), flatten(data)] as const;
}
