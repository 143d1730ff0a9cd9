// A table from an archive whose bzip2 blocks are decoded here: from the block it begins in, where that is found, else
// from the start of its folder. Held to the size and the CRC of the directory as every member is.
import { StackpairsError } from '../errors.ts';
import { fileName } from './archive-member.ts';
import { findMember } from './find-member.ts';
import type { LocatedMember } from './locate-member.ts';
import { unpackStream } from './unpack-stream.ts';
import type { BlockPlace, UnpackOptions } from './unpacker.ts';
import { verifyMember } from './verify-member.ts';

/** What lies before it must be worth the search, which decodes some ten blocks. */
const WORTH_BYTES = 16 << 20;

/** How to do it. */
export interface MemberOptions extends Omit<UnpackOptions, 'start'> {
  /** Bytes before the member that make a search worthwhile. */
  readonly worthBytes?: number | undefined;
}

/** Gives the member's bytes. */
export async function* unpackMember(located: LocatedMember, options: MemberOptions): AsyncGenerator<Uint8Array> {
  const { member, stream } = located;
  if (member.bytes === 0) return;
  const isFar = member.offset >= (options.worthBytes ?? WORTH_BYTES);
  const start = isFar ? await findMember(located, options) : undefined;
  try {
    yield* verifyMember(bytesOf(located, start, options), member, stream.at);
  } catch (error) {
    const isDamage = error instanceof StackpairsError && error.code === 'damaged_archive';
    if (isDamage && start !== undefined) await expectDamage(located, options);
    throw error;
  }
}

/** Behind the last member its stream is read to the end: what is wrong there is damage as well, and named by its byte. */
function bytesOf({ stream, member, folder }: LocatedMember, start: BlockPlace | undefined, options: MemberOptions) {
  const bytes = unpackStream(stream, { ...options, start });
  const isLast = folder.at(-1) === member;
  return slice(bytes, start === undefined ? member.offset : 0, isLast ? Number.POSITIVE_INFINITY : member.bytes);
}

/**
 * What was found by a search is not called damaged before the folder was unpacked from its start: were the member whole,
 * the search would have failed. Its rows have been used by then, so all that is left is to say so.
 */
async function expectDamage(located: LocatedMember, options: MemberOptions): Promise<void> {
  const { member, stream } = located;
  for await (const _ of verifyMember(bytesOf(located, undefined, options), member, stream.at));
  throw new StackpairsError(
    'bad_input',
    `${fileName(member.path)} begins elsewhere in the archive than its neighbours say`,
    {
      at: stream.at,
      hint: 'Run it again with --unpack 7zip.',
    },
  );
}

/** So many bytes behind those that are skipped; what comes then is not asked for. */
async function* slice(source: AsyncIterable<Uint8Array>, skip: number, bytes: number): AsyncGenerator<Uint8Array> {
  let toSkip = skip;
  let left = bytes;
  for await (const chunk of source) {
    const wanted = chunk.subarray(Math.min(toSkip, chunk.length)).subarray(0, left);
    toSkip -= Math.min(toSkip, chunk.length);
    left -= wanted.length;
    if (wanted.length > 0) yield wanted;
    if (left === 0) return;
  }
}
