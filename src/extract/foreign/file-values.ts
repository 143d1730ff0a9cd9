// Any file of rows as the values of its rows, whatever the format. Memory: what the format has to decode at once.
import { StackpairsError } from '../../errors.ts';
import type { OpenTable, TableColumn } from '../../foreign.ts';
import { fileFormat, READABLE } from './file-format.ts';
import { jsonRows, type NumberedValue } from './json-rows.ts';

/** A file whose rows can be read. */
export interface OpenedFile {
  /** What its numbers count. */
  readonly unit: 'line' | 'row';
  /** Its columns, where it is a table; other rows say themselves what they hold. */
  readonly schema: readonly TableColumn[] | undefined;
  /** Rows in file order; of a table, with these columns. */
  values(columns: readonly string[]): AsyncGenerator<readonly NumberedValue[]>;
}

/** Opens a file. Throws `bad_input` when its format is not known, or when a table is not whole. */
export async function openFile(path: string, openTable: OpenTable): Promise<OpenedFile> {
  const format = await fileFormat(path);
  if (format === 'json-lines') return { unit: 'line', schema: undefined, values: () => jsonRows(path) };
  if (format === 'json-array') return { unit: 'row', schema: undefined, values: () => elements(path) };
  if (format === 'tab-separated') throw unknownText(path);
  const table = await openTable(path, format);
  return { unit: 'row', schema: table.columns, values: (columns) => numbered(table.rows(columns)) };
}

/** What parses arrays is loaded with the first one: every thread of a build loads this room. */
async function* elements(path: string): AsyncGenerator<readonly NumberedValue[]> {
  const { arrayRows } = await import('./json-array.ts');
  yield* arrayRows(path);
}

async function* numbered(batches: AsyncIterable<readonly unknown[]>): AsyncGenerator<readonly NumberedValue[]> {
  let number = 0;
  for await (const rows of batches) yield rows.map((value) => ({ number: number++, value }));
}

function unknownText(at: string): StackpairsError {
  return new StackpairsError('bad_input', 'a text file of an unknown layout', {
    at,
    expected: READABLE,
    found: 'another name',
    hint: 'Convert it to JSON lines, or move it out of the folder',
  });
}
