// Whether an archive can be read from the middle: where Posts.xml is alone in a folder packed with BZip2, whose blocks know
// nothing of each other. The directory is read here alone; that 7-Zip says the same size was seen when the input was found.
// Memory: one block.
import type { Input } from '../types.ts';
import { membersOf } from './archive-member.ts';
import { type LocatedMember, placeOf, understoodMembers } from './locate-member.ts';
import { readFailure } from './read-failure.ts';
import { createUnpacker } from './unpack-range.ts';
import { isUtf16Xml } from './utf16.ts';

/** Bytes from either end of an archive in which its directory and its first block are: all that is read of it here. */
export const DIRECTORY_BYTES = 1 << 20;

/** A block of a dump has 900 kB; of one that has more, this is enough as well. */
const BLOCK_ROOM = 1 << 20;

/** The first block begins before this bit, and no other one. */
const BEHIND_HEAD = 64;

/** The posts of an archive, where they can be read from the middle. */
export async function divisibleMember({ path, file, xmlBytes }: DividedInput): Promise<LocatedMember | undefined> {
  const members = await understoodMembers(path).catch((error: unknown) => {
    throw readFailure(error, file);
  });
  const [found, ...others] = membersOf(members, 'Posts');
  if (found === undefined || others.length > 0) return undefined;
  const located = placeOf(found, { members, path, at: file });
  const isAlone = located?.folder.length === 1;
  return isAlone && found.crc !== undefined && found.bytes === xmlBytes ? located : undefined;
}

/** True if the XML of a divisible member is in UTF-8, as its first block says; damage is for whoever reads it to find. */
export function isUtf8Member({ stream }: LocatedMember): boolean {
  const buffer = new ArrayBuffer(BLOCK_ROOM);
  const place = { bit: 0, skip: 0, isKnown: true, until: BEHIND_HEAD, most: 1 };
  const { bytes } = createUnpacker()({ kind: 'unpack', stream, ...place, buffer });
  return bytes > 0 && !isUtf16Xml(new Uint8Array(buffer, 0, bytes));
}

type DividedInput = Pick<Input, 'path' | 'file' | 'xmlBytes'>;
