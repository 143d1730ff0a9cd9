// Holds a member of an archive to what its directory declares. 7-Zip gives bytes long before it finds that they are
// wrong, and leaves with 0 and no bytes when it finds nothing to extract: the size and the CRC are checked here.
import { crc32 } from 'node:zlib';
import { StackpairsError } from '../errors.ts';
import { type ArchiveMember, fileName } from './archive-member.ts';

/** What a directory declares of a member. */
type Declared = Pick<ArchiveMember, 'path' | 'bytes' | 'crc'>;

/** Passes the bytes on; throws as soon as there are too many, and at the end when they are too few or not the right ones. */
export async function* verifyMember(source: AsyncIterable<Uint8Array>, declared: Declared, at: string) {
  const { path, bytes, crc = 0 } = declared;
  const name = fileName(path);
  let seen = 0;
  let sum = 0;
  for await (const chunk of source) {
    seen += chunk.length;
    if (seen > bytes) {
      throw damaged(at, `${bytes} bytes of ${name}`, 'more');
    }
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (seen !== bytes) {
    throw damaged(at, `${bytes} bytes of ${name}`, `${seen}`);
  }
  if (sum !== crc) {
    throw damaged(at, `CRC ${hex(crc)} of ${name}`, hex(sum));
  }
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
