// A gzip file of members that can be told apart without unpacking them: each has its length in an extra field of its
// head, as BGZF files do, and an empty one ends the file, so that one cut off between two is not taken for whole. Every
// gzip reader takes it for one stream. No time, name or system stands in the heads: equal bytes give equal files, for
// one version of zlib. Memory: one member and what is in it.

import { constants, crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { damaged, decoded, type OpenedFile, readBytes } from './shard-file.ts';

/** Each member's head: magic, deflate, an extra field; no time; no hint of the level; of no system; 12 bytes of extra. */
const HEAD = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 12, 0, 0x53, 0x50, 8, 0]);

/** After it: bytes of the member and rows in it. */
const HEAD_BYTES = HEAD.length + 8;

/** Behind the data: their CRC-32 and their length. */
const TAIL_BYTES = 8;

/** What gzip takes by default, spelled out, since the bytes depend on it. */
const OPTIONS = { level: 6, memLevel: 8, windowBits: 15, strategy: constants.Z_DEFAULT_STRATEGY } as const;

/** Packs a piece of a file. */
export function gzipMember(content: Uint8Array, rows: number): Buffer {
  const data = deflateRawSync(content, OPTIONS);
  const member = Buffer.alloc(HEAD_BYTES + data.length + TAIL_BYTES);
  HEAD.copy(member);
  member.writeUInt32LE(member.length, HEAD.length);
  member.writeUInt32LE(rows, HEAD.length + 4);
  data.copy(member, HEAD_BYTES);
  member.writeUInt32LE(crc32(content), member.length - 8);
  member.writeUInt32LE(content.length, member.length - 4);
  return member;
}

/** A member where it stands. */
export interface Member {
  readonly byte: number;
  readonly bytes: number;
  readonly rows: number;
}

/** Walks the members of a file but for the empty one at its end, which must be there. */
export function* members(file: OpenedFile): Generator<Member> {
  for (let byte = 0; ; ) {
    const head = Buffer.from(readBytes(file, byte, HEAD_BYTES));
    if (!head.subarray(0, HEAD.length).equals(HEAD)) throw damaged(file.path, byte, 'a member', 'something else');
    const [bytes, rows] = [head.readUInt32LE(HEAD.length), head.readUInt32LE(HEAD.length + 4)];
    const left = file.bytes - byte;
    if (bytes < HEAD_BYTES + TAIL_BYTES || bytes > left) {
      throw damaged(file.path, byte, `a member of at most ${left} bytes`, `${bytes}`);
    }
    if (rows === 0) {
      if (bytes !== left) throw damaged(file.path, byte, 'the end', `${left - bytes} bytes more`);
      return;
    }
    yield { byte, bytes, rows };
    byte += bytes;
  }
}

/** Unpacks a member, and checks it. */
export function unpackMember(file: OpenedFile, { byte, bytes }: Member): Buffer {
  const member = Buffer.from(readBytes(file, byte, bytes).buffer);
  const length = member.readUInt32LE(bytes - 4);
  const data = member.subarray(HEAD_BYTES, bytes - TAIL_BYTES);
  // One byte more than there should be: a member that holds too much is told from a whole one.
  const content = decoded(file, byte, 'a member', () => inflateRawSync(data, { maxOutputLength: length + 1 }));
  if (content.length !== length || crc32(content) !== member.readUInt32LE(bytes - 8)) {
    throw damaged(file.path, byte, 'the CRC-32 that was written', 'another');
  }
  return content;
}
