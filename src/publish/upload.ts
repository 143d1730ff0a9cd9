// Makes the Hub have the files of a build, and nothing else of ours: list, plan, send, commit, list again. Whatever goes
// wrong before the commit leaves the branch as it was; the commit is one step for the Hub. A run that was cut off is
// taken up by starting anew: large files that arrived are kept by the Hub under their SHA-256, and are not sent again.

import { setTimeout as wait } from 'node:timers/promises';
import { StackpairsError } from '../errors.ts';
import type { DatasetFiles } from './dataset-files.ts';
import type { FileProgress, Hub } from './hub/hub.ts';
import type { Refs } from './hub/plain-api.ts';
import { comparedByGit, isDone, planUpload, type RemoteFile, type UploadPlan } from './plan-upload.ts';

/** What to publish, and as what. */
export interface UploadRequest {
  readonly files: DatasetFiles;
  readonly branch: string;
  /** A name for the commit, such as the date of the dump. */
  readonly tag: string | undefined;
  readonly title: string;
  /** Of a dataset that has to be made first; one that is there must be private then. */
  readonly isPrivate: boolean;
  readonly dryRun: boolean;
  /** Delay before the second plan; each one after it comes later by that much. */
  readonly firstDelayMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress: (progress: UploadProgress) => void;
}

/** Bytes of large files that are done with, of all that are to be. */
export interface UploadProgress {
  readonly step: FileProgress['step'];
  readonly done: number;
  readonly total: number;
}

/** What was done, or would be. */
export interface UploadResult {
  readonly plan: UploadPlan;
  /** The commit that has the build; undefined only in a dry run. */
  readonly commit: string | undefined;
  /** True where the dataset was not there before. */
  readonly created: boolean;
}

/** Plans of one upload: each but the first follows a commit by somebody else, or a store that found bytes damaged. */
const MOST_PLANS = 5;

/** Delay before the second plan: whoever commits now is done by then. */
const FIRST_DELAY_MS = 1_000;

/** Uploads a build; commits nothing where nothing differs. */
export async function upload(hub: Hub, request: UploadRequest): Promise<UploadResult> {
  if (!request.dryRun) await hub.checkToken();
  const found = await hub.refs();
  expectBranch(found, request.branch);
  if (found === undefined && !request.dryRun) await hub.create(request.isPrivate);
  // Also one that somebody else made just now.
  if (request.isPrivate && !(request.dryRun && found === undefined)) await expectPrivate(hub);
  if (request.dryRun) {
    const head = found?.branches.get(request.branch) ?? found?.branches.get('main');
    const plan = await planFor(request, head === undefined ? [] : await hub.list(head));
    return { plan, commit: undefined, created: found === undefined };
  }
  const { plan, commit } = await commitUntilDone(hub, request);
  await ensureTag(hub, request, commit);
  return { plan, commit, created: found === undefined };
}

/** Bounded by `MOST_PLANS`. The plan it gives is the first one: what differed when we came. */
async function commitUntilDone(hub: Hub, request: UploadRequest): Promise<{ plan: UploadPlan; commit: string }> {
  const { files, branch, title, signal, firstDelayMs = FIRST_DELAY_MS } = request;
  let first: UploadPlan | undefined;
  for (let attempt = 1; ; attempt++) {
    const parent = await headOf(hub, branch);
    const plan = await planFor(request, await hub.list(parent));
    first ??= plan;
    if (isDone(plan)) return { plan: first, commit: parent };
    const onProgress = totalled(plan, request.onProgress);
    const done = await hub.commit({ plan, branch, parent, title, content: files.content, onProgress });
    if ('commit' in done) {
      await expectPublished(hub, request, done.commit);
      return { plan: first, commit: done.commit };
    }
    if (attempt === MOST_PLANS) throw done.again;
    await wait(firstDelayMs * attempt, undefined, signal === undefined ? {} : { signal });
  }
}

async function planFor({ files }: UploadRequest, remote: readonly RemoteFile[]): Promise<UploadPlan> {
  const oids = new Map<string, string>();
  for (const file of comparedByGit(files.files, remote)) oids.set(file.path, await files.gitOid(file));
  return planUpload(
    files.files.map((file) => ({ ...file, gitOid: oids.get(file.path) })),
    remote,
  );
}

/** The commit a branch is at. A branch that is not there starts at the main one. */
async function headOf(hub: Hub, branch: string): Promise<string> {
  const before = (await hub.refs())?.branches;
  const head = before?.get(branch);
  if (head !== undefined) return head;
  await hub.createBranch(branch, before?.get('main'));
  const made = (await hub.refs())?.branches.get(branch);
  if (made !== undefined) return made;
  throw new StackpairsError('refused', 'the Hub did not make the branch', { at: hub.url, expected: branch });
}

/** After a commit, what the Hub has is compared with the manifest once more. */
async function expectPublished(hub: Hub, request: UploadRequest, commit: string): Promise<void> {
  const { add, replace, remove } = await planFor(request, await hub.list(commit));
  const [path] = [...add, ...replace].map((file) => file.path).concat(remove);
  if (path === undefined) return;
  throw new StackpairsError('damaged_output', 'the Hub has not what was committed', {
    at: `${hub.url} ${commit}`,
    found: `${path} missing or another`,
    hint: 'Run the same command again: it replaces what differs',
  });
}

/** A tag stays with the last commit for its dump: what was taken out must not live on under it. */
async function ensureTag(hub: Hub, { tag }: UploadRequest, commit: string): Promise<void> {
  if (tag === undefined || (await hub.refs())?.tags.get(tag) === commit) return;
  await hub.tag(tag, commit);
}

function expectBranch(refs: Refs | undefined, branch: string): void {
  if (!refs?.tags.has(branch) || refs.branches.has(branch)) return;
  throw new StackpairsError('bad_usage', 'a tag cannot be committed to', {
    at: '--revision',
    expected: 'a branch',
    found: branch,
  });
}

async function expectPrivate(hub: Hub): Promise<void> {
  if (await hub.isPrivate()) return;
  throw new StackpairsError('bad_usage', 'the dataset is there already, and is public', {
    at: hub.url,
    hint: 'Make it private in its settings first, or leave --private out; nothing was changed',
  });
}

/** Progress of single files as progress of all. */
function totalled({ add, replace }: UploadPlan, onProgress: UploadRequest['onProgress']) {
  const sizes = new Map([...add, ...replace].map(({ path, bytes }) => [path, bytes]));
  const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  const shares = { reading: new Map<string, number>(), sending: new Map<string, number>() };
  return ({ path, step, share }: FileProgress) => {
    shares[step].set(path, share);
    const done = [...shares[step]].reduce((sum, [file, share]) => sum + share * (sizes.get(file) ?? 0), 0);
    onProgress({ step, done, total });
  };
}
