// Keeps a dataset fresh: finds out whether a newer dump exists, fetches what changed, builds, compares, has it published,
// makes it the current dataset, and writes its record last. Killed anywhere, the same call comes to the same end.

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type BuildRequest, build, WORK_FOLDER } from './build.ts';
import { type BuildDifference, diffBuilds } from './diff-builds.ts';
import { findInputs } from './extract/index.ts';
import { takeLock } from './lock.ts';
import { makeFolder } from './make-folder.ts';
import type { Manifest } from './manifest.ts';
import { openSource, readDump, type SourceRequest } from './open-source.ts';
import {
  claimState,
  type Dump,
  dumpFolder,
  type FetchProgress,
  fetchDump,
  generationsIn,
  type NextState,
  planFetch,
  readNext,
  readState,
  recover,
  swap,
  sweep,
  writeNext,
  writeState,
} from './refresh/index.ts';
import { type Due, type Look, lookAt } from './refresh-due.ts';
import { carryTakedowns } from './refresh-takedowns.ts';

/** What to keep fresh. */
export interface RefreshRequest extends SourceRequest, Pick<BuildRequest, BuildKeys> {
  /** Folder of the dataset, the dumps and the record. */
  readonly state: string;
  /** Publishes the next dataset; called again for the same one where a run was killed behind it. */
  readonly publish?: ((next: NextDataset) => Promise<void>) | undefined;
  /** Told of each step before it is taken. */
  readonly onStep?: ((step: RefreshStep) => void) | undefined;
  /** Told how many bytes are to be fetched. */
  readonly onFetch?: ((bytes: number) => void) | undefined;
  readonly onFetchProgress?: ((progress: FetchProgress) => void) | undefined;
}

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

/** Steps in their order. */
export type RefreshStep = 'begin' | 'fetch' | 'build' | 'compare' | 'publish' | 'swap' | 'record' | 'sweep';

/** A dataset that is finished and not current yet. */
export interface NextDataset {
  readonly folder: string;
  readonly manifest: Manifest;
  /** What differs from the current one; undefined where there is none. */
  readonly difference: BuildDifference | undefined;
}

/** What a refresh found, and what it did. */
export interface RefreshResult extends Due {
  /** Folder of the current dataset; undefined before the first one. */
  readonly dataset: string | undefined;
  /** Bytes that were fetched, or would be. */
  readonly bytes: number;
  readonly difference: BuildDifference | undefined;
}

/** Says whether an update is due and what it would take; touches nothing. */
export async function checkRefresh(request: RefreshRequest): Promise<RefreshResult> {
  const look = await lookFor(request, readState(resolve(request.state)));
  const tasks = look.due.isDue ? tasksOf(request, look) : [];
  const bytes = tasks.reduce((sum, task) => sum + task.bytes, 0);
  return { ...look.due, dataset: currentOf(request), bytes, difference: undefined };
}

/** Brings the dataset up to date, if it is not. */
export async function refresh(request: RefreshRequest): Promise<RefreshResult> {
  const folder = resolve(request.state);
  claimState(folder);
  const unlock = await takeLock(folder, request.temporary);
  try {
    recover(folder);
    const state = readState(folder);
    const look = await lookFor(request, state);
    if (look.due.isDue) return await update(request, look);
    // A run that was killed behind its record left something to sweep.
    if (readNext(folder) !== undefined) sweep(folder, dumpsOf(request, look.dump), WORK_FOLDER);
    return { ...look.due, dataset: currentOf(request), bytes: 0, difference: undefined };
  } finally {
    await unlock();
  }
}

async function lookFor(request: RefreshRequest, state: ReturnType<typeof readState>): Promise<Look> {
  const source = openSource(request);
  const dump = await readDump(source, request);
  return lookAt({ source, dump, state, request });
}

async function update(request: RefreshRequest, look: Look): Promise<RefreshResult> {
  const { onStep = () => {}, signal } = request;
  const folder = resolve(request.state);
  const { current, next } = generationsIn(folder);
  const step = (name: RefreshStep) => {
    signal?.throwIfAborted();
    onStep(name);
  };
  step('begin');
  begin(folder, look.next);
  const takedowns = carryTakedowns(folder, request.takedowns);
  step('fetch');
  const bytes = await fetchFiles(request, look);
  step('build');
  const manifest = await buildNext({ ...request, takedowns }, look);
  step('compare');
  const difference = existsSync(current) ? await diffBuilds(current, next, request) : undefined;
  step('publish');
  await request.publish?.({ folder: next, manifest, difference });
  step('swap');
  swap(folder);
  step('record');
  writeState(folder, look.next);
  // From here on all is done: a signal only leaves something to sweep.
  step('sweep');
  sweep(folder, dumpsOf(request, look.dump), WORK_FOLDER);
  return { ...look.due, dataset: current, bytes, difference };
}

/** What an earlier run began of something else is of no use. */
function begin(folder: string, next: NextState): void {
  const begun = readNext(folder);
  if (begun !== undefined && !isDeepStrictEqual(begun, next)) {
    rmSync(generationsIn(folder).next, { recursive: true, force: true });
  }
  writeNext(folder, next);
}

/** Fetches what is not here; gives how many bytes that was. */
async function fetchFiles(request: RefreshRequest, look: Look): Promise<number> {
  if (look.source.isLocal) return 0;
  const tasks = tasksOf(request, look);
  const bytes = tasks.reduce((sum, task) => sum + task.bytes, 0);
  request.onFetch?.(bytes);
  makeFolder(generationsIn(resolve(request.state)).dumps);
  const options = { ...request, http: look.source.http, onProgress: request.onFetchProgress };
  await fetchDump(tasks, dumpsOf(request, look.dump), options);
  return bytes;
}

function tasksOf(request: RefreshRequest, { source, dump }: Look) {
  if (source.isLocal) return [];
  const { dumps } = generationsIn(resolve(request.state));
  const earlier = existsSync(dumps) ? readdirSync(dumps).sort() : [];
  return planFetch(
    dump.files,
    dumpsOf(request, dump),
    earlier.map((name) => join(dumps, name)),
  );
}

function dumpsOf({ state }: RefreshRequest, dump: Dump): string {
  return join(generationsIn(resolve(state)).dumps, dumpFolder(dump));
}

async function buildNext(request: RefreshRequest, { source, dump }: Look): Promise<Manifest> {
  const { pipeline, threads, format, takedowns, ignoreDisk, path, temporary, signal, onProgress, onPassEnd } = request;
  const folder = dumpsOf(request, dump);
  const paths = dump.files.map(({ from, name }) => (source.isLocal ? from : join(folder, name)));
  const inputs = await findInputs(paths, { path, signal });
  const { next } = generationsIn(resolve(request.state));
  const rest = { threads, format, takedowns, ignoreDisk, path, temporary, signal, onProgress, onPassEnd };
  return build({ pipeline, inputs, out: next, ...rest });
}

function currentOf({ state }: RefreshRequest): string | undefined {
  const { current } = generationsIn(resolve(state));
  return existsSync(current) ? current : undefined;
}
