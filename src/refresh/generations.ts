// The datasets in the folder of a refresh: `current` is the one to use, `next` the one being built, and `previous` the one
// that was current a moment ago. Whenever a run was killed, the next one first brings them to where its record says.

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { renameDurably } from '../durable-file.ts';
import { StackpairsError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import { isSameState, NEXT_FILE, readNext, readState, STATE_FILE } from './state.ts';

/** Name of the list of what is to be left out. */
export const TAKEDOWN_LIST = 'takedowns.txt';

/** Folders in the folder of a refresh. */
export interface Generations {
  readonly current: string;
  readonly next: string;
  readonly previous: string;
  /** Files that were fetched, a folder for each dump. */
  readonly dumps: string;
}

/** Where they are. */
export function generationsIn(folder: string): Generations {
  const at = (name: string) => join(folder, name);
  return { current: at('current'), next: at('next'), previous: at('previous'), dumps: at('dumps') };
}

/** What may be there before the first refresh: a list to start with, and dumps of an earlier life. */
const STARTING = [TAKEDOWN_LIST, 'dumps'];

/** Makes the folder, or finds it empty or that of a refresh. Any other is `bad_usage` and left as it is. */
export function claimState(folder: string): void {
  makeFolder(folder);
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  const isNew = names.every((name) => STARTING.includes(name));
  if (isNew || names.includes(STATE_FILE) || names.includes(NEXT_FILE)) return;
  throw new StackpairsError('bad_usage', 'the folder is not empty, and not that of a refresh', {
    at: folder,
    found: names.slice(0, 3).join(', '),
    hint: 'Choose another --state',
  });
}

/** Puts what a killed run left where it belongs: a dataset is current when its record is written, and not before. */
export function recover(folder: string): void {
  const { current, next, previous } = generationsIn(folder);
  const [state, begun] = [readState(folder), readNext(folder)];
  if (begun === undefined) return;
  if (isSameState(state, begun)) {
    // Killed behind its record: what was current before is of no use any more.
    rmSync(previous, { recursive: true, force: true });
    return;
  }
  const wasSwapped = existsSync(previous) || state === undefined;
  if (wasSwapped && existsSync(current) && !existsSync(next)) renameDurably(current, next);
  if (existsSync(previous)) renameDurably(previous, current);
}

/** Makes the next dataset the current one. */
export function swap(folder: string): void {
  const { current, next, previous } = generationsIn(folder);
  if (existsSync(current)) renameDurably(current, previous);
  renameDurably(next, current);
}

/** Removes what is of no use once the record is written; `kept` is the folder of the dump. */
export function sweep(folder: string, kept: string): void {
  const { next, previous, dumps } = generationsIn(folder);
  for (const path of [previous, next]) rmSync(path, { recursive: true, force: true });
  for (const name of existsSync(dumps) ? readdirSync(dumps) : []) {
    if (join(dumps, name) !== kept) rmSync(join(dumps, name), { recursive: true, force: true });
  }
  // Last, so that a sweep that was cut off is done again.
  rmSync(join(folder, NEXT_FILE), { force: true });
}
