// Single steps of a refresh: what it begins, fetches and builds. Each is done again, or gone on with, after a kill.

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type BuildRequest, build } from './build.ts';
import { findInputs } from './extract/index.ts';
import { makeFolder } from './make-folder.ts';
import type { Manifest } from './manifest.ts';
import {
  type Dump,
  dumpFolder,
  type FetchProgress,
  type FileTask,
  fetchDump,
  generationsIn,
  type NextState,
  planFetch,
  readNext,
  writeNext,
} from './refresh/index.ts';
import type { Look } from './refresh-due.ts';

type BuildKeys =
  | 'pipeline'
  | 'threads'
  | 'format'
  | 'takedowns'
  | 'ignoreDisk'
  | 'path'
  | 'temporary'
  | 'signal'
  | 'onProgress'
  | 'onPassEnd';

/** What the steps need to know. */
export interface StepRequest extends Pick<BuildRequest, BuildKeys> {
  /** Folder of the dataset, the dumps and the record. */
  readonly state: string;
  /** Told how many bytes are to be fetched. */
  readonly onFetch?: ((bytes: number) => void) | undefined;
  readonly onFetchProgress?: ((progress: FetchProgress) => void) | undefined;
}

/** Notes what is being made; what an earlier run began of something else is of no use. */
export function begin(folder: string, next: NextState): void {
  const begun = readNext(folder);
  if (begun !== undefined && !isDeepStrictEqual(begun, next)) {
    rmSync(generationsIn(folder).next, { recursive: true, force: true });
  }
  writeNext(folder, next);
}

/** Fetches what is not here; gives how many bytes that was. */
export async function fetchFiles(request: StepRequest, look: Look): Promise<number> {
  if (look.source.isLocal) return 0;
  const tasks = fetchTasks(request, look);
  const bytes = tasks.reduce((sum, task) => sum + task.bytes, 0);
  request.onFetch?.(bytes);
  makeFolder(generationsIn(resolve(request.state)).dumps);
  const options = { ...request, http: look.source.http, onProgress: request.onFetchProgress };
  await fetchDump(tasks, folderOf(request, look.dump), options);
  return bytes;
}

/** What there is to fetch; none of a folder, which is read where it is. */
export function fetchTasks(request: Pick<StepRequest, 'state'>, { source, dump }: Look): FileTask[] {
  if (source.isLocal) return [];
  const { dumps } = generationsIn(resolve(request.state));
  const earlier = existsSync(dumps) ? readdirSync(dumps).sort() : [];
  return planFetch(
    dump.files,
    folderOf(request, dump),
    earlier.map((name) => join(dumps, name)),
  );
}

/** Where the files of a dump go. */
export function folderOf({ state }: Pick<StepRequest, 'state'>, dump: Dump): string {
  return join(generationsIn(resolve(state)).dumps, dumpFolder(dump));
}

/** Builds the next dataset of what was fetched. */
export async function buildNext(request: StepRequest, { source, dump }: Look): Promise<Manifest> {
  const { pipeline, threads, format, takedowns, ignoreDisk, path, temporary, signal, onProgress, onPassEnd } = request;
  const folder = folderOf(request, dump);
  const paths = dump.files.map(({ from, name }) => (source.isLocal ? from : join(folder, name)));
  const inputs = await findInputs(paths, { path, signal });
  const { next, current: reuse } = generationsIn(resolve(request.state));
  const rest = { reuse, threads, format, takedowns, ignoreDisk, path, temporary, signal, onProgress, onPassEnd };
  return build({ pipeline, inputs, out: next, ...rest });
}
