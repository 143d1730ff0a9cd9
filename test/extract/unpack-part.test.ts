// Parts of a bzip2 stream: wherever they are cut, they hold all of it once, and say so together.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { combineCrc32 } from '../../src/extract/combine-crc32.ts';
import { expectStreamSums } from '../../src/extract/stream-sums.ts';
import { openPart, type PartFound } from '../../src/extract/unpack-part.ts';
import { expectMember } from '../../src/extract/verify-member.ts';
import { findPlanted, MARKS, plantMark } from './bzip2-bits.ts';
import { makeFolder, postsXml } from './dump-files.ts';
import { localUnpacker } from './local-unpacker.ts';
import { makeArchive } from './make-archive.ts';

const posts = postsXml(8_000);
const pack = (content: Uint8Array) =>
  makeArchive({ 'Posts.xml': content }, { type: 'bzip2', switches: ['-mx1', '-mmt1'] });
const packed = await pack(posts);

interface Read {
  readonly own: Buffer;
  readonly behind: Buffer;
  readonly found: PartFound;
}

/** Reads parts that begin at these bytes; `behind` is so much of what each gives beyond its own. */
async function readParts(stream: Uint8Array, cuts: readonly number[], content = posts): Promise<Read[]> {
  const path = join(makeFolder(), 'Posts.xml.bz2');
  writeFileSync(path, stream);
  const place = { path, at: 'Posts.xml.bz2', from: 0, bytes: stream.length };
  const member = { path: 'Posts.xml', bytes: content.length, crc: crc32(content) };
  const unpacker = localUnpacker(3);
  const parts: Read[] = [];
  for (const [index, from] of cuts.entries()) {
    const part = openPart(place, member, { unpacker, from, to: cuts[index + 1] ?? null });
    const chunks: Buffer[] = [];
    let own = 0;
    for await (const chunk of part.chunks) {
      if (part.found() === undefined) own += chunk.length;
      chunks.push(Buffer.from(chunk));
      if (part.found() !== undefined) break;
    }
    const bytes = Buffer.concat(chunks);
    parts.push({ own: bytes.subarray(0, own), behind: bytes.subarray(own), found: part.found()! });
    expect(unpacker.idle()).toBe(3);
  }
  return parts;
}

function expectWhole(parts: readonly Read[]): void {
  expect(Buffer.concat(parts.map(({ own }) => own)).equals(posts)).toBe(true);
  const read = parts.filter(({ found }) => found.blocks !== null);
  for (const [index, { found }] of read.entries()) {
    expect(found.blocks!.next).toBe(read[index + 1]?.found.blocks?.first ?? null);
  }
  const crc = parts.reduce((sum, { found }) => combineCrc32(sum, found.crc, found.bytes), 0);
  expect(crc).toBe(crc32(posts));
  expectStreamSums(
    'it',
    parts.map(({ found }) => found.sums),
  );
}

test.each([1, 2, 7, 64, 500])('%i parts hold all of a stream once', async (count) => {
  const cuts = Array.from({ length: count }, (_, part) => Math.floor((part * packed.length) / count));
  const parts = await readParts(packed, cuts);
  expectWhole(parts);
  let at = 0;
  for (const { own, behind } of parts) {
    at += own.length;
    expect(posts.subarray(at, at + behind.length).equals(behind)).toBe(true);
  }
});

test('several streams in one file are one', async () => {
  const streams = await Promise.all([pack(posts.subarray(0, 200_000)), pack(posts.subarray(200_000))]);
  const file = Buffer.concat(streams);
  for (const at of [-9, -5, -2, 0, 3, 4, 9]) expectWhole(await readParts(file, [0, streams[0]!.length + at]));
  const [first, second] = await readParts(file, [0, streams[0]!.length - 20]);
  const turned = { ...second!.found.sums, end: second!.found.sums.end! ^ 1 };
  expect(() => expectStreamSums('it', [first!.found.sums, turned])).toThrow('its checksum is another one');
});

test.each([
  ['a block', MARKS.block],
  ['an end', MARKS.end],
] as const)('a part that begins before data like the mark of %s is not deceived', async (_, mark) => {
  const planted = plantMark(packed, mark);
  const at = Math.floor(findPlanted(planted, mark) / 8);
  expectWhole(await readParts(planted, [0, at]));
});

test('a member of another size or CRC is damaged in the words of one that is read at once', async () => {
  const declared = { path: 'Posts.xml', bytes: posts.length, crc: crc32(posts) };
  const found = { bytes: posts.length, crc: declared.crc };
  expect(() => expectMember(found, declared, 'it')).not.toThrow();
  expect(() => expectMember({ ...found, bytes: 3 }, declared, 'it')).toThrow(
    `it: the archive is damaged; expected ${posts.length} bytes of Posts.xml, found 3`,
  );
  expect(() => expectMember({ ...found, crc: 255 }, declared, 'it')).toThrow('of Posts.xml, found 000000FF');
  await expect(readParts(packed, [0, 9000], posts.subarray(0, 1000))).rejects.toThrow('found more');
});

test('CRCs of pieces of any size make that of the whole', () => {
  for (const at of [0, 1, 2, 255, 4096, 65_537, posts.length]) {
    const [a, b] = [posts.subarray(0, at), posts.subarray(at)];
    expect(combineCrc32(crc32(a), crc32(b), b.length)).toBe(crc32(posts));
  }
});
