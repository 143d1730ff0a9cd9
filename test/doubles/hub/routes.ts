// The Hub's API for datasets, and as far as an upload needs it for models: each route with the name that a fault may be ordered for.
import type { Answer } from './faults.ts';
import type { LargeFileStore } from './large-files.ts';
import {
  addCommit,
  type Changes,
  commitAt,
  createRepository,
  largeFile,
  type Repository,
  regularFile,
  type TreeFile,
} from './repository.ts';

/** What a route may touch. */
export interface Hub {
  readonly repositories: Map<string, Repository>;
  readonly store: LargeFileStore;
  readonly address: () => string;
  /** Files of a listing that one answer holds. */
  readonly pageFiles: number;
}

/** A request with its parts told apart. */
export interface Asked {
  readonly repo: string;
  /** The rest of the path, decoded. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Buffer;
  /** The head that asks for a part of a file. */
  readonly range: string | undefined;
}

/** A route: its name, how its path looks (`NAMESPACE/NAME` is the first group), and what it does. */
export interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: RegExp;
  readonly run: (hub: Hub, asked: Asked) => Answer;
}

/** Files above this go to the store even if nothing else says so. */
const LARGEST_REGULAR = 10_000_000;

const API = '^/api/(?:datasets|models)/([^/]+/[^/]+)';

export const ROUTES: readonly Route[] = [
  { name: 'whoami', method: 'GET', path: /^\/api\/whoami-v2()$/, run: whoAmI },
  { name: 'create', method: 'POST', path: /^\/api\/repos\/create()$/, run: create },
  {
    name: 'card',
    method: 'POST',
    path: /^\/api\/validate-yaml()$/,
    run: () => ({ status: 200, body: { errors: [], warnings: [] } }),
  },
  { name: 'refs', method: 'GET', path: new RegExp(`${API}/refs$`), run: withRepository(refs) },
  { name: 'preupload', method: 'POST', path: new RegExp(`${API}/preupload/([^/]+)$`), run: withRepository(preupload) },
  { name: 'commit', method: 'POST', path: new RegExp(`${API}/commit/([^/]+)$`), run: withRepository(commit) },
  { name: 'tree', method: 'GET', path: new RegExp(`${API}/tree/([^/]+)(?:/(.+))?$`), run: withRepository(tree) },
  { name: 'paths', method: 'POST', path: new RegExp(`${API}/paths-info/([^/]+)$`), run: withRepository(pathsInfo) },
  { name: 'branch', method: 'POST', path: new RegExp(`${API}/branch/([^/]+)$`), run: withRepository(branch) },
  { name: 'tag', method: 'POST', path: new RegExp(`${API}/tag/([^/]+)$`), run: withRepository(tag) },
  { name: 'untag', method: 'DELETE', path: new RegExp(`${API}/tag/([^/]+)$`), run: withRepository(untag) },
  { name: 'info', method: 'GET', path: new RegExp(`${API}(?:/revision/([^/]+))?$`), run: withRepository(info) },
  {
    name: 'batch',
    method: 'POST',
    path: /^(?:\/datasets)?\/([^/]+\/[^/]+)\.git\/info\/lfs\/objects\/batch$/,
    run: withRepository(({ store }, _, asked) => store.batch(json(asked))),
  },
  {
    name: 'complete',
    method: 'POST',
    path: /^\/store\/()([0-9a-f]{64})\/complete$/,
    run: ({ store }, asked) => store.complete(asked.rest[0]!, json(asked)),
  },
  { name: 'chunk', method: 'GET', path: /^\/cas\/v1\/chunks\/default\/()\w+$/, run: () => failure(404, 'unknown') },
  {
    name: 'xorb',
    method: 'POST',
    path: /^\/cas\/v1\/xorbs\/default\/()([0-9a-f]{64})$/,
    run: ({ store }, { rest: [hash], body }) => store.chunks.xorb(hash!, body),
  },
  {
    name: 'shard',
    method: 'POST',
    path: /^\/cas\/v1\/shards()$/,
    run: ({ store }, { body }) => store.chunks.shard(body),
  },
  {
    name: 'put',
    method: 'PUT',
    path: /^\/store\/()([0-9a-f]{64})(?:\/(\d+))?$/,
    run: ({ store }, { rest: [oid, part], body }) => store.put(oid!, part, body),
  },
];

type RepositoryRun = (hub: Hub, repository: Repository, asked: Asked) => Answer;

function withRepository(run: RepositoryRun): Route['run'] {
  return (hub, asked) => {
    const repository = hub.repositories.get(asked.repo);
    if (repository === undefined) return failure(404, 'Repository not found', 'RepoNotFound');
    return run(hub, repository, asked);
  };
}

function whoAmI(): Answer {
  return { status: 200, body: { type: 'user', name: 'ada', orgs: [], auth: { type: 'access_token' } } };
}

function create({ repositories, address }: Hub, asked: Asked): Answer {
  const request = json<{ name: string; organization: string; visibility?: string }>(asked);
  const name = `${request.organization}/${request.name}`;
  if (repositories.has(name)) return failure(409, 'You already created this dataset repo');
  repositories.set(name, createRepository(name, request.visibility === 'private'));
  return { status: 200, body: { url: `${address()}/datasets/${name}`, name, id: name } };
}

function refs(_: Hub, { branches, tags }: Repository): Answer {
  const list = (kind: string, named: ReadonlyMap<string, string>) =>
    [...named].map(([name, targetCommit]) => ({ name, ref: `refs/${kind}/${name}`, targetCommit }));
  return { status: 200, body: { branches: list('heads', branches), tags: list('tags', tags), converts: [] } };
}

function preupload(_: Hub, repository: Repository, asked: Asked): Answer {
  if (!repository.branches.has(asked.rest[0]!)) return failure(404, 'Invalid rev id', 'RevisionNotFound');
  const { files } = json<{ files: { path: string; size: number }[] }>(asked);
  const isLarge = ({ path, size }: { path: string; size: number }) =>
    /\.(?:arrow|parquet|gz|safetensors|onnx)$/.test(path) || size > LARGEST_REGULAR;
  return {
    status: 200,
    body: {
      files: files.map((file) => ({
        path: file.path,
        uploadMode: isLarge(file) ? 'lfs' : 'regular',
        shouldIgnore: false,
      })),
    },
  };
}

interface CommitLine {
  readonly key: 'header' | 'file' | 'lfsFile' | 'deletedFile';
  readonly value: Readonly<Record<string, string>>;
}

function commit({ address, store }: Hub, repository: Repository, { rest, body }: Asked): Answer {
  const branch = rest[0]!;
  const head = repository.branches.get(branch);
  const lines = body
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CommitLine);
  const { summary = '', parentCommit } = lines.find(({ key }) => key === 'header')!.value;
  if (head === undefined) return failure(404, 'Invalid rev id', 'RevisionNotFound');
  if (parentCommit !== undefined && parentCommit !== head) {
    return failure(412, 'A commit has happened since. Please refresh and try again.');
  }
  const changes = new Map<string, TreeFile | undefined>();
  for (const { key, value } of lines.filter(({ key }) => key !== 'header')) {
    const path = value.path!;
    if (key === 'lfsFile' && !store.objects.has(value.oid!)) return failure(422, `${path}: no such LFS object`);
    if (key === 'deletedFile' && !repository.commits.get(head)!.files.has(path)) return failure(400, `no ${path}`);
    changes.set(path, contentOf({ key, value }, store));
  }
  const { oid } = addCommit(repository, branch, { title: summary, changes: changes satisfies Changes });
  const commitUrl = `${address()}/datasets/${repository.name}/commit/${oid}`;
  return { status: 200, body: { success: true, commitOid: oid, commitUrl, hookOutput: '' } };
}

function contentOf({ key, value }: CommitLine, { objects }: LargeFileStore): TreeFile | undefined {
  if (key === 'deletedFile') return undefined;
  if (key === 'lfsFile') return largeFile(value.path!, objects.get(value.oid!)!);
  return regularFile(value.path!, Buffer.from(value.content!, 'base64'));
}

function tree(hub: Hub, repository: Repository, { rest: [revision, folder], query }: Asked): Answer {
  const found = commitAt(repository, revision!);
  if (found === undefined) return failure(404, 'Invalid rev id', 'RevisionNotFound');
  const within = folder === undefined ? '' : `${folder}/`;
  const files = [...found.files.values()].filter(({ path }) => path.startsWith(within));
  const isDeep = query.get('recursive') === 'true';
  const direct = files.filter(({ path }) => isDeep || !path.slice(within.length).includes('/'));
  const folders = new Set(files.flatMap(({ path }) => foldersOf(path, within)));
  const shown = [...folders].filter((path) => isDeep || !path.slice(within.length).includes('/'));
  const all = [...shown.map((path) => ({ type: 'directory', path, size: 0, oid: found.oid })), ...direct.map(entry)];
  const from = Number(query.get('cursor') ?? 0);
  const to = from + hub.pageFiles;
  const next = new URLSearchParams([...query].filter(([name]) => name !== 'cursor').concat([['cursor', String(to)]]));
  const url = `${hub.address()}/api/datasets/${repository.name}/tree/${revision}${folder ? `/${folder}` : ''}?${next}`;
  return {
    status: 200,
    headers: to < all.length ? { Link: `<${url}>; rel="next"` } : {},
    body: all.slice(from, to),
  };
}

function foldersOf(path: string, within: string): string[] {
  const parts = path.slice(within.length).split('/').slice(0, -1);
  return parts.map((_, index) => within + parts.slice(0, index + 1).join('/'));
}

function entry({ path, size, oid, lfs }: TreeFile) {
  return { type: 'file', path, size, oid, ...(lfs && { lfs }) };
}

function pathsInfo(_: Hub, repository: Repository, asked: Asked): Answer {
  const found = commitAt(repository, asked.rest[0]!);
  if (found === undefined) return failure(404, 'Invalid rev id', 'RevisionNotFound');
  const { paths } = json<{ paths: string[] }>(asked);
  return {
    status: 200,
    body: paths.flatMap((path) => {
      const file = found.files.get(path);
      if (file !== undefined) return [entry(file)];
      const isFolder = [...found.files.keys()].some((name) => name.startsWith(`${path}/`));
      return isFolder ? [{ type: 'directory', path, size: 0, oid: found.oid }] : [];
    }),
  };
}

function branch(_: Hub, repository: Repository, asked: Asked): Answer {
  const name = asked.rest[0]!;
  if (repository.branches.has(name)) return failure(409, 'Reference already exists');
  const { startingPoint = 'main' } = json<{ startingPoint?: string }>(asked);
  const from = commitAt(repository, startingPoint);
  if (from === undefined) return failure(404, 'Invalid rev id', 'RevisionNotFound');
  repository.branches.set(name, from.oid);
  return { status: 200, body: '' };
}

function tag(_: Hub, repository: Repository, asked: Asked): Answer {
  const { tag: name } = json<{ tag: string }>(asked);
  const commit = commitAt(repository, asked.rest[0]!);
  if (commit === undefined) return failure(404, 'Invalid rev id', 'RevisionNotFound');
  if (repository.tags.has(name)) return failure(409, 'Tag reference exists already');
  repository.tags.set(name, commit.oid);
  return { status: 200, body: '' };
}

function untag(_: Hub, repository: Repository, asked: Asked): Answer {
  return repository.tags.delete(asked.rest[0]!) ? { status: 200, body: '' } : failure(404, 'No such tag');
}

function info(_: Hub, repository: Repository, { rest: [revision = 'main'] }: Asked): Answer {
  const found = commitAt(repository, revision);
  if (found === undefined) return failure(404, 'Invalid rev id', 'RevisionNotFound');
  const { name, isPrivate } = repository;
  return {
    status: 200,
    body: {
      _id: '6600000000000000000000aa',
      id: name,
      author: name.split('/')[0],
      sha: found.oid,
      private: isPrivate,
      gated: false,
      disabled: false,
      downloads: 0,
      likes: 0,
      tags: [],
      lastModified: '2026-04-01T00:00:00.000Z',
      createdAt: '2026-04-01T00:00:00.000Z',
      siblings: [...found.files.keys()].map((rfilename) => ({ rfilename })),
    },
  };
}

export function failure(status: number, error: string, code?: string): Answer {
  return { status, headers: code === undefined ? {} : { 'X-Error-Code': code }, body: { error } };
}

function json<T>({ body }: Asked): T {
  return JSON.parse(body.toString('utf8')) as T;
}
