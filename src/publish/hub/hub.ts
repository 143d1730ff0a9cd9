// One dataset on the Hub: its branches and tags, its files, and commits to it. The only file that knows the Hub's client,
// which is loaded when a dataset is opened: it takes longer to load than the whole command. Memory: lists of files.

import { z } from 'zod';
import type { LocalFile, RemoteFile, UploadPlan } from '../plan-upload.ts';
import { checkedFetch } from './check-commit.ts';
import { hubError, statusOf } from './hub-error.ts';
import { type PatientOptions, patientFetch } from './patient-fetch.ts';

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

/** Commits that names stand for. */
export interface Refs {
  readonly branches: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
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

/** What became of a change. `again` is for one that may succeed with a new plan. */
export type Committed = { readonly commit: string } | { readonly again: unknown };

const references = z.array(z.looseObject({ name: z.string(), targetCommit: z.string() }));
const refsAnswer = z.looseObject({ branches: references, tags: references });

/** Answers of the store for large files that another try with new addresses may not get: it found the bytes damaged, or the time to send them was over. */
const STORE_REFUSALS = [400, 403, 404, 422];

/** Opens a dataset. Nothing is asked of the Hub yet. */
export async function openHub(access: HubAccess) {
  const client = await import('@huggingface/hub');
  const { repo: name, token, signal } = access;
  const hubUrl = access.endpoint ?? client.HUB_URL;
  const fetch = patientFetch(access);
  const repo = { type: 'dataset', name } as const;
  const open = { repo, hubUrl, fetch, ...(token !== undefined && { accessToken: token }) };
  const withToken = { ...open, accessToken: token ?? '' };

  /** Runs what asks the Hub, and gives its errors a form that may be shown. */
  async function ask<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      signal?.throwIfAborted();
      throw hubError(error, { repo: name, token });
    }
  }

  /** The same where one answer is no error but says something. */
  function unless<T, U>(status: number, instead: U, action: () => Promise<T>): Promise<T | U> {
    return ask(async () => {
      try {
        return await action();
      } catch (error) {
        if (statusOf(error) === status) return instead;
        throw error;
      }
    });
  }

  /** What the client has no function for. */
  async function request(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<string> {
    const response = await fetch(`${hubUrl}/api/datasets/${name}/${path}`, {
      method,
      headers: {
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok) return text;
    throw new client.HubApiError(response.url, response.status, undefined, text);
  }

  return {
    url: `${hubUrl}/datasets/${name}`,

    /** Throws `refused` where the token is not known. */
    checkToken: () => ask(async () => void (await client.whoAmI(withToken))),

    isPrivate: () => ask(async () => (await client.datasetInfo({ ...open, name })).private),

    /** Undefined where there is no such dataset, or none for us. */
    refs: (): Promise<Refs | undefined> =>
      unless(404, undefined, async () => {
        const { branches, tags } = refsAnswer.parse(JSON.parse(await request('GET', 'refs')));
        return { branches: byName(branches), tags: byName(tags) };
      }),

    /** One that is there already stays as it is. */
    create: (isPrivate: boolean) =>
      unless(409, undefined, async () => {
        await client.createRepo({ ...withToken, ...(isPrivate && { visibility: 'private' }) });
      }),

    createBranch: (branch: string, from: string | undefined) =>
      unless(409, undefined, () =>
        client.createBranch({ ...open, branch, ...(from === undefined ? { empty: true } : { revision: from }) }),
      ),

    list: (commit: string): Promise<RemoteFile[]> =>
      ask(async () => {
        const files: RemoteFile[] = [];
        for await (const file of client.listFiles({ ...open, recursive: true, revision: commit })) {
          if (file.type !== 'file') continue;
          const { path, size, oid = '', lfs } = file;
          files.push({ path, bytes: lfs?.size ?? size, gitOid: oid, sha256: lfs?.oid });
        }
        return files;
      }),

    /** Sends what the Hub lacks of a change, then commits all of it at once. */
    commit: (change: Change): Promise<Committed> =>
      ask(async () => {
        const files = [...change.plan.add, ...change.plan.replace];
        const steps = client.commitIter({
          ...open,
          fetch: checkedFetch(fetch, files),
          title: change.title,
          branch: change.branch,
          parentCommit: change.parent,
          operations: operations(change, files),
          useXet: access.useXet ?? true,
          ...(signal !== undefined && { abortSignal: signal }),
        });
        // The client looks at a signal only from here on.
        signal?.throwIfAborted();
        let isSending = false;
        try {
          for (let step = await steps.next(); ; step = await steps.next()) {
            if (step.done) return { commit: step.value!.commit.oid };
            if (step.value.event === 'phase') isSending = step.value.phase === 'uploadingLargeFiles';
            else change.onProgress(progressOf(step.value));
          }
        } catch (error) {
          if (!isWorthAnotherPlan(statusOf(error), isSending)) throw error;
          return { again: hubError(error, { repo: name, token }) };
        }
      }),

    /** Gives a commit a name, which another one loses if it has it. */
    async tag(tag: string, commit: string, message: string): Promise<void> {
      const at = encodeURIComponent(tag);
      const isNew = await unless(409, false, async () => {
        await request('POST', `tag/${commit}`, { tag, message });
        return true;
      });
      if (isNew) return;
      await unless(404, undefined, () => request('DELETE', `tag/${at}`));
      await unless(409, undefined, () => request('POST', `tag/${commit}`, { tag, message }));
    },
  };
}

/** One dataset on the Hub. */
export type Hub = Awaited<ReturnType<typeof openHub>>;

function operations({ plan, content }: Change, files: readonly LocalFile[]) {
  return [
    ...files.map(({ path }) => ({ operation: 'addOrUpdate' as const, path, content: content(path) })),
    ...plan.remove.map((path) => ({ operation: 'delete' as const, path })),
  ];
}

function progressOf({ path, progress, state }: { path: string; progress: number; state: string }): FileProgress {
  return { path, step: state === 'hashing' ? 'reading' : 'sending', share: progress };
}

/** 409 and 412: somebody else committed meanwhile, or an earlier try of ours came through without our knowing. */
function isWorthAnotherPlan(status: number | undefined, isSending: boolean): boolean {
  if (status === undefined) return false;
  return status === 409 || status === 412 || (isSending && STORE_REFUSALS.includes(status));
}

function byName(refs: z.infer<typeof references>): ReadonlyMap<string, string> {
  return new Map(refs.map(({ name, targetCommit }) => [name, targetCommit]));
}
