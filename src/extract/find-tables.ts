// The other tables of a dump, found by where its posts are: in the same archive, else in a file of the same folder that is
// named for the same site and date. Nothing of them is unpacked here, and a missing one is no error. What is wrong with one
// that is there is said when it is opened, as most builds never do.
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileContainer, SideTable, SideTables, TableFile } from '../types.ts';
import { type ArchiveMember, fileName, membersOf } from './archive-member.ts';
import { containerOf, readHead, xmlBytesIn } from './container.ts';
import { readInputName } from './input-name.ts';
import type { Candidate } from './list-candidates.ts';

/** What is known of the file that holds the posts. */
interface PostsFile extends Candidate {
  readonly bytes: number;
  /** What else lies in it, if it is an archive. */
  readonly members: readonly ArchiveMember[];
}

/** Finds the tables of the dump these posts are of. */
export async function findTables(posts: PostsFile): Promise<SideTables> {
  const find = async (table: SideTable) => inArchive(table, posts) ?? beside(table, posts);
  return { links: await find('PostLinks'), users: await find('Users') };
}

function inArchive(table: SideTable, { path, file, bytes, members }: PostsFile): TableFile | undefined {
  const [member] = membersOf(members, table);
  if (member === undefined) return undefined;
  const shown = `${file}/${fileName(member.path)}`;
  return { table, path, file: shown, container: '7z', bytes, xmlBytes: member.bytes };
}

/** A table that is there packed and unpacked is read where it is unpacked; both are of one dump. */
const PREFERENCE: readonly FileContainer[] = ['xml', 'gz', 'bz2', 'zst', '7z'];

async function beside(table: SideTable, posts: Candidate): Promise<TableFile | undefined> {
  const named = (await listFolder(dirname(posts.path)))
    .flatMap((path) => readTableName(path) ?? [])
    .filter((name) => name.table === table && isOfSameDump(name, posts))
    .sort((a, b) => PREFERENCE.indexOf(a.container) - PREFERENCE.indexOf(b.container));
  for (const name of named) {
    const { path, file } = name;
    const kind = await stat(path).catch(() => undefined);
    if (kind?.isFile() !== true) continue;
    const head = await readHead(path).catch(() => new Uint8Array(0));
    const container = containerOf(head) ?? name.container;
    return { table, path, file, container, bytes: kind.size, xmlBytes: xmlBytesIn(container, kind.size) };
  }
  return undefined;
}

function readTableName(path: string) {
  const name = readInputName(path);
  return name && { ...name, path };
}

type DumpName = Pick<Candidate, 'site' | 'dumpDate'>;

function isOfSameDump(one: DumpName, other: DumpName): boolean {
  return one.site.toLowerCase() === other.site.toLowerCase() && one.dumpDate === other.dumpDate;
}

/** Paths of what is in a folder and not hidden, in code-unit order; none where a file may be read but not its folder. */
async function listFolder(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => !name.startsWith('.'))
    .sort()
    .map((name) => join(folder, name));
}
