// The manifest and the trainer's list on disk. Their text is stable: keys in the schema's order, names that come from
// data in code-unit order, two spaces of indent, a newline at the end. Both are written whole or not at all.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { dataConfig } from './data-config.ts';
import { writeDurably } from './durable-file.ts';
import { StackpairsError } from './errors.ts';
import { type Manifest, manifestSchema } from './manifest.ts';

/** Name of the manifest in a build's folder. */
export const MANIFEST_FILE = 'manifest.json';

/** Name of the trainer's list in a build's folder. */
export const DATA_CONFIG_FILE = 'data_config.json';

/** Name of the list of rows that are in a benchmark. */
export const CONTAMINATION_FILE = 'contamination.jsonl';

/** Name of the card in a build's folder: what the Hub shows, and what `load_dataset` reads first. */
export const CARD_FILE = 'README.md';

/** Name of the report in a build's folder: what happened, for people. */
export const REPORT_FILE = 'report.html';

/** Where a changed dataset is written before it takes the place of the one that is there. */
export const NEXT_FOLDER = '.next';

/** What is to be done still for that: while it is there, the folder is neither old nor new. */
export const JOURNAL_FILE = join(NEXT_FOLDER, 'journal.json');

/** Throws `bad_input` if a change of the dataset was cut off half way in a folder. */
export function expectOneGeneration(outDir: string): void {
  if (!existsSync(join(outDir, JOURNAL_FILE))) return;
  throw new StackpairsError('bad_input', 'a change of the dataset was cut off here', {
    at: outDir,
    hint: 'Run the same command again, takedown or mine: it is finished first',
  });
}

/** Writes the manifest, which is what makes a build a finished one. */
export function writeManifest(outDir: string, manifest: Manifest): void {
  writeDurably(join(outDir, MANIFEST_FILE), manifestText(manifest));
}

/** The manifest as it stands on disk. */
export function manifestText(manifest: Manifest): string {
  const checked = manifestSchema.parse(manifest); // gives the schema's order of keys
  return text({
    ...checked,
    selection: sorted(checked.selection),
    ...(checked.mined && { mined: checked.mined.map((one) => ({ ...one, dropped: sorted(one.dropped) })) }),
    books: checked.books.map((book) => ({ ...book, dropped: sorted(book.dropped) })),
    splits: sorted(checked.splits),
    licenses: sorted(checked.licenses),
    authors: checked.authors && { ...checked.authors, dropped: sorted(checked.authors.dropped) },
  });
}

/** Writes the trainer's list. */
export function writeDataConfig(outDir: string, manifest: Manifest): void {
  writeDurably(join(outDir, DATA_CONFIG_FILE), text(dataConfig(manifest)));
}

/** Reads the manifest of a finished build. */
export function readManifest(outDir: string): Manifest {
  expectOneGeneration(outDir);
  const path = join(outDir, MANIFEST_FILE);
  return parseManifest(readText(path), path);
}

/** A manifest from its text, which came from `at`. */
export function parseManifest(text: string, at: string): Manifest {
  const json = parse(at, text);
  expectVersion(at, json);
  const checked = manifestSchema.safeParse(json);
  if (checked.success) return checked.data;
  throw new StackpairsError('damaged_output', `not a manifest of stackpairs:\n${z.prettifyError(checked.error)}`, {
    at,
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause;
    throw new StackpairsError('bad_input', 'no manifest here', {
      at: path,
      hint: 'Name the folder of a finished build: the manifest is the last file that is written',
      cause,
    });
  }
}

function parse(path: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new StackpairsError('damaged_output', 'not JSON', { at: path, hint: 'Build it again', cause });
  }
}

/** Another format is told from a damaged file, since the remedy is another. */
function expectVersion(path: string, json: unknown): void {
  const found = z.looseObject({ formatVersion: z.number() }).safeParse(json).data?.formatVersion;
  if (found === undefined || found === 1) return;
  throw new StackpairsError('bad_input', 'a manifest of another format', {
    at: path,
    expected: 'formatVersion 1',
    found: `${found}`,
    hint: 'Read it with the version of stackpairs that wrote it',
  });
}

function text(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  const compare = (a: string, b: string) => (a < b ? -1 : 1);
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => compare(a, b)));
}
