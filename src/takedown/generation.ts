// From one generation of a dataset to the next, so that a kill at any moment leaves the old one, the new one, or a folder
// that says what to do. Files of the next one are written whole into `.takedown/next`, under their own names. Then comes
// the journal, `.takedown/journal.json`: before it is there, nothing of the dataset has changed and `.takedown` is
// rubbish; once it is there, the step is taken, and whatever was cut off is done again from it, in this order:
//   1. `.work` goes, which holds records of posts that are to be gone, and could bring them back;
//   2. the manifest goes: what is neither old nor new must not pass for a finished build;
//   3. shards and lines without any row left go; then each new file takes its name, the manifest last;
//   4. the journal goes, then the rest of `.takedown`.
// Each of these can be done twice. While there is a journal, `readManifest` and `run` refuse the folder and say so.

import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { removeDurably, renameDurably, writeDurably } from '../durable-file.ts';
import { StackpairsError } from '../errors.ts';
import { MANIFEST_FILE, TAKEDOWN_JOURNAL } from '../manifest-file.ts';
import { WORK_FOLDER } from '../passes/adopt-plan.ts';

const NEXT = join('.takedown', 'next');

const journalSchema = z.strictObject({
  formatVersion: z.literal(1),
  /** Files that take their names, the manifest last; relative to the dataset. */
  files: z.array(z.string()),
  /** Files that are in the old generation only. */
  gone: z.array(z.string()),
});

/** What the next generation has anew, and what it has no more. */
export type Journal = Omit<z.infer<typeof journalSchema>, 'formatVersion'>;

/** Told of each step before it is taken; a test throws here. */
export type OnStep = (step: string) => void;

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

/** Removes what a takedown left that had not come to its journal: the dataset is as it was. */
export function forgetGeneration(out: string): void {
  rmSync(join(out, '.takedown'), { recursive: true, force: true });
}

/** Puts the next generation in the place of the old one. */
export function switchGeneration(out: string, journal: Journal, onStep: OnStep): void {
  for (const file of journal.files) expectSameDisk(out, file);
  onStep('journal');
  writeDurably(join(out, TAKEDOWN_JOURNAL), `${JSON.stringify({ formatVersion: 1, ...journal })}\n`);
  perform(out, journal, onStep);
}

/** Goes on where a takedown was cut off; false if none was. */
export function resumeGeneration(out: string, onStep: OnStep): boolean {
  const path = join(out, TAKEDOWN_JOURNAL);
  if (!existsSync(path)) {
    forgetGeneration(out);
    return false;
  }
  perform(out, journalSchema.parse(JSON.parse(readFileSync(path, 'utf8'))), onStep);
  return true;
}

function perform(out: string, { files, gone }: Journal, onStep: OnStep): void {
  onStep(WORK_FOLDER);
  rmSync(join(out, WORK_FOLDER), { recursive: true, force: true });
  onStep(`remove ${MANIFEST_FILE}`);
  // Where the new manifest has its name already, all that is left to do is to forget the journal.
  if (existsSync(join(out, NEXT, MANIFEST_FILE))) removeDurably(join(out, MANIFEST_FILE));
  for (const file of gone) {
    onStep(`remove ${file}`);
    removeDurably(join(out, file));
  }
  for (const file of files) {
    onStep(file);
    take(out, file);
  }
  onStep('forget');
  removeDurably(join(out, TAKEDOWN_JOURNAL));
  onStep('clear');
  forgetGeneration(out);
}

function take(out: string, file: string): void {
  const [from, to] = [join(out, NEXT, file), join(out, file)];
  if (existsSync(from)) renameDurably(from, to);
  else if (!existsSync(to)) {
    throw new StackpairsError('damaged_output', 'a file of the new generation is missing', {
      at: to,
      hint: `Somebody removed it from ${NEXT}: build the dataset again, with --takedowns`,
    });
  }
}

/** A rename reaches no further than the disk, and must not fail when half of them are done. */
function expectSameDisk(out: string, file: string): void {
  const folder = dirname(join(out, file));
  if (statSync(folder).dev === statSync(join(out, NEXT)).dev) return;
  throw new StackpairsError('bad_usage', 'the folder is on another disk than the rest of the dataset', {
    at: folder,
    hint: 'Copy the dataset to one disk first; nothing was changed',
  });
}
