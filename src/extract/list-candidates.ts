// From the paths a user gives to the files that by their names are dumps. Folders are searched; nothing is read yet.
import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { StackpairsError } from '../errors.ts';
import type { Container } from '../types.ts';
import { type InputName, readInputName, saysItHoldsPosts } from './input-name.ts';
import { readFailure } from './read-failure.ts';
import { walkFolder } from './walk-folder.ts';

/** A file that by its name holds posts; standard input has the path `-`. */
export interface Candidate extends Omit<InputName, 'container'> {
  readonly path: string;
  readonly container: Container;
}

/** What may be given, for messages. */
export const WANTED =
  'SITE.7z, SITE-Posts.7z or Posts.xml (or .xml.gz, .xml.bz2, .xml.zst), a folder that holds such files, or - for standard input';

/** Lists the dumps under these paths, each file once, sorted by site and then by file. */
export async function listCandidates(paths: readonly string[], stdinSite: string | undefined): Promise<Candidate[]> {
  const listed = await Promise.all(paths.map((path) => (path === '-' ? [nameStdin(stdinSite)] : readPath(path))));
  const candidates = await leaveOutAliases(listed.flat());
  return candidates.sort((a, b) => compare(a.site, b.site) || compare(a.file, b.file));
}

function nameStdin(site: string | undefined): Candidate {
  if (site === undefined || site === '') {
    throw new StackpairsError('bad_usage', 'standard input does not say its site', {
      hint: 'Give the site, e.g. --site beer.stackexchange.com.',
    });
  }
  return { path: '-', file: '-', site, dumpDate: undefined, container: 'auto', table: 'Posts' };
}

async function readPath(given: string): Promise<Candidate[]> {
  const path = resolve(given);
  try {
    const kind = await stat(path);
    if (kind.isDirectory()) {
      return (await walkFolder(path)).flatMap(readCandidate).filter(saysItHoldsPosts);
    }
    return kind.isFile() ? [readGivenFile(path)] : refuse(path, 'neither a file nor a folder');
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? missing(path)
      : readFailure(error, (error as NodeJS.ErrnoException).path ?? path);
  }
}

function readCandidate(path: string): Candidate[] {
  const name = readInputName(path);
  return name === undefined ? [] : [{ ...name, path }];
}

// A file given by itself may be called after its site alone; one that names another table is a mistake.
function readGivenFile(path: string): Candidate {
  const [candidate] = readCandidate(path);
  if (candidate === undefined) {
    return refuse(path, 'another kind of file');
  }
  return candidate.table === undefined || candidate.table === 'Posts' ? candidate : refuse(path, candidate.table);
}

function refuse(at: string, found: string): never {
  throw new StackpairsError('bad_usage', 'this is not a dump of posts', { at, expected: WANTED, found });
}

function missing(at: string): StackpairsError {
  return new StackpairsError('bad_usage', 'there is no such file or folder', { at });
}

// A file reached twice, by a link or because two paths overlap, is one dump; its real path names it where it is among them.
async function leaveOutAliases(candidates: readonly Candidate[]): Promise<Candidate[]> {
  const byFile = new Map<string, Candidate>();
  for (const candidate of candidates.toSorted((a, b) => compare(a.path, b.path))) {
    const real = candidate.path === '-' ? '-' : await realpath(candidate.path);
    if (!byFile.has(real) || candidate.path === real) {
      byFile.set(real, candidate);
    }
  }
  return [...byFile.values()];
}

// Code units, not the reader's locale: the order is part of the output.
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
