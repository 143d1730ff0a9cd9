// A plain table as an Arrow IPC stream, whole or not at all, counted again after it was closed. Memory: one batch.

import { StackpairsError } from '../errors.ts';
import { arrowEncoder } from './arrow-encoder.ts';
import { countRows } from './arrow-reader.ts';
import { type PlainColumns, type PlainRow, plainLayout } from './plain-layout.ts';
import { openRowWriter, type WrittenRows } from './row-writer.ts';

/** Writes the rows, of which there must be one at least. */
export function writePlain(path: string, columns: PlainColumns, rows: Iterable<PlainRow>): WrittenRows {
  const writer = openRowWriter(path, arrowEncoder(plainLayout(columns), 'stream'));
  try {
    for (const row of rows) writer.append(row);
    const written = writer.finish();
    const found = countRows(path);
    if (found === written.rows) return written;
    throw new StackpairsError('damaged_output', 'rows were lost while writing', {
      at: path,
      expected: `${written.rows} rows`,
      found: `${found}`,
      hint: 'Start the same command again; if it happens twice, the disk is at fault or stackpairs is',
    });
  } finally {
    writer.abandon();
  }
}
