// What a plan knows of the files it is made of, and whether they are still those when all was read.

import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { StackpairsError } from '../errors.ts';
import { walkFolder } from '../extract/index.ts';
import type { Input, TableFile } from '../types.ts';

/** A dump. */
export const inputSchema = z.strictObject({
  file: z.string(),
  site: z.string(),
  container: z.enum(['7z', 'xml', 'gz', 'bz2', 'zst', 'auto']),
  dumpDate: z.string().nullable(),
  bytes: z.number(),
  modified: z.number(),
});
/** A table beside the posts. */
export const tableSchema = inputSchema.pick({ file: true, bytes: true, modified: true });
/** A set of pairs, or a dataset or benchmark that rows are held against. */
export const datasetSchema = z.strictObject({ name: z.string(), bytes: z.number(), modified: z.number() });
type PlannedInput = z.infer<typeof inputSchema>;
type PlannedTable = z.infer<typeof tableSchema>;
type PlannedDataset = z.infer<typeof datasetSchema>;

/** True if two plans are of the same dump of a site; its date is that of a folder, which may have another name now. */
export function isSameInput(a: PlannedInput, b: PlannedInput): boolean {
  const isFile = a.container !== 'auto' && a.container === b.container;
  return isFile && a.site === b.site && isSameFile(a, b);
}

/** True if two files have the same name, size and date; a copy keeps its date to the millisecond. */
export function isSameFile(a: PlannedTable, b: PlannedTable): boolean {
  return a.file === b.file && a.bytes === b.bytes && Math.abs(a.modified - b.modified) < 1;
}

/** A dump as the plan knows it. */
export async function planInput({ path, file, site, container, dumpDate, bytes }: Input): Promise<PlannedInput> {
  const modified = container === 'auto' ? 0 : (await stat(path)).mtimeMs;
  return { file, site, container, dumpDate: dumpDate ?? null, bytes, modified };
}

/** A table as the plan knows it. */
export async function planTable({ path, file, bytes }: TableFile): Promise<PlannedTable> {
  return { file, bytes, modified: (await stat(path)).mtimeMs };
}

/** Files or folders as the plan knows them; of those with one name, the second is called `name (2)` and so on. */
export async function planDatasets(paths: readonly string[], flag: string): Promise<PlannedDataset[]> {
  const names = paths.map((path) => basename(path));
  const planned: PlannedDataset[] = [];
  for (const [index, path] of paths.entries()) {
    const name = names[index]!;
    const before = names.slice(0, index).filter((other) => other === name).length;
    planned.push({ name: before === 0 ? name : `${name} (${before + 1})`, ...(await sizeAndDate(path, flag)) });
  }
  return planned;
}

/** None of its files may change without another size or a later date. */
async function sizeAndDate(path: string, flag: string): Promise<Omit<PlannedDataset, 'name'>> {
  const known = await stat(path).catch((cause: unknown) => {
    const hint = `Check the path after ${flag}`;
    throw new StackpairsError('bad_usage', 'no such file or folder', { at: path, hint, cause });
  });
  const sum = { bytes: 0, modified: 0 };
  for (const file of known.isDirectory() ? await walkFolder(path) : [path]) {
    const { size, mtimeMs } = await stat(file);
    sum.bytes += size;
    sum.modified = Math.max(sum.modified, mtimeMs);
  }
  return sum;
}

/** Throws `bad_input` if a file is no longer the one that was planned: what was read of it may be of two. */
export async function expectUnchanged(
  plan: { readonly inputs: readonly PlannedInput[]; readonly tables: readonly PlannedTable[] },
  { inputs, tables }: { readonly inputs: readonly Input[]; readonly tables: readonly TableFile[] },
): Promise<void> {
  const known = [...plan.inputs, ...plan.tables];
  for (const [index, file] of [...inputs, ...tables].entries()) {
    const planned = known[index]!;
    const { size, mtimeMs } = file.container === 'auto' ? { size: 0, mtimeMs: 0 } : await stat(file.path);
    if (size === planned.bytes && mtimeMs === planned.modified) continue;
    throw changed(file.file, `${planned.bytes} bytes`, `${size} bytes`);
  }
}

const OF_OTHERS = ['pairs', 'against', 'benchmarks'] as const;
type OfOthers = (typeof OF_OTHERS)[number];

/** The same of what others made. */
export async function expectSameDatasets(
  plan: Readonly<Record<OfOthers, readonly PlannedDataset[]>>,
  request: { readonly [Kind in OfOthers]?: readonly string[] | undefined },
): Promise<void> {
  for (const kind of OF_OTHERS) {
    for (const [index, path] of (request[kind] ?? []).entries()) {
      const { bytes, modified } = await sizeAndDate(path, `--${kind}`);
      const planned = plan[kind][index]!;
      if (bytes === planned.bytes && modified === planned.modified) continue;
      throw changed(path, `${planned.bytes} bytes`, `${bytes} bytes`);
    }
  }
}

function changed(at: string, expected: string, found: string): StackpairsError {
  return new StackpairsError('bad_input', 'the file changed while it was read', {
    at,
    expected: `${expected}, unchanged since the start`,
    found: `${found}, or another date`,
    hint: 'Let it be finished first, then build into another --out, or remove this one',
  });
}
