// Sets of files written for a test, and what is read of them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parquetWriteFile } from 'hyparquet-writer';
import type { ForeignBatch, ForeignOptions, ForeignPair, ForeignText } from '../../src/foreign.ts';
import { readForeign, readForeignPairs, readForeignRows } from '../../src/read-foreign.ts';

/** Contents of a file: text, bytes, rows for JSON lines, or columns for Parquet. */
export type Contents = string | Uint8Array | readonly object[] | Readonly<Record<string, readonly unknown[]>>;

/** Writes files by their path in a folder, and gives the folder. */
export function writeSet(folder: string, files: Readonly<Record<string, Contents>>): string {
  for (const [name, contents] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof contents === 'string' || contents instanceof Uint8Array) writeFileSync(path, contents);
    else if (Array.isArray(contents)) writeFileSync(path, contents.map((row) => `${JSON.stringify(row)}\n`).join(''));
    else writeParquet(path, contents as Readonly<Record<string, readonly unknown[]>>);
  }
  return folder;
}

function writeParquet(filename: string, columns: Readonly<Record<string, readonly unknown[]>>): void {
  const columnData = Object.entries(columns).map(([name, data]) => ({ name, data: [...data] }));
  parquetWriteFile({ filename, columnData, rowGroupSize: 2 });
}

/** Every text, in order. */
export async function textsIn(path: string, options?: ForeignOptions): Promise<ForeignText[]> {
  const texts: ForeignText[] = [];
  for await (const batch of readForeign(path, options)) texts.push(...batch);
  return texts;
}

/** Every pair, in order. */
export async function pairsIn(path: string, options?: ForeignOptions): Promise<ForeignPair[]> {
  const pairs: ForeignPair[] = [];
  for await (const batch of readForeignPairs(path, options)) pairs.push(...batch);
  return pairs;
}

/** Every batch of examples, in order. */
export async function batchesIn(path: string, options?: ForeignOptions): Promise<ForeignBatch[]> {
  const batches: ForeignBatch[] = [];
  for await (const batch of readForeignRows(path, options)) batches.push(batch);
  return batches;
}

/** The examples of a set, what they are called, and how many rows were left out for what. */
export async function examplesIn(path: string, options?: ForeignOptions) {
  const batches = await batchesIn(path, options);
  const dropped: Record<string, number> = {};
  for (const [reason, count] of batches.flatMap((batch) => Object.entries(batch.dropped))) {
    dropped[reason] = (dropped[reason] ?? 0) + count;
  }
  const rows = batches.flatMap((batch) => batch.rows);
  return { columns: batches[0]!.columns, texts: rows.map(({ texts }) => texts), dropped };
}

/** Texts as `role text`, for tests of nothing else. */
export async function rolesIn(path: string, options?: ForeignOptions): Promise<string[]> {
  return (await textsIn(path, options)).map(({ role, text }) => `${role} ${text}`);
}
