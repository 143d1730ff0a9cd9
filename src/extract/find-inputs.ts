// From the paths a user gives to the inputs of a run: which files, of which site, wrapped how, how large, and which other
// tables of the dump are there. An archive's directory is read once.
import { stat } from 'node:fs/promises';
import { StackpairsError } from '../errors.ts';
import type { FileContainer, Input } from '../types.ts';
import { type ArchiveMember, listMembers, pickMember } from './archive-member.ts';
import { chooseSevenZip, type SevenZipChoice } from './choose-seven-zip.ts';
import { containerOf, readHead, xmlBytesIn } from './container.ts';
import { findTables } from './find-tables.ts';
import { type Candidate, listCandidates, WANTED } from './list-candidates.ts';
import { readFailure } from './read-failure.ts';

/** How inputs are found. */
export interface FindOptions extends SevenZipChoice {
  /** Site of the posts on standard input, the path `-`. */
  readonly stdinSite?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Finds the dumps under these paths, one for each site, sorted by site and then by file. */
export async function findInputs(paths: readonly string[], options: FindOptions = {}): Promise<Input[]> {
  const candidates = await listCandidates(paths, options.stdinSite);
  if (candidates.length === 0) {
    const at = paths.join(', ');
    throw new StackpairsError('bad_usage', 'no dump was found', { at, expected: WANTED, found: 'none of them' });
  }
  refuseTwoOfOneSite(candidates);
  const inputs: Input[] = [];
  for (const candidate of candidates) {
    inputs.push(await inspect(candidate, options));
  }
  return inputs;
}

function refuseTwoOfOneSite(sorted: readonly Candidate[]): void {
  for (const [i, second] of sorted.entries()) {
    const first = sorted[i - 1];
    if (first?.site === second.site) {
      throw new StackpairsError('bad_usage', `two dumps of ${second.site} in one run`, {
        expected: 'one dump of each site',
        found: `${first.path} and ${second.path}`,
        hint: 'Leave one of them out.',
      });
    }
  }
}

async function inspect(candidate: Candidate, options: FindOptions): Promise<Input> {
  const { path, file, site, dumpDate, container: named } = candidate;
  if (named === 'auto') {
    return { path, file, container: named, site, dumpDate, bytes: 0, xmlBytes: 0, tables: {} };
  }
  try {
    const { size: bytes } = await stat(path);
    const container = containerOf(await readHead(path)) ?? plain(named, path);
    const members = container === '7z' ? await list(path, options) : undefined;
    const xmlBytes = members ? pickMember(members, 'Posts', path).bytes : xmlBytesIn(container, bytes);
    const tables = await findTables({ ...candidate, bytes, members: members ?? [] });
    return { path, file, container, site, dumpDate, bytes, xmlBytes, tables };
  } catch (error) {
    options.signal?.throwIfAborted();
    throw readFailure(error, path);
  }
}

// Without a container's mark a file is XML, but not when its name promises a container: that is a broken download.
function plain(named: FileContainer, at: string): FileContainer {
  if (named !== 'xml') {
    throw new StackpairsError('damaged_archive', 'the file is not what its name says', {
      at,
      expected: `the first bytes of ${named}`,
      found: 'others, or an empty file',
      hint: 'Fetch it again.',
    });
  }
  return named;
}

async function list(path: string, options: FindOptions): Promise<ArchiveMember[]> {
  return listMembers(await chooseSevenZip('7z', options), path, { at: path, signal: options.signal });
}
