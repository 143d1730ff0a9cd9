// Rows of one file of a set, whoever wrote it: Arrow, Parquet, JSON lines or tab-separated values with a head line, the
// last two packed by gzip or not. Memory: one line, or what a table decodes at once. A row that cannot be read is an
// error with its place: a judgement passed over in silence would change every figure.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { StackpairsError } from '../../errors.ts';
import type { OpenTable, TableRow } from '../../foreign.ts';
import { parseJson } from '../../parse-json.ts';

/** Ends of the names of files that can be read. */
export const READABLE = /\.(?:arrow|parquet|(?:jsonl|tsv)(?:\.gz)?)$/;

/** The rows of a file in their order, with the place of each. Throws `bad_input`. */
export async function* readRows(
  path: string,
  openTable: OpenTable,
): AsyncGenerator<{ readonly row: TableRow; readonly at: string }> {
  if (/\.(?:arrow|parquet)$/.test(path)) {
    const table = await openTable(path, path.endsWith('.arrow') ? 'arrow' : 'parquet');
    let number = 0;
    for await (const rows of table.rows(table.columns.map(({ name }) => name))) {
      for (const row of rows) yield { row, at: `${path} row ${number++}` };
    }
    return;
  }
  const isTable = /\.tsv(?:\.gz)?$/.test(path);
  let head: string[] | undefined;
  for await (const { line, at } of readLines(path)) {
    if (!isTable) yield { row: objectOf(line, at), at };
    else if (head === undefined) head = line.split('\t');
    else yield { row: cellsOf(line, head, at), at };
  }
}

/** Lines that are not blank, whatever ends them. */
async function* readLines(path: string): AsyncGenerator<{ readonly line: string; readonly at: string }> {
  const file = createReadStream(path);
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  // A pipe hands no errors on: a file that fails would leave the other end waiting for ever.
  if (input !== file) file.on('error', (error) => input.destroy(error));
  let number = 0;
  try {
    const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
    // An error of the stream does not reach the loop by itself.
    const failed = new Promise<never>((_, reject) => input.once('error', reject));
    failed.catch(() => {});
    const iterator = lines[Symbol.asyncIterator]();
    for (;;) {
      const next = await Promise.race([iterator.next(), failed]);
      if (next.done) break;
      number++;
      const line = number === 1 ? next.value.replace(/^\ufeff/, '') : next.value;
      if (line.trim() !== '') yield { line, at: `${path} line ${number}` };
    }
    if (input.errored !== null) throw input.errored;
  } catch (cause) {
    if (cause instanceof StackpairsError) throw cause;
    throw new StackpairsError('bad_input', 'the file cannot be read', {
      at: path,
      found: (cause as Error).message,
      cause,
    });
  } finally {
    file.destroy();
  }
}

function objectOf(line: string, at: string): TableRow {
  const value = parseJson(line);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as TableRow;
  throw new StackpairsError('bad_input', 'the line is no JSON object', { at, found: line.slice(0, 80) });
}

function cellsOf(line: string, head: readonly string[], at: string): TableRow {
  const cells = line.split('\t');
  if (cells.length === head.length) return Object.fromEntries(head.map((name, i) => [name, cells[i]!]));
  throw new StackpairsError('bad_input', 'the line has another number of cells than the head', {
    at,
    expected: head.join(', '),
    found: `${cells.length} cells`,
  });
}
