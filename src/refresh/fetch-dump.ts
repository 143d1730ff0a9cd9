// The files of a dump into a folder: what is here already stays, what is in the folder of an earlier dump is taken from
// there, and the rest is fetched, one file at a time.

import { constants, copyFileSync, existsSync, linkSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { renameDurably } from '../durable-file.ts';
import { expectRoom } from '../expect-room.ts';
import { makeFolder } from '../make-folder.ts';
import { hasArrived, noteArrival } from './arrivals.ts';
import type { DumpFile } from './dump.ts';
import { type FetchOptions, fetchFile } from './fetch-file.ts';
import { faultOf } from './part-file.ts';

/** What becomes of a file. */
export interface FileTask {
  readonly file: DumpFile;
  /** Where it belongs. */
  readonly path: string;
  /** `here` is it; `reused` lies in the folder of an earlier dump, at `from`. */
  readonly state: 'here' | 'reused' | 'missing';
  readonly from: string | undefined;
  /** Still to be fetched; 0 where the source does not say. */
  readonly bytes: number;
}

/** Plans what to do for the files of a dump; reads nothing but sizes and records. */
export function planFetch(files: readonly DumpFile[], folder: string, earlier: readonly string[] = []): FileTask[] {
  return files.map((file) => {
    const path = join(folder, file.name);
    if (hasArrived(folder, file)) return { file, path, state: 'here', from: undefined, bytes: 0 };
    const other = earlier.find((one) => one !== folder && hasArrived(one, file));
    if (other !== undefined) return { file, path, state: 'reused', from: join(other, file.name), bytes: 0 };
    const begun = statSync(`${path}.part`, { throwIfNoEntry: false })?.size ?? 0;
    return { file, path, state: 'missing', from: undefined, bytes: Math.max(0, (file.bytes ?? 0) - begun) };
  });
}

/** One file is done, or some bytes of it came. */
export interface FetchProgress {
  readonly file: string;
  readonly bytes: number;
}

/** How to fetch all of them. */
export interface FetchAllOptions extends Omit<FetchOptions, 'onBytes'> {
  readonly ignoreDisk?: boolean | undefined;
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
}

/** Does what is planned; afterwards every file is here. */
export async function fetchDump(tasks: readonly FileTask[], folder: string, options: FetchAllOptions): Promise<void> {
  makeFolder(folder);
  if (!options.ignoreDisk) checkRoom(tasks, folder);
  for (const task of tasks) {
    options.signal?.throwIfAborted();
    if (task.state === 'here') continue;
    if (task.state === 'reused') reuse(task);
    else await fetchMissing(task, options);
    noteArrival(folder, task.file);
  }
}

/** A file that somebody put there by hand is used if it is the right one. */
async function fetchMissing({ file, path }: FileTask, options: FetchAllOptions): Promise<void> {
  const isProven = file.sum !== undefined && existsSync(path);
  if (isProven && (await faultOf(path, file, options.signal)) === undefined) return;
  const onBytes = (bytes: number) => options.onProgress?.({ file: file.name, bytes });
  await fetchFile(file, path, { ...options, onBytes });
}

/** The same bytes under two names, where the disk can do that, else a copy. */
function reuse({ path, from = '' }: FileTask): void {
  rmSync(path, { force: true });
  try {
    linkSync(from, path);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    copyFileSync(from, `${path}.part`, constants.COPYFILE_FICLONE);
    // A file that kept its date is one that a build need not read again.
    const { atime, mtime } = statSync(from);
    utimesSync(`${path}.part`, atime, mtime);
    rmSync(`${path}.part.json`, { force: true });
    renameDurably(`${path}.part`, path);
  }
}

/** Throws `disk_full` where what is to come does not fit. */
function checkRoom(tasks: readonly FileTask[], folder: string): void {
  const needed = tasks.reduce((sum, { bytes }) => sum + bytes, 0);
  expectRoom(folder, needed, {
    what: 'the files do not fit',
    hint: 'Free disk space, ask for fewer sites, or use --ignore-disk if you know better',
  });
}
