// An Arrow file that somebody else wrote, IPC stream or IPC file. Memory: one record batch, of the size its writer chose,
// and the dictionaries. A stream is walked frame by frame and must have its end mark: without it, one that was cut off
// between two batches looks whole. A file has an index at its end, which says where the batches are.
import { open } from 'node:fs/promises';
import { StackpairsError } from '../errors.ts';
import type { Table, TableColumn, TableRow } from '../foreign.ts';
import {
  CompressionType,
  compressionRegistry,
  DataType,
  type RecordBatch,
  RecordBatchReader,
  Vector,
} from './arrow.ts';
import { anyFrames, hasMagic } from './arrow-frames.ts';
import { damagedTable } from './damaged-table.ts';
import { decompressZstd } from './decompressors.ts';
import { decompressLz4Frame } from './lz4.ts';
import { type OpenedFile, readBytes, reading } from './shard-file.ts';

/** Rows handed on at once. */
const BATCH_ROWS = 512;

type Fields = RecordBatch['schema']['fields'];

/** Gives a table's fields, then its batches. */
type Decoded = AsyncGenerator<{ readonly fields: Fields } | { readonly batch: RecordBatch }>;

/** Opens an Arrow file of either format. */
export async function openArrowTable(path: string): Promise<Table> {
  // A copy, since columns of numbers must start at a multiple of 8 bytes.
  compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => decompressZstd(bytes).slice() });
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: decompressLz4Frame });
  const isFile = attempt(path, () => [...reading(path, isWholeFile)])[0]!;
  const decode = () => told(path, isFile ? decodeFile(path) : decodeStream(path));
  const columns: TableColumn[] = [];
  for await (const item of decode()) {
    if (!('fields' in item)) break;
    columns.push(...attempt(path, () => item.fields.map(columnOf)));
  }
  return { columns, rows: (names) => readRows(decode(), names, path) };
}

async function* readRows(
  decoded: Decoded,
  names: readonly string[],
  path: string,
): AsyncGenerator<readonly TableRow[]> {
  let first = 0;
  for await (const item of decoded) {
    if (!('batch' in item)) continue;
    const { batch } = item;
    for (let from = 0; from < batch.numRows; from += BATCH_ROWS) {
      const range = { from, to: Math.min(from + BATCH_ROWS, batch.numRows) };
      yield attempt(`${path}, row ${first + from}`, () => rowsOf(batch, names, range));
    }
    first += batch.numRows;
  }
}

function rowsOf(batch: RecordBatch, names: readonly string[], { from, to }: { from: number; to: number }): TableRow[] {
  const columns = names.map((name) => ({ name, values: batch.getChild(name)! }));
  const short = columns.find(({ values }) => values.data.some((data) => valuesOf(data) < data.length));
  if (short !== undefined) throw new Error(`fewer values of ${short.name} than rows`);
  const rows: TableRow[] = [];
  for (let row = from; row < to; row++) {
    rows.push(Object.fromEntries(columns.map(({ name, values }) => [name, plain(values.get(row))])));
  }
  return rows;
}

/** How many values there are at most: beyond them, apache-arrow reads null. */
function valuesOf({ valueOffsets, values, length }: RecordBatch['data']['children'][number]): number {
  if (valueOffsets?.length > 0) return valueOffsets.length - 1;
  return values?.length ?? length;
}

/** A list comes as a vector. */
function plain(value: unknown): unknown {
  return value instanceof Vector ? [...value] : value;
}

async function* decodeFile(path: string): Decoded {
  const file = await open(path, 'r');
  try {
    const reader = await (await RecordBatchReader.from(file)).open();
    yield { fields: reader.schema.fields };
    for await (const batch of reader) yield { batch };
  } finally {
    await file.close();
  }
}

async function* decodeStream(path: string): Decoded {
  yield* reading(path, function* (file) {
    const reader = RecordBatchReader.from(frameBytes(file)).open();
    yield { fields: reader.schema.fields };
    for (const batch of reader) yield { batch };
  });
}

function* frameBytes(file: OpenedFile): Generator<Uint8Array> {
  for (const { byte, headBytes, bodyBytes } of anyFrames(file)) yield readBytes(file, byte, headBytes + bodyBytes);
}

/** False for a stream. */
function* isWholeFile(file: OpenedFile): Generator<boolean> {
  const isFile = hasMagic(file, 'start');
  if (isFile && !hasMagic(file, 'end')) {
    throw damagedTable(`${file.path}, byte ${file.bytes}`, 'an Arrow file that is cut off');
  }
  yield isFile;
}

/** The same, with errors that name the row. */
async function* told(path: string, decoded: Decoded): Decoded {
  let rows = 0;
  try {
    for await (const item of decoded) {
      yield item;
      if ('batch' in item) rows += item.batch.numRows;
    }
  } catch (cause) {
    throw damage(`${path}, row ${rows}`, cause);
  }
}

function attempt<T>(at: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    throw damage(at, cause);
  }
}

/** Whatever goes wrong while it is decoded is the file's damage; what the walk says of our own shards has other advice. */
function damage(at: string, cause: unknown): StackpairsError {
  if (!(cause instanceof StackpairsError))
    return damagedTable(at, 'a part of an Arrow file that cannot be read', cause);
  if (cause.code === 'bad_input') return cause;
  const { at: place = at, expected, found } = cause.parts;
  return damagedTable(place, `not a whole Arrow file; expected ${expected}`, new Error(found, { cause }));
}

function columnOf({ name, type }: Fields[number]): TableColumn {
  return { name, kind: kindOf(type), type: String(type) };
}

function kindOf(type: DataType): TableColumn['kind'] {
  if (isText(type)) return 'text';
  const isList = DataType.isList(type) || DataType.isFixedSizeList(type) || DataType.isLargeList(type);
  return isList && isText(type.children[0]!.type) ? 'texts' : 'other';
}

function isText(type: DataType): boolean {
  if (DataType.isDictionary(type)) return isText(type.dictionary);
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type);
}
