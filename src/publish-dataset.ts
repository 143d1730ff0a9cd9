// Publishes a finished dataset on the Hub, after a look at whether it is whole: sizes, counts and all that follows from
// the manifest. Rows are not read; digests of shards are compared where the Hub takes them in.

import { resolve } from 'node:path';
import { StackpairsError } from './errors.ts';
import { takeLock } from './lock.ts';
import type { Manifest } from './manifest.ts';
import { MANIFEST_FILE, parseManifest, readManifest } from './manifest-file.ts';
import {
  datasetFiles,
  type HubAccess,
  openHub,
  type UploadProgress,
  type UploadResult,
  upload,
} from './publish/index.ts';
import { verify } from './verify.ts';

export type { UploadProgress } from './publish/index.ts';

/** What to publish, and where. */
export interface PublishRequest extends Omit<HubAccess, 'onSent'> {
  /** Folder of a finished dataset. */
  readonly out: string;
  /** Branch to commit to; `main` by default. It is made where it is not there. */
  readonly revision?: string | undefined;
  readonly isPrivate?: boolean | undefined;
  /** Only says what would be done. */
  readonly dryRun?: boolean | undefined;
  /** Folder for the lock's socket, on systems where it is a file. */
  readonly temporary: string;
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined;
}

/** What was published, or would be. */
export interface Publication extends UploadResult {
  /** Page of the dataset. */
  readonly url: string;
  /** Date of the dump, which a commit to `main` is tagged with; undefined where the dump has none. */
  readonly tag: string | undefined;
  /** Bytes of requests that the Hub took. */
  readonly sent: number;
}

/** Publishes a dataset. Throws `damaged_output` if it is not whole, `network_failed` if trying later may help. */
export async function publishDataset(request: PublishRequest): Promise<Publication> {
  const out = resolve(request.out);
  const { repo, revision = 'main', isPrivate = false, dryRun = false, signal } = request;
  const { firstDelayMs, onProgress = () => {} } = request;
  expectNames(repo, revision);
  readManifest(out);
  // Nobody may take rows out of a dataset, or build on it, while it is being sent.
  const unlock = await takeLock(out, request.temporary);
  try {
    const manifest = readManifest(out);
    await expectWhole(out, signal);
    let sent = 0;
    const count = (bytes: number) => {
      sent += bytes;
    };
    const files = await datasetFiles({ out, manifest, repo, signal });
    const hub = await openHub({ ...request, onSent: count });
    // A branch has its own name; what a date stands for is the main one.
    const tag = revision === 'main' ? dumpDate(manifest) : undefined;
    const title = titleOf(manifest);
    const options = { branch: revision, tag, title, isPrivate, dryRun, firstDelayMs, signal, onProgress };
    const done = await upload(hub, { files, ...options });
    return { ...done, url: hub.url, tag, sent };
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    await unlock();
  }
}

/** The manifest of what a branch has; undefined where there is no dataset, or none of ours. Takes no token for a public one. */
export async function publishedManifest(request: Omit<HubAccess, 'onSent'> & Pick<PublishRequest, 'revision'>) {
  const { repo, revision = 'main' } = request;
  expectNames(repo, revision);
  const hub = await openHub(request);
  const commit = (await hub.refs())?.branches.get(revision);
  const text = commit === undefined ? undefined : await hub.read(commit, MANIFEST_FILE);
  return text === undefined ? undefined : parseManifest(text, `${hub.url} ${commit}`);
}

/** The newest date of the dumps of a dataset; undefined where their names have none. */
export function dumpDate({ inputs }: Pick<Manifest, 'inputs'>): string | undefined {
  return inputs
    .flatMap(({ dumpDate }) => dumpDate ?? [])
    .sort()
    .at(-1);
}

/** Both become parts of addresses; a commit cannot be committed to. */
function expectNames(repo: string, revision: string): void {
  if (!/^[\w][\w.-]*\/[\w][\w.-]*$/.test(repo)) {
    throw new StackpairsError('bad_usage', 'not the name of a dataset', { expected: 'NAMESPACE/NAME', found: repo });
  }
  if (/^\w(?:[\w./-]*\w)?$/.test(revision) && !revision.includes('..') && !/^[0-9a-f]{40}$/.test(revision)) return;
  throw new StackpairsError('bad_usage', 'not the name of a branch', { expected: 'a branch', found: revision });
}

async function expectWhole(out: string, signal: AbortSignal | undefined): Promise<void> {
  const { faults } = await verify(out, { signal, depth: 'sizes' });
  if (faults.length === 0) return;
  throw new StackpairsError('damaged_output', 'the build is not what its manifest says', {
    at: out,
    found: faults.join('; '),
    hint: 'Nothing was published. Remove the files at fault and start the same run again: it writes them anew',
  });
}

function titleOf(manifest: Manifest): string {
  const date = dumpDate(manifest);
  return `${manifest.pipeline.name}${date === undefined ? '' : `, dump of ${date}`}, by stackpairs ${manifest.stackpairs}`;
}
