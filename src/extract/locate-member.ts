// Whether a member can be unpacked here, and where it lies. That takes a folder packed with BZip2 and nothing else.
// Two readers of the archive's directory, 7-Zip's and the one here, must say the same of it; else 7-Zip unpacks it.
import type { ArchiveMember } from './archive-member.ts';
import { NotUnderstood } from './byte-cursor.ts';
import { type PackedMember, readMembers } from './seven-zip-header.ts';
import type { PackedStream } from './unpacker.ts';

/** A member in a bzip2 stream. */
export interface LocatedMember {
  readonly stream: PackedStream;
  /** All that the stream holds: this member and its neighbours, in their order. */
  readonly folder: readonly PackedMember[];
  readonly member: PackedMember;
}

/** BZip2 by its number in a directory. */
const BZIP2 = '040202';

/** The member's place; undefined when it is for 7-Zip to unpack. */
export async function locateMember(
  path: string,
  wanted: ArchiveMember,
  at: string,
): Promise<LocatedMember | undefined> {
  const members = await understoodMembers(path);
  const [member, ...others] = members.filter((one) => isSame(one, wanted));
  return member === undefined || others.length > 0 ? undefined : placeOf(member, { members, path, at });
}

/** The members of an archive whose directory is understood; none of any other. */
export async function understoodMembers(path: string): Promise<PackedMember[]> {
  return readMembers(path).catch((error: unknown) => {
    if (error instanceof NotUnderstood) return [];
    throw error;
  });
}

interface Directory {
  readonly members: readonly PackedMember[];
  readonly path: string;
  readonly at: string;
}

/** Where a member lies, with all that share its folder; undefined where that is not packed with BZip2. */
export function placeOf(member: PackedMember, { members, path, at }: Directory): LocatedMember | undefined {
  const { coder, packedFrom, packedBytes } = member.folder;
  if (coder?.id !== BZIP2) return undefined;
  const stream = { path, at, from: packedFrom, bytes: packedBytes };
  return { stream, member, folder: members.filter(({ folder }) => folder === member.folder) };
}

function isSame(member: PackedMember, { path, bytes, crc }: ArchiveMember): boolean {
  return slashes(member.path) === slashes(path) && member.bytes === bytes && member.crc === crc;
}

/** 7-Zip lists paths as the system writes them. */
function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
