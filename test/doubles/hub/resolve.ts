// Files as they are fetched from the Hub by name, whole or in part, with the heads that its own libraries go by.

import type { Answer } from './faults.ts';
import { commitAt, type TreeFile } from './repository.ts';
import { type Asked, failure, type Hub, type Route } from './routes.ts';

/** Routes that give files. */
export const RESOLVE_ROUTES: readonly Route[] = ['GET', 'HEAD'].map((method) => ({
  name: 'resolve',
  method,
  path: /^\/datasets\/([^/]+\/[^/]+)\/(?:resolve|raw)\/([^/]+)\/(.+)$/,
  run: resolve,
}));

function resolve({ repositories }: Hub, { repo, rest, range }: Asked): Answer {
  const [revision = '', path = ''] = rest;
  const repository = repositories.get(repo);
  if (repository === undefined) return failure(404, 'Repository not found', 'RepoNotFound');
  const commit = commitAt(repository, revision);
  if (commit === undefined) return failure(404, 'Invalid rev id', 'RevisionNotFound');
  const file = commit.files.get(path);
  const named = { 'X-Repo-Commit': commit.oid };
  if (file === undefined) {
    return { status: 404, headers: { ...named, 'X-Error-Code': 'EntryNotFound' }, body: 'Entry not found' };
  }
  const headers = { ...named, ...headersOf(file) };
  const part = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
  if (part === null) return { status: 200, headers, body: file.content };
  const from = Number(part[1]);
  const to = part[2] ? Math.min(Number(part[2]) + 1, file.size) : file.size;
  if (from >= to) return { status: 416, headers: { 'Content-Range': `bytes */${file.size}` }, body: '' };
  const shown = { 'Content-Range': `bytes ${from}-${to - 1}/${file.size}` };
  return { status: 206, headers: { ...headers, ...shown }, body: file.content.subarray(from, to) };
}

function headersOf({ oid, size, lfs }: TreeFile): Record<string, string> {
  const name = `"${lfs?.oid ?? oid}"`;
  const linked: Record<string, string> = lfs ? { 'X-Linked-Size': String(size), 'X-Linked-ETag': name } : {};
  return { ETag: name, 'Accept-Ranges': 'bytes', ...linked };
}
