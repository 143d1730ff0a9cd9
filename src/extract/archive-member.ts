// What lies in a 7z archive, and which member of it is a table of the dump. Names in an archive are only compared and
// handed back to 7-Zip, which writes to a pipe: no file is ever made by a name from an archive.
import { StackpairsError } from '../errors.ts';
import type { Table } from '../types.ts';
import type { SevenZip, SevenZipRun } from './seven-zip.ts';

/** One member as the archive's directory declares it. */
export interface ArchiveMember {
  readonly path: string;
  readonly bytes: number;
  /** undefined when the archive has none for it. */
  readonly crc: number | undefined;
  readonly encrypted: boolean;
}

/** What both 7z commands share. A password is always given, so that 7-Zip never asks for one; `-spd` is no wildcards. */
const SWITCHES = ['-t7z', '-bd', '-spd', '-pnone', '-sccUTF-8'];

/** A listing longer than this is not that of a dump, which has about ten members of 200 bytes each. */
const LISTING_LIMIT = 1 << 20;

/** Names shown when a table is missing. */
const SHOWN_NAMES = 12;

/** Lists an archive; `at` is its name in messages. */
export async function listMembers(sevenZip: SevenZip, archive: string, { at, signal }: Place) {
  let listing = '';
  const decoder = new TextDecoder();
  for await (const chunk of sevenZip({ switches: ['l', '-slt', ...SWITCHES], archive, signal })) {
    listing += decoder.decode(chunk, { stream: true });
    if (listing.length > LISTING_LIMIT) {
      throw new StackpairsError('bad_input', 'this archive has too many members to be a dump', { at });
    }
  }
  return readListing(listing);
}

/** Where the archive is, and what may stop the work on it. */
export interface Place {
  readonly at: string;
  readonly signal?: AbortSignal | undefined;
}

/** The run that writes one member, chosen by its exact path, to the output. */
export function extraction({ path }: ArchiveMember, archive: string, signal?: AbortSignal): SevenZipRun {
  return { switches: ['x', '-so', ...SWITCHES, `-i!${path}`], archive, signal };
}

// What `7z l -slt` prints: blocks of `Key = value` lines, members below the dashes.
function readListing(text: string): ArchiveMember[] {
  const [, members = ''] = text.replaceAll('\r\n', '\n').split('\n----------\n');
  return members
    .split('\n\n')
    .map((block) => new Map(block.split('\n').map(readField)))
    .filter((fields) => fields.has('Path') && !(fields.get('Attributes') ?? '').startsWith('D'))
    .map((fields) => ({
      path: fields.get('Path') ?? '',
      bytes: Number(fields.get('Size') ?? 0),
      crc: fields.get('CRC') ? Number.parseInt(fields.get('CRC') ?? '', 16) : undefined,
      encrypted: fields.get('Encrypted') === '+',
    }));
}

/** The members called after a table, in any folder and any case; a dump has one. */
export function membersOf<Member extends Pick<ArchiveMember, 'path'>>(
  members: readonly Member[],
  table: Table,
): Member[] {
  return members.filter(({ path }) => fileName(path).toLowerCase() === `${table}.xml`.toLowerCase());
}

/** The one member that holds a table and can be read. */
export function pickMember(members: readonly ArchiveMember[], table: Table, at: string): ArchiveMember {
  const found = membersOf(members, table);
  const [member, ...others] = found;
  if (member === undefined || others.length > 0) {
    throw new StackpairsError('bad_input', `it is not clear which member is ${table}.xml`, {
      at,
      expected: `one ${table}.xml in the archive`,
      found: describe(member === undefined ? members : found),
    });
  }
  if (member.encrypted) {
    throw new StackpairsError('bad_input', `${table}.xml is encrypted`, { at, hint: 'Dumps are not: fetch it again.' });
  }
  if (member.crc === undefined && member.bytes > 0) {
    throw new StackpairsError('bad_input', `the archive has no checksum for ${table}.xml; nothing could vouch for it`, {
      at,
      hint: `Unpack it and give the unpacked ${table}.xml.`,
    });
  }
  return member;
}

/** The last part of a member's path, whatever system wrote it. */
export function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? '';
}

// Quoted, because a name in an archive may hold anything.
function describe(members: readonly ArchiveMember[]): string {
  const names = members.slice(0, SHOWN_NAMES).map(({ path }) => JSON.stringify(path));
  const more = members.length - names.length;
  return names.length === 0 ? 'an empty archive' : `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function readField(line: string): [key: string, value: string] {
  const [key = '', ...value] = line.split(' = ');
  return [key.replace(/ =$/, ''), value.join(' = ')];
}
