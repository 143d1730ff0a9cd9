// JSON lines as rows. A line that cannot be read is an error and never left out: what is left out leaks.
import { StackpairsError } from '../../errors.ts';
import type { TableRow } from '../../foreign.ts';
import { type Line, readLines } from './read-lines.ts';

/** A row and its place in the file. */
export interface NumberedRow {
  /** From 1. */
  readonly number: number;
  readonly row: TableRow;
}

/** Reads rows, as many at once as a chunk of the file holds. */
export async function* jsonRows(path: string): AsyncGenerator<readonly NumberedRow[]> {
  let rows = 0;
  for await (const lines of readLines(path)) {
    rows += lines.length;
    yield lines.map((line) => ({ number: line.number, row: parse(line, path) }));
  }
  if (rows > 0) return;
  throw new StackpairsError('bad_input', 'the file has no rows', {
    at: path,
    expected: 'JSON lines',
    found: 'nothing',
  });
}

/** A list is a row of `texts`, a string one of `text`: both are common. */
function parse({ number, text }: Line, path: string): TableRow {
  const at = `${path} line ${number}`;
  const value = parseJson(text, at);
  if (typeof value === 'string') return { text: value };
  if (Array.isArray(value)) return { texts: value };
  if (typeof value === 'object' && value !== null) return value as TableRow;
  throw new StackpairsError('bad_input', 'a line that is no row', {
    at,
    expected: 'a JSON object',
    found: text.slice(0, 50),
  });
}

function parseJson(text: string, at: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StackpairsError('bad_input', 'a line that is not JSON', {
      at,
      expected: 'one JSON object on each line',
      found: text.length <= 50 ? text : `${text.slice(0, 50)}...`,
      hint: 'Fetch the file again. A file that is one JSON array is not read: write an object a line',
      cause,
    });
  }
}
