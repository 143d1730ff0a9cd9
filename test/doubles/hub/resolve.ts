// Files as they are fetched from the Hub by name, whole or in part, with the heads that its own libraries go by.

import type { Answer } from './faults.ts';
import { commitAt, type TreeFile } from './repository.ts';
import { failure, type Hub, type Route } from './routes.ts';

/** Routes that give files. */
export const RESOLVE_ROUTES: readonly Route[] = ['GET', 'HEAD'].map((method) => ({
  name: 'resolve',
  method,
  path: /^\/datasets\/([^/]+\/[^/]+)\/(?:resolve|raw)\/([^/]+)\/(.+)$/,
  run: (hub, { repo, rest: [revision, path], query }) =>
    resolve(hub, { repo, revision: revision!, path: path!, query }),
}));

interface Wanted {
  readonly repo: string;
  readonly revision: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

function resolve({ repositories }: Hub, { repo, revision, path }: Wanted): Answer {
  const repository = repositories.get(repo);
  if (repository === undefined) return failure(404, 'Repository not found', 'RepoNotFound');
  const commit = commitAt(repository, revision);
  if (commit === undefined) return failure(404, 'Invalid rev id', 'RevisionNotFound');
  const file = commit.files.get(path);
  const named = { 'X-Repo-Commit': commit.oid };
  if (file === undefined) {
    return { status: 404, headers: { ...named, 'X-Error-Code': 'EntryNotFound' }, body: 'Entry not found' };
  }
  return { status: 200, headers: { ...named, ...headersOf(file) }, body: file.content };
}

function headersOf({ oid, size, lfs }: TreeFile): Record<string, string> {
  const name = `"${lfs?.oid ?? oid}"`;
  const linked: Record<string, string> = lfs ? { 'X-Linked-Size': String(size), 'X-Linked-ETag': name } : {};
  return { ETag: name, 'Accept-Ranges': 'bytes', ...linked };
}
