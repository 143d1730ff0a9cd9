// Holds the posts of an archive that was read in parts to what its directory declares, as those are that are read at once.

import { combineCrc32, divisibleMember, expectMember, expectStreamSums } from '../extract/index.ts';
import type { Input } from '../types.ts';
import type { Routed } from './routed.ts';

/** Throws `damaged_archive` if all parts together, given in their order, are not the member. */
export async function expectWholeArchive(input: Input, parts: readonly NonNullable<Routed['packed']>[]): Promise<void> {
  const whole = parts.reduce(
    (sum, { bytes, crc }) => ({ bytes: sum.bytes + bytes, crc: combineCrc32(sum.crc, crc, bytes) }),
    { bytes: 0, crc: 0 },
  );
  const sums = parts.map((part) => part.sums);
  const located = await divisibleMember(input);
  if (located !== undefined) expectMember(whole, located.member, input.file);
  expectStreamSums(input.file, sums);
}
