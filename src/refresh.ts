// Keeps a dataset fresh: finds out whether a newer dump exists, fetches what changed, builds, compares, publishes, makes it
// the current dataset, and writes its record last. Killed anywhere, the same call comes to the same end.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { keepReusable } from './build.ts';
import { type BuildDifference, diffBuilds } from './diff-builds.ts';
import { diffManifests, type ManifestDifference } from './diff-manifests.ts';
import { takeLock } from './lock.ts';
import { openSource, readDump, type SourceRequest } from './open-source.ts';
import type { Publication } from './publish-dataset.ts';
import {
  claimState,
  generationsIn,
  type RefreshState,
  readNext,
  readState,
  recover,
  swap,
  sweep,
  writeState,
} from './refresh/index.ts';
import { type Due, type Look, lookAt } from './refresh-due.ts';
import { type HubTarget, publishedFrom, publishFolder } from './refresh-hub.ts';
import { begin, buildNext, fetchFiles, fetchTasks, folderOf, type StepRequest } from './refresh-steps.ts';
import { carryTakedowns } from './refresh-takedowns.ts';

export type { HubTarget } from './refresh-hub.ts';

/** What to keep fresh. */
export interface RefreshRequest extends SourceRequest, StepRequest {
  /** Where each dataset is published before it becomes the current one; nowhere by default. */
  readonly hub?: HubTarget | undefined;
  /** Told of each step before it is taken. */
  readonly onStep?: ((step: RefreshStep) => void) | undefined;
}

/** Steps in their order. */
export type RefreshStep = 'begin' | 'fetch' | 'build' | 'compare' | 'publish' | 'swap' | 'record' | 'sweep';

/** What a refresh found, and what it did. */
export interface RefreshResult extends Due {
  /** Folder of the current dataset; undefined before the first one. */
  readonly dataset: string | undefined;
  /** Bytes that were fetched, or would be. */
  readonly bytes: number;
  /** What differs from the dataset that was current. */
  readonly difference: BuildDifference | undefined;
  /** What differs from what the Hub had, where no dataset was current here. */
  readonly sincePublished: ManifestDifference | undefined;
  /** What was published; of a plan, what would be, where the dataset is there already. */
  readonly publication: Publication | undefined;
}

const NOTHING = { bytes: 0, difference: undefined, sincePublished: undefined, publication: undefined };

/** Says whether an update is due and what it would take to fetch; writes nothing, here or on the Hub. */
export async function checkRefresh(request: RefreshRequest): Promise<RefreshResult> {
  const look = await lookFor(request, readState(resolve(request.state)));
  const tasks = isDataDue(look.due) ? fetchTasks(request, look) : [];
  const bytes = tasks.reduce((sum, task) => sum + task.bytes, 0);
  return { ...NOTHING, ...look.due, dataset: currentOf(request), bytes };
}

/** The same, and what the Hub would be sent of the current dataset. */
export async function planRefresh(request: RefreshRequest): Promise<RefreshResult> {
  const checked = await checkRefresh(request);
  const { dataset } = checked;
  if (dataset === undefined || isDataDue(checked)) return checked;
  return { ...checked, publication: await publishFolder(request, dataset, true) };
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
    if (isDataDue(look.due)) return await update(request, look);
    // A run that was killed behind its record left something to sweep.
    if (readNext(folder) !== undefined) clear(request, look);
    const publication = look.due.isDue && state ? await publishCurrent(request, state) : undefined;
    return { ...NOTHING, ...look.due, dataset: currentOf(request), publication };
  } finally {
    await unlock();
  }
}

/** Whether there is more to do than to publish what is here. */
function isDataDue({ reasons }: Pick<Due, 'reasons'>): boolean {
  return reasons.some((reason) => reason !== 'hub');
}

async function lookFor(request: RefreshRequest, state: RefreshState | undefined): Promise<Look> {
  const source = openSource(request);
  const dump = await readDump(source, request);
  return lookAt({ source, dump, state, request });
}

async function update(request: RefreshRequest, look: Look): Promise<RefreshResult> {
  const folder = resolve(request.state);
  const { current, next } = generationsIn(folder);
  const step = stepsOf(request);
  step('begin');
  begin(folder, look.next);
  const takedowns = carryTakedowns(folder, request.takedowns);
  step('fetch');
  const bytes = await fetchFiles(request, look);
  step('build');
  const manifest = await buildNext({ ...request, takedowns }, look);
  step('compare');
  const difference = existsSync(current) ? await diffBuilds(current, next, request) : undefined;
  const sincePublished = look.published && diffManifests(look.published, manifest);
  step('publish');
  const publication = await publishFolder(request, next);
  step('swap');
  swap(folder);
  step('record');
  writeState(folder, look.next, publishedFrom(request, current));
  // From here on all is done: a signal only leaves something to sweep.
  step('sweep');
  clear(request, look);
  return { ...look.due, dataset: current, bytes, difference, sincePublished, publication };
}

/** Keeps of the build what the next one can take over, and nothing of the dataset before. */
function clear(request: RefreshRequest, { dump }: Look): void {
  const folder = resolve(request.state);
  keepReusable(generationsIn(folder).current);
  sweep(folder, folderOf(request, dump));
}

/** For a Hub that has not what is current: another one, or posts were taken out since. */
async function publishCurrent(request: RefreshRequest, state: RefreshState): Promise<Publication | undefined> {
  const folder = resolve(request.state);
  const { current } = generationsIn(folder);
  const step = stepsOf(request);
  step('publish');
  const publication = await publishFolder(request, current);
  step('record');
  writeState(folder, state, publishedFrom(request, current));
  return publication;
}

function stepsOf({ onStep = () => {}, signal }: RefreshRequest): (name: RefreshStep) => void {
  return (name) => {
    signal?.throwIfAborted();
    onStep(name);
  };
}

function currentOf({ state }: RefreshRequest): string | undefined {
  const { current } = generationsIn(resolve(state));
  return existsSync(current) ? current : undefined;
}
