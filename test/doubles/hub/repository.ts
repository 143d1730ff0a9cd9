// A dataset as the Hub keeps it: commits with their trees, branches and tags that name them, and large files by SHA-256.
import { createHash } from 'node:crypto';

/** A file of a commit. */
export interface TreeFile {
  readonly path: string;
  readonly size: number;
  /** As git names it: of the content, or of the pointer to a large file. */
  readonly oid: string;
  readonly lfs?: { readonly oid: string; readonly size: number; readonly pointerSize: number };
  readonly content: Buffer;
}

/** A commit and what is in it. */
export interface Commit {
  readonly oid: string;
  readonly title: string;
  readonly files: ReadonlyMap<string, TreeFile>;
}

/** What a commit changes: files by path, or undefined for one that goes. */
export type Changes = ReadonlyMap<string, TreeFile | undefined>;

/** A dataset with its history. */
export interface Repository {
  readonly name: string;
  readonly isPrivate: boolean;
  readonly branches: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly commits: Map<string, Commit>;
  /** Oids of all commits in the order they were made. */
  readonly log: string[];
}

const ATTRIBUTES = '*.arrow filter=lfs diff=lfs merge=lfs -text\n*.parquet filter=lfs diff=lfs merge=lfs -text\n';

/** Makes a dataset with the commit the Hub begins every one with. */
export function createRepository(name: string, isPrivate = false): Repository {
  const repository = { name, isPrivate, branches: new Map(), tags: new Map(), commits: new Map(), log: [] };
  const attributes = regularFile('.gitattributes', Buffer.from(ATTRIBUTES));
  addCommit(repository, 'main', { title: 'initial commit', changes: new Map([[attributes.path, attributes]]) });
  return repository;
}

/** The same dataset once more, to be changed by itself. */
export function copyRepository({ branches, tags, commits, log, ...rest }: Repository): Repository {
  return { ...rest, branches: new Map(branches), tags: new Map(tags), commits: new Map(commits), log: [...log] };
}

/** Commits onto a branch. */
export function addCommit(
  repository: Repository,
  branch: string,
  { title, changes }: { readonly title: string; readonly changes: Changes },
): Commit {
  const parent = repository.branches.get(branch);
  const files = new Map(parent === undefined ? [] : repository.commits.get(parent)!.files);
  for (const [path, file] of changes) {
    if (file === undefined) files.delete(path);
    else files.set(path, file);
  }
  const tree = [...files.values()].map(({ path, oid }) => `${path} ${oid}`).sort();
  const oid = sha1([parent, title, repository.log.length, ...tree].join('\n'));
  const commit = { oid, title, files };
  repository.commits.set(oid, commit);
  repository.branches.set(branch, oid);
  repository.log.push(oid);
  return commit;
}

/** The commit that a branch, a tag or an oid names. */
export function commitAt({ branches, tags, commits }: Repository, revision: string): Commit | undefined {
  const name = revision === 'HEAD' ? 'main' : revision;
  return commits.get(branches.get(name) ?? tags.get(name) ?? name);
}

/** A file that lies in git itself. */
export function regularFile(path: string, content: Buffer): TreeFile {
  return { path, size: content.length, oid: gitOid(content), content };
}

/** A file that lies in the store for large ones; git has a pointer to it. */
export function largeFile(path: string, content: Buffer): TreeFile {
  const oid = sha256(content);
  const pointer = Buffer.from(
    `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${content.length}\n`,
  );
  const lfs = { oid, size: content.length, pointerSize: pointer.length };
  return { path, size: content.length, oid: gitOid(pointer), lfs, content };
}

export function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function gitOid(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
