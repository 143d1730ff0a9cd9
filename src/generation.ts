// From one generation of a dataset to the next, so that a kill at any moment leaves the old one, the new one, or a folder
// that says what to do. Files of the next one are written whole into `.next/files`, under their own names. Then comes the
// journal, `.next/journal.json`: before it is there, nothing of the dataset has changed and `.next` is rubbish; once it is
// there, the step is taken, and whatever was cut off is done again from it, in this order:
//   1. the manifest goes: what is neither old nor new must not pass for a finished build;
//   2. what is in the old generation only goes; then each new file takes its name, the manifest last;
//   3. the journal goes, then the rest of `.next`.
// Each of these can be done twice. While there is a journal, `readManifest` and `run` refuse the folder and say so.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { removeDurably, renameDurably, writeDurably } from './durable-file.ts';
import { StackpairsError } from './errors.ts';
import { takeLock } from './lock.ts';
import { makeFolder } from './make-folder.ts';
import { JOURNAL_FILE, MANIFEST_FILE, NEXT_FOLDER, readManifest } from './manifest-file.ts';

const NEXT = join(NEXT_FOLDER, 'files');

const journalSchema = z.strictObject({
  formatVersion: z.literal(1),
  /** Files that take their names, the manifest last; relative to the dataset. */
  files: z.array(z.string()),
  /** Files and folders that are in the old generation only. */
  gone: z.array(z.string()),
});

/** What the next generation has anew, and what it has no more. */
export type Journal = Omit<z.infer<typeof journalSchema>, 'formatVersion'>;

/** Told of each step before it is taken; a test throws here. */
export type OnStep = (step: string) => void;

/** How a dataset is changed. */
export interface ChangeOptions {
  /** Folder for the lock's socket, on systems where it is a file. */
  readonly temporary: string;
  /** Told of each step before it is taken. */
  readonly onStep?: OnStep | undefined;
}

/** Changes the dataset in a folder, alone there; `change` is told whether a change that was cut off was finished first. */
export async function changeDataset<Result>(
  out: string,
  { temporary, onStep = () => {} }: ChangeOptions,
  change: (resumed: boolean) => Promise<Result>,
): Promise<Result> {
  // A folder without a dataset is told before it is locked; one that was cut off has no manifest.
  if (!existsSync(join(out, JOURNAL_FILE))) readManifest(out);
  const unlock = await takeLock(out, temporary);
  try {
    return await change(resumeGeneration(out, onStep));
  } finally {
    await unlock();
  }
}

/** Takes the step to the generation that `stage` writes; the dataset is as it was if that fails. */
export async function nextGeneration<Staged extends { readonly journal: Journal }>(
  out: string,
  stage: () => Promise<Staged>,
  onStep: OnStep = () => {},
): Promise<Staged> {
  try {
    const staged = await stage();
    switchGeneration(out, staged.journal, onStep);
    return staged;
  } catch (error) {
    // Before its journal, the next generation is only in the way: the disk may be full of it.
    if (!existsSync(join(out, JOURNAL_FILE))) forgetGeneration(out);
    throw error;
  }
}

/** Makes room for the next generation of a dataset; gives the folder that its files are written into. */
export function beginGeneration(out: string): string {
  const next = join(out, NEXT);
  mkdirSync(next, { recursive: true });
  return next;
}

/** Makes the folder of a file of the next generation, and gives the file's path until then. */
export function stagedPath(out: string, file: string): string {
  const path = join(out, NEXT, file);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

/** Removes what was left by a step that had not come to its journal: the dataset is as it was. */
function forgetGeneration(out: string): void {
  rmSync(join(out, NEXT_FOLDER), { recursive: true, force: true });
}

/** Puts the next generation in the place of the old one. */
function switchGeneration(out: string, journal: Journal, onStep: OnStep): void {
  for (const file of journal.files) expectSameDisk(out, file);
  onStep('journal');
  writeDurably(join(out, JOURNAL_FILE), `${JSON.stringify({ formatVersion: 1, ...journal })}\n`);
  perform(out, journal, onStep);
}

/** Goes on where a step was cut off, whatever command took it; false if none was. */
function resumeGeneration(out: string, onStep: OnStep): boolean {
  const path = join(out, JOURNAL_FILE);
  if (!existsSync(path)) {
    forgetGeneration(out);
    return false;
  }
  perform(out, journalSchema.parse(JSON.parse(readFileSync(path, 'utf8'))), onStep);
  return true;
}

/** Removes the folders of files that are gone in which nothing is left, but none that lies in the dataset itself. */
function removeEmptyFolders(out: string, gone: readonly string[]): void {
  for (const file of gone) {
    for (let folder = dirname(file); dirname(folder) !== '.'; folder = dirname(folder)) {
      if (!existsSync(join(out, folder))) continue;
      if (readdirSync(join(out, folder)).length > 0) break;
      removeDurably(join(out, folder));
    }
  }
}

function perform(out: string, { files, gone }: Journal, onStep: OnStep): void {
  onStep(`remove ${MANIFEST_FILE}`);
  // Where the new manifest has its name already, all that is left to do is to forget the journal.
  if (existsSync(join(out, NEXT, MANIFEST_FILE))) removeDurably(join(out, MANIFEST_FILE));
  for (const file of gone) {
    onStep(`remove ${file}`);
    removeDurably(join(out, file));
  }
  removeEmptyFolders(out, gone);
  for (const file of files) {
    onStep(file);
    take(out, file);
  }
  onStep('forget');
  removeDurably(join(out, JOURNAL_FILE));
  onStep('clear');
  forgetGeneration(out);
}

function take(out: string, file: string): void {
  const [from, to] = [join(out, NEXT, file), join(out, file)];
  if (existsSync(from)) {
    makeFolder(dirname(to));
    renameDurably(from, to);
  } else if (!existsSync(to)) {
    throw new StackpairsError('damaged_output', 'a file of the new generation is missing', {
      at: to,
      hint: `Somebody removed it from ${NEXT}: build the dataset again, with the takedowns of its manifest`,
    });
  }
}

/** A folder that is not there yet is made in this one. */
function existingFolder(path: string): string {
  return existsSync(path) ? path : existingFolder(dirname(path));
}

/** A rename reaches no further than the disk, and must not fail when half of them are done. */
function expectSameDisk(out: string, file: string): void {
  const folder = existingFolder(dirname(join(out, file)));
  if (statSync(folder).dev === statSync(join(out, NEXT)).dev) return;
  throw new StackpairsError('bad_usage', 'the folder is on another disk than the rest of the dataset', {
    at: folder,
    hint: 'Copy the dataset to one disk first; nothing was changed',
  });
}
