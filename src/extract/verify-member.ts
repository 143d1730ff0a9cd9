// Holds a member of an archive to what its directory declares. 7-Zip gives bytes long before it finds that they are
// wrong, and leaves with 0 and no bytes when it finds nothing to extract: the size and the CRC are checked here.
import { crc32 } from 'node:zlib';
import { StackpairsError } from '../errors.ts';
import { type ArchiveMember, fileName } from './archive-member.ts';

/** What a directory declares of a member. */
export type Declared = Pick<ArchiveMember, 'path' | 'bytes' | 'crc'>;

/** Passes the bytes on; throws as soon as there are too many, and at the end when they are too few or not the right ones. */
export async function* verifyMember(source: AsyncIterable<Uint8Array>, declared: Declared, at: string) {
  let bytes = 0;
  let crc = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > declared.bytes) throw tooMany(declared, at);
    crc = crc32(chunk, crc);
    yield chunk;
  }
  expectMember({ bytes, crc }, declared, at);
}

/** Throws if what was unpacked has another size or CRC. */
export function expectMember(
  found: { readonly bytes: number; readonly crc: number },
  { path, bytes, crc = 0 }: Declared,
  at: string,
): void {
  const name = fileName(path);
  if (found.bytes !== bytes) throw damaged(at, `${bytes} bytes of ${name}`, `${found.bytes}`);
  if (found.crc !== crc) throw damaged(at, `CRC ${hex(crc)} of ${name}`, hex(found.crc));
}

/** The error that says that there is more of a member than its directory declares. */
export function tooMany({ path, bytes }: Declared, at: string): StackpairsError {
  return damaged(at, `${bytes} bytes of ${fileName(path)}`, 'more');
}

function damaged(at: string, expected: string, found: string): StackpairsError {
  return new StackpairsError('damaged_archive', 'the archive is damaged', {
    at,
    expected,
    found,
    hint: 'Fetch it again.',
  });
}

function hex(sum: number): string {
  return sum.toString(16).toUpperCase().padStart(8, '0');
}
