// A Parquet file, read row group by row group, and a large group in parts. Memory: the compressed columns that are read
// of one group, and PART_BYTES of rows. The format has no checksum that must be there: a flipped bit in a text is not seen.
import type { Table, TableColumn, TableRow } from '../foreign.ts';
import { damagedTable } from './damaged-table.ts';
import { compressors } from './decompressors.ts';
import { decompressLz4Block } from './lz4.ts';
import {
  asyncBufferFromFile,
  type FileMetaData,
  type ParquetScan,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
} from './parquet.ts';

/** How much of a row group, unpacked, becomes rows at once: many writers make groups of a gigabyte. */
const PART_BYTES = 16 * 1024 * 1024;

/** Rows handed on at once. */
const BATCH_ROWS = 512;

const COMPRESSORS = { ...compressors, LZ4_RAW: decompressLz4Block };

/** Opens a Parquet file. */
export async function openParquetTable(path: string): Promise<Table> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file).catch((cause: unknown) => {
    throw damagedTable(path, 'not a whole Parquet file', cause);
  });
  const scan = (columns: readonly string[]) =>
    parquetScan({ file, metadata, compressors: COMPRESSORS, columns: [...columns] });
  return { columns: columnsOf(path, metadata), rows: (columns) => readRows(path, columns, () => scan(columns)) };
}

async function* readRows(
  path: string,
  columns: readonly string[],
  open: () => Promise<ParquetScan>,
): AsyncGenerator<readonly TableRow[]> {
  const scan = await open();
  let first = 0;
  for (const [index, group] of scan.metadata.row_groups.entries()) {
    const end = first + Number(group.num_rows);
    const step = rowsAtOnce(group, columns);
    for (let row = first; row < end; row += step) {
      const part = { at: `${path}, row group ${index}`, rowStart: row, rowEnd: Math.min(row + step, end) };
      yield* batches(await readPart(scan, columns, part));
    }
    first = end;
  }
}

/** Values of a column, one for each row. */
interface Values {
  readonly name: string;
  readonly values: ArrayLike<unknown>;
}

/** Rows of one group, from `rowStart`, inclusive, to `rowEnd`, exclusive. */
interface Part {
  readonly at: string;
  readonly rowStart: number;
  readonly rowEnd: number;
}

/** One column after the other: when two fail at once, the package leaves one failure unheard, which ends the process. */
async function readPart(
  scan: ParquetScan,
  names: readonly string[],
  { at, rowStart, rowEnd }: Part,
): Promise<Values[]> {
  const columns: Values[] = [];
  try {
    for (const name of names) {
      const values = await scan.readColumn({ column: name, rowStart, rowEnd });
      if (values.length !== rowEnd - rowStart) throw new Error(`${values.length} values of ${name}`);
      columns.push({ name, values });
    }
    return columns;
  } catch (cause) {
    const rows = `rows ${rowStart} to ${rowEnd - 1}`;
    throw damagedTable(`${at}, ${rows}`, 'a part of a Parquet file that cannot be read', cause);
  }
}

function* batches(columns: readonly Values[]): Generator<readonly TableRow[]> {
  const rows = columns[0]?.values.length ?? 0;
  for (let first = 0; first < rows; first += BATCH_ROWS) {
    const count = Math.min(BATCH_ROWS, rows - first);
    yield Array.from({ length: count }, (_, i) =>
      Object.fromEntries(columns.map(({ name, values }) => [name, values[first + i]])),
    );
  }
}

function rowsAtOnce(group: FileMetaData['row_groups'][number], columns: readonly string[]): number {
  const chunks = group.columns.flatMap(({ meta_data }) => (meta_data === undefined ? [] : [meta_data]));
  const wanted = chunks.filter(({ path_in_schema: [name] }) => columns.includes(name!));
  const bytes = wanted.reduce((sum, { total_uncompressed_size }) => sum + Number(total_uncompressed_size), 0);
  return Math.max(1, Math.floor((Number(group.num_rows) * PART_BYTES) / Math.max(bytes, PART_BYTES)));
}

type SchemaTree = ReturnType<typeof parquetSchema>;

function columnsOf(path: string, metadata: FileMetaData): TableColumn[] {
  try {
    return parquetSchema(metadata).children.map((node) => {
      const item = listItem(node);
      const kind = isText(node) ? 'text' : item !== undefined && isText(item) ? 'texts' : 'other';
      return { name: node.element.name, kind, type: item === undefined ? typeOf(node) : `list of ${typeOf(item)}` };
    });
  } catch (cause) {
    throw damagedTable(path, 'a Parquet file without a readable schema', cause);
  }
}

/** What a list holds; its two or three levels have had several names. */
function listItem({ element, children: [repeated] }: SchemaTree): SchemaTree | undefined {
  const isList = element.converted_type === 'LIST' || element.logical_type?.type === 'LIST';
  if (!isList || repeated === undefined) return undefined;
  return repeated.children.length === 0 ? repeated : repeated.children[0];
}

/** Bytes that are not said to be text are text as well: early writers did not say so. */
function isText({ element: { type, converted_type, logical_type, repetition_type } }: SchemaTree): boolean {
  const said = logical_type?.type ?? converted_type ?? 'STRING';
  return type === 'BYTE_ARRAY' && repetition_type !== 'REPEATED' && ['STRING', 'UTF8', 'ENUM'].includes(said);
}

function typeOf({ element: { type, converted_type, logical_type } }: SchemaTree): string {
  return (logical_type?.type ?? converted_type ?? type ?? 'group').toLowerCase();
}
