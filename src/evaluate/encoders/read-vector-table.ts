// A table in Arrow or Parquet with a row a text: `id`, and `vector`, a list of numbers of any width.

import { existsSync } from 'node:fs';
import { createVectors } from '../../encoder.ts';
import { StackpairsError } from '../../errors.ts';
import type { OpenTable, TableRow } from '../../foreign.ts';
import type { NamedVectors } from './named-vectors.ts';

/** Names of the two columns; of several, the first that is there. */
const ID_COLUMNS = ['id', '_id'];
const VECTOR_COLUMNS = ['vector', 'embedding'];

/** Reads a table of vectors. */
export async function readVectorTable(file: string, openTable: OpenTable): Promise<NamedVectors> {
  if (!existsSync(file)) throw new StackpairsError('bad_input', 'there is no such file', { at: file });
  const table = await openTable(file, file.endsWith('.parquet') ? 'parquet' : 'arrow');
  const names = table.columns.map(({ name }) => name);
  const columns = [ID_COLUMNS, VECTOR_COLUMNS].map((known) => known.find((name) => names.includes(name)));
  const [idColumn, vectorColumn] = columns;
  if (idColumn === undefined || vectorColumn === undefined) throw noVectors(file, names.join(', '));
  const placeOf = (row: number) => `${file} row ${row}`;
  const ids: string[] = [];
  const rows: Float32Array[] = [];
  for await (const batch of table.rows([idColumn, vectorColumn])) {
    for (const row of batch) {
      rows.push(vectorOf(row[vectorColumn], { width: rows[0]?.length, at: placeOf(rows.length) }));
      ids.push(idOf(row, idColumn, placeOf(ids.length)));
    }
  }
  const vectors = createVectors(rows.length, rows[0]?.length ?? 0);
  rows.forEach((row, at) => {
    vectors.data.set(row, at * vectors.dimensions);
  });
  if (rows.length === 0) throw noVectors(file, 'no rows');
  return { vectors, ids, placeOf };
}

function idOf(row: TableRow, column: string, at: string): string {
  const id = row[column];
  if (typeof id === 'string' || typeof id === 'number' || typeof id === 'bigint') return String(id);
  throw new StackpairsError('bad_input', 'a vector has no id', { at, expected: 'a text or a whole number' });
}

function vectorOf(value: unknown, { width, at }: { width: number | undefined; at: string }): Float32Array {
  const numbers = Array.isArray(value) || ArrayBuffer.isView(value) ? Float32Array.from(value as number[]) : undefined;
  if (numbers !== undefined && numbers.length > 0 && numbers.length === (width ?? numbers.length)) return numbers;
  throw new StackpairsError('bad_input', 'a row has no vector', {
    at,
    expected: width === undefined ? 'a list of numbers' : `${width} numbers, as the rows before`,
    found: numbers === undefined ? typeof value : `${numbers.length} numbers`,
  });
}

function noVectors(at: string, found: string): StackpairsError {
  return new StackpairsError('bad_input', 'the table has no vectors', {
    at,
    expected: `a column ${ID_COLUMNS.join(' or ')}, and lists of numbers as ${VECTOR_COLUMNS.join(' or ')}`,
    found,
  });
}
