// What a commit has to do so that the Hub has the files of a build: pure, from two lists. Files of the Hub that no build
// writes stay as they are: `.gitattributes`, or a licence that somebody added.

import { CARD_FILE, CONTAMINATION_FILE, DATA_CONFIG_FILE, MANIFEST_FILE, REPORT_FILE } from '../manifest-file.ts';

/** A file of a build. */
export interface LocalFile {
  /** Relative to the folder of the build, with `/` between its parts. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Its name in git; asked for only where the Hub knows the file by that. */
  readonly gitOid?: string | undefined;
}

/** A file on the Hub. */
export interface RemoteFile {
  readonly path: string;
  readonly bytes: number;
  /** Of its content, or of the pointer to it where it is a large one. */
  readonly gitOid: string;
  /** Of its content; large files have it, files that lie in git itself do not. */
  readonly sha256: string | undefined;
}

/** What differs, by path. */
export interface UploadPlan {
  readonly add: readonly LocalFile[];
  readonly replace: readonly LocalFile[];
  readonly same: readonly LocalFile[];
  /** Paths of old files, such as shards of an earlier dump. */
  readonly remove: readonly string[];
}

/** Folders that hold nothing but what builds wrote there. */
const OUR_FOLDERS = ['data/', 'provenance/', 'evaluation/'] as const;

/** Files beside them that a build writes. */
export const OUR_FILES: readonly string[] = [
  CARD_FILE,
  MANIFEST_FILE,
  DATA_CONFIG_FILE,
  REPORT_FILE,
  CONTAMINATION_FILE,
];

/** Compares a build with what the Hub has. */
export function planUpload(local: readonly LocalFile[], remote: readonly RemoteFile[]): UploadPlan {
  const there = new Map(remote.map((file) => [file.path, file]));
  const here = new Set(local.map(({ path }) => path));
  const files = local.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const known = files.filter(({ path }) => there.has(path));
  return {
    add: files.filter(({ path }) => !there.has(path)),
    replace: known.filter((file) => !isSame(file, there.get(file.path)!)),
    same: known.filter((file) => isSame(file, there.get(file.path)!)),
    remove: [...there.keys()].filter((path) => isOurs(path) && !here.has(path)).sort(),
  };
}

/** Whether there is nothing to commit. */
export function isDone({ add, replace, remove }: UploadPlan): boolean {
  return add.length + replace.length + remove.length === 0;
}

/** Files the Hub may have as they are, and knows by their name in git: for these a plan needs `gitOid`. */
export function comparedByGit(local: readonly LocalFile[], remote: readonly RemoteFile[]): LocalFile[] {
  const inGit = new Map(remote.filter(({ sha256 }) => sha256 === undefined).map(({ path, bytes }) => [path, bytes]));
  return local.filter(({ path, bytes }) => inGit.get(path) === bytes);
}

function isSame(local: LocalFile, remote: RemoteFile): boolean {
  if (local.bytes !== remote.bytes) return false;
  return remote.sha256 === undefined ? local.gitOid === remote.gitOid : local.sha256 === remote.sha256;
}

function isOurs(path: string): boolean {
  return OUR_FILES.includes(path) || OUR_FOLDERS.some((folder) => path.startsWith(folder));
}
