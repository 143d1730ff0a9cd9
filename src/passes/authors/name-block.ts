// A block of names on disk, little-endian: how many users there are, u32; their ids in order, i32 each; where the name of each
// ends, from the first name on, u32 each; and the names in UTF-8. A user is found in a few steps, and nothing is copied.

import type { Slice } from '../../types.ts';
import type { WholeRun } from './name-run.ts';

/** Names that are read together: a page of most disks. One user's name may be longer. */
export const NAME_BLOCK_BYTES = 4096;

const HEAD_BYTES = 4;
const ID_BYTES = 4;
const END_BYTES = 4;

/** The user that the block which begins with `first` ends before: as many as fit, one at least. */
export function blockEnd({ ids, ends }: WholeRun, first: number): number {
  const start = startOf(ends, first);
  let end = first + 1;
  const bytesTo = (user: number) => HEAD_BYTES + (user - first) * (ID_BYTES + END_BYTES) + ends[user - 1]! - start;
  while (end < ids.length && bytesTo(end + 1) <= NAME_BLOCK_BYTES) end += 1;
  return end;
}

/** The block of these users of a run. */
export function makeBlock({ ids, ends, bytes }: WholeRun, first: number, end: number): Buffer {
  const users = end - first;
  const start = startOf(ends, first);
  const names = HEAD_BYTES + users * (ID_BYTES + END_BYTES);
  const block = Buffer.allocUnsafe(names + ends[end - 1]! - start);
  block.writeUInt32LE(users, 0);
  for (let user = 0; user < users; user++) {
    block.writeInt32LE(ids[first + user]!, idAt(user));
    block.writeUInt32LE(ends[first + user]! - start, idAt(users) + user * END_BYTES);
  }
  bytes.copy(block, names, start, ends[end - 1]);
  return block;
}

function startOf(ends: Uint32Array, user: number): number {
  return user === 0 ? 0 : ends[user - 1]!;
}

function idAt(user: number): number {
  return HEAD_BYTES + user * ID_BYTES;
}

/** Memory that blocks are read into, byte by byte and as words of 4 bytes: each block begins with a word. */
export interface BlockMemory {
  readonly bytes: Buffer;
  readonly words: Int32Array;
}

/** The same memory in both ways; it begins with a word itself, as does what Node allocates by itself. */
export function blockMemory(bytes: Buffer): BlockMemory {
  return { bytes, words: new Int32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / ID_BYTES)) };
}

/** The name of a user in the block that begins at byte `from`. */
export function nameIn({ bytes, words }: BlockMemory, from: number, id: number): Slice | undefined {
  const ids = (from + HEAD_BYTES) / ID_BYTES;
  const users = words[ids - 1]!;
  let [low, high] = [0, users];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (words[ids + middle]! < id) low = middle + 1;
    else high = middle;
  }
  if (low === users || words[ids + low] !== id) return undefined;
  const ends = ids + users;
  const names = (ends + users) * END_BYTES;
  return { bytes, from: names + (low === 0 ? 0 : words[ends + low - 1]!), to: names + words[ends + low]! };
}
