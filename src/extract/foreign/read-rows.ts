// The rows of a set as examples for training, in batches, with a reason for every row that is none. The first row that has
// two texts decides the set's form; the others keep to it. Memory: a batch and one row, beside what the format decodes at
// once; of rows before the first example, their counts.
import { setImmediate } from 'node:timers/promises';
import { StackpairsError } from '../../errors.ts';
import type { ForeignBatch, TableRow } from '../../foreign.ts';
import { rowId } from './cqadupstack.ts';
import { openFile } from './file-values.ts';
import { FormKeeper } from './form-keeper.ts';
import { type ForeignFile, listFiles } from './list-files.ts';
import type { SetOptions } from './read-set.ts';
import { RowBatch } from './row-batch.ts';
import { expectFewColumns } from './row-form.ts';
import { expectColumns } from './text-columns.ts';
import { listedFiles } from './trainer-list.ts';

/** Reads the rows of a file or folder. Throws `bad_input` for what cannot be read, and for a set without any example. */
export async function* readRows(path: string, options: SetOptions): AsyncGenerator<ForeignBatch> {
  expectFewColumns(options.columns);
  const set = await listFiles(path, options.name);
  const form = new FormKeeper(options.columns);
  const waiting: { readonly file: string; readonly batch: RowBatch }[] = [];
  for (const file of await listedFiles(set)) {
    for await (const filled of batchesOf(file, form, options)) {
      waiting.push({ file: file.name, batch: filled });
      const { columns } = form;
      if (columns === undefined) continue;
      for (const { file: name, batch } of waiting.splice(0)) {
        yield { source: set.source, file: name, columns, rows: batch.rows, dropped: batch.dropped };
      }
      await setImmediate();
      options.signal?.throwIfAborted();
    }
  }
  if (form.columns !== undefined) return;
  const batches = waiting.map(({ batch }) => batch.dropped);
  throw noExample(path, batches, options.columns !== undefined);
}

/** Batches of one file; until the form is known there is one, of all its rows. */
async function* batchesOf(
  file: ForeignFile,
  form: FormKeeper,
  { openTable, columns, signal }: SetOptions,
): AsyncGenerator<RowBatch> {
  const opened = await openFile(file.path, openTable);
  const found = opened.schema?.map(({ name }) => name);
  if (columns !== undefined && found !== undefined) expectColumns(columns, found, file.path);
  const prefix = `${file.name} ${opened.unit} `;
  let batch = new RowBatch();
  let row = 0;
  for await (const values of opened.values(form.columnsToRead(opened.schema))) {
    signal?.throwIfAborted();
    for (const { number, value } of values) {
      const { count, at } = form.textsOf(value, opened.schema);
      for (let pair = 0; pair < count; pair++, row++) {
        const texts = at(pair);
        if (typeof texts === 'string') batch.drop(texts);
        else batch.add({ place: placeOf(value, `${prefix}${number}`, count > 1 ? pair : undefined), row, texts });
        if (!batch.isFull) continue;
        yield batch;
        batch = new RowBatch();
      }
    }
  }
  if (!batch.isEmpty) yield batch;
}

/** With the id of a row that has one, and the number of the pair where it gives several. */
function placeOf(value: unknown, place: string, pair: number | undefined): string {
  const id = Array.isArray(value) ? undefined : rowId(value as TableRow);
  return `${place}${id === undefined ? '' : ` (${id})`}${pair === undefined ? '' : `, pair ${pair + 1}`}`;
}

function noExample(at: string, batches: readonly RowBatch['dropped'][], isAsked: boolean): StackpairsError {
  const counts = new Map<string, number>();
  for (const [reason, count] of batches.flatMap((dropped) => Object.entries(dropped))) {
    counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  return new StackpairsError('bad_input', 'nothing to read in it', {
    at,
    expected: 'a row with two texts',
    found: [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ') || 'no row',
    ...(isAsked ? {} : { hint: 'Name the columns to read' }),
  });
}
