// One dataset on the Hub: its branches and tags, its files, and commits to it. The only file that knows the Hub's client,
// which is loaded when a dataset is opened: it takes longer to load than the whole command. Memory: lists of files.

import type { LocalFile, RemoteFile, UploadPlan } from '../plan-upload.ts';
import { checkedFetch } from './check-commit.ts';
import { ask, hubError, statusOf, unless } from './hub-error.ts';
import { type PatientOptions, patientFetch } from './patient-fetch.ts';
import { type Refs, readRefs, readText, setTag } from './plain-api.ts';

/** How to reach a dataset on the Hub. */
export interface HubAccess extends PatientOptions {
  /** `NAMESPACE/NAME`. */
  readonly repo: string;
  /** Another Hub than the public one. */
  readonly endpoint?: string | undefined;
  /** Reading a public dataset takes none. */
  readonly token?: string | undefined;
  /** False sends whole files instead of the chunks that the Hub lacks. */
  readonly useXet?: boolean | undefined;
}

/** What is to be committed. */
export interface Change {
  readonly plan: UploadPlan;
  readonly branch: string;
  /** The commit the plan was made for; if the branch has moved on, nothing is committed. */
  readonly parent: string;
  readonly title: string;
  content(path: string): URL | Blob;
  onProgress(progress: FileProgress): void;
}

/** How far a file is, from 0 to 1. */
export interface FileProgress {
  readonly path: string;
  readonly step: 'reading' | 'sending';
  readonly share: number;
}

/** What became of a change. `again` is why it failed, if it may succeed with a new plan. */
export type Committed = { readonly commit: string } | { readonly again: unknown };

/** One dataset on the Hub. */
export interface Hub {
  /** Page of the dataset. */
  readonly url: string;
  /** Throws `refused` where the token is not known. */
  checkToken(): Promise<void>;
  isPrivate(): Promise<boolean>;
  /** Undefined where there is no such dataset, or none for us. */
  refs(): Promise<Refs | undefined>;
  /** Makes the dataset; one that is there already stays as it is. */
  create(isPrivate: boolean): Promise<void>;
  /** Makes a branch, empty unless it begins at another; one that is there already stays as it is. */
  createBranch(branch: string, from: string | undefined): Promise<void>;
  list(commit: string): Promise<RemoteFile[]>;
  /** A small file of a commit; undefined where there is none. */
  read(commit: string, path: string): Promise<string | undefined>;
  /** Sends what the Hub lacks of a change, then commits all of it at once. */
  commit(change: Change): Promise<Committed>;
  /** Gives a commit a name, which another one loses if it has it. */
  tag(tag: string, commit: string): Promise<void>;
}

/** Opens a dataset. Nothing is asked of the Hub yet. */
export async function openHub(access: HubAccess): Promise<Hub> {
  const client = await import('@huggingface/hub');
  const { repo: name, token } = access;
  const hubUrl = access.endpoint ?? client.HUB_URL;
  const fetch = patientFetch(access);
  const url = `${hubUrl}/datasets/${name}`;
  const plain = { fetch, url: `${hubUrl}/api/datasets/${name}`, token };
  const repo = { type: 'dataset', name } as const;
  const open = { repo, hubUrl, fetch, ...(token !== undefined && { accessToken: token }) };
  const withToken = { ...open, accessToken: token ?? '' };
  const list = async (revision: string) => {
    const files: RemoteFile[] = [];
    for await (const file of client.listFiles({ ...open, recursive: true, revision })) {
      const { path, size, oid = '', lfs } = file;
      if (file.type === 'file') files.push({ path, bytes: lfs?.size ?? size, gitOid: oid, sha256: lfs?.oid });
    }
    return files;
  };
  return {
    url,
    checkToken: () => ask(access, async () => void (await client.whoAmI(withToken))),
    isPrivate: () => ask(access, async () => (await client.datasetInfo({ ...open, name })).private),
    refs: () => ask(access, () => readRefs(plain)),
    create: (isPrivate) =>
      ask(access, async () => {
        const visibility = isPrivate ? ({ visibility: 'private' } as const) : {};
        await unless(409, undefined, () => client.createRepo({ ...withToken, ...visibility }));
      }),
    createBranch: (branch, from) =>
      ask(access, () => {
        const start = from === undefined ? { empty: true } : { revision: from };
        return unless(409, undefined, () => client.createBranch({ ...open, branch, ...start }));
      }),
    list: (commit) => ask(access, () => list(commit)),
    read: (commit, path) => ask(access, () => readText({ ...plain, url }, commit, path)),
    commit: (change) =>
      ask(access, () => {
        const files = [...change.plan.add, ...change.plan.replace];
        const steps = client.commitIter({
          ...open,
          fetch: checkedFetch(fetch, files),
          title: change.title,
          branch: change.branch,
          parentCommit: change.parent,
          operations: operations(change, files),
          useXet: access.useXet ?? true,
          ...(access.signal !== undefined && { abortSignal: access.signal }),
        });
        return follow(steps, change, access);
      }),
    tag: (tag, commit) => ask(access, () => setTag(plain, tag, commit)),
  };
}

function operations({ plan, content }: Change, files: readonly LocalFile[]) {
  return [
    ...files.map(({ path }) => ({ operation: 'addOrUpdate' as const, path, content: content(path) })),
    ...plan.remove.map((path) => ({ operation: 'delete' as const, path })),
  ];
}

/** A step of the client's upload, as far as it is followed. */
type Step =
  | { readonly event: 'phase'; readonly phase: string }
  | { readonly event: 'fileProgress'; readonly path: string; readonly progress: number; readonly state: string };

type Steps = AsyncGenerator<Step, { readonly commit: { readonly oid: string } } | undefined>;

async function follow(steps: Steps, { onProgress }: Change, access: HubAccess): Promise<Committed> {
  // The client does not look at a signal that was there before.
  access.signal?.throwIfAborted();
  let isSending = false;
  try {
    for (let step = await steps.next(); ; step = await steps.next()) {
      if (step.done) return { commit: step.value!.commit.oid };
      if (step.value.event === 'phase') isSending = step.value.phase === 'uploadingLargeFiles';
      else onProgress(progressOf(step.value));
    }
  } catch (error) {
    if (!isWorthAnotherPlan(statusOf(error), isSending)) throw error;
    return { again: hubError(error, access) };
  }
}

function progressOf({ path, progress, state }: Extract<Step, { event: 'fileProgress' }>): FileProgress {
  return { path, step: state === 'hashing' ? 'reading' : 'sending', share: progress };
}

/** Another try gets new addresses of the store, where it found bytes damaged or the time to send them was over. */
const STORE_REFUSALS = [400, 403, 404, 422];

/** 409 and 412: somebody else committed meanwhile, or an earlier try of ours came through without our knowing. */
function isWorthAnotherPlan(status: number | undefined, isSending: boolean): boolean {
  if (status === undefined) return false;
  return status === 409 || status === 412 || (isSending && STORE_REFUSALS.includes(status));
}
