// bzip2 streams decoded by ranges of many sizes, whole and harmed, against what 7-Zip packed.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unpackStream } from '../../src/extract/unpack-stream.ts';
import type { UnpackOptions } from '../../src/extract/unpacker.ts';
import { findPlanted, flipBit, MARKS, plantMark } from './bzip2-bits.ts';
import { bareInput, makeFolder, postsXml, readAll } from './dump-files.ts';
import { localUnpacker } from './local-unpacker.ts';
import { makeArchive, makeBzip2 } from './make-archive.ts';

const posts = postsXml(40_000);
const packed = await makeBzip2(posts);
const small = await packLevel(posts.subarray(0, 400_000), 1);

type Options = Partial<UnpackOptions>;

function packLevel(content: Uint8Array, level: number): Promise<Buffer> {
  return makeArchive({ 'Posts.xml': content }, { type: 'bzip2', switches: [`-mx${level}`, '-mmt1'] });
}

async function unpack(content: Uint8Array, options: Options = {}): Promise<Buffer> {
  const path = join(makeFolder({ 'Posts.xml.bz2': content }), 'Posts.xml.bz2');
  const stream = { path, at: 'Posts.xml.bz2', from: 0, bytes: content.length };
  const parts: Uint8Array[] = [];
  for await (const chunk of unpackStream(stream, { unpacker: localUnpacker(3), ...options })) {
    expect(chunk.length).toBeLessThanOrEqual(1 << 20);
    parts.push(Uint8Array.from(chunk));
  }
  return Buffer.concat(parts);
}

describe('what comes out is what went in', () => {
  const sizes = [1, 2, 3, 4, 5, 255, 256, 4096, 99_980, 99_981, 100_000, 300_001];
  const kinds: readonly (readonly [name: string, make: (bytes: number) => Buffer])[] = [
    ['random bytes', (bytes) => randomBytes(bytes)],
    ['one byte again and again', (bytes) => Buffer.alloc(bytes, 'a')],
    ['two bytes in turn', (bytes) => Buffer.alloc(bytes, 'ab')],
    [
      'runs of all lengths',
      (bytes) => Buffer.concat(Array.from({ length: 300 }, (_, i) => Buffer.alloc(i, i & 3))).subarray(0, bytes),
    ],
    ['posts', (bytes) => posts.subarray(0, bytes)],
  ];

  test.each(kinds)('of %s', async (_, make) => {
    for (const size of sizes) {
      const content = make(size);
      const level = 1 + (size % 9);
      expect((await unpack(await packLevel(content, level))).equals(content), `${size} bytes`).toBe(true);
    }
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('at level %i', async (level) => {
    expect((await unpack(await packLevel(posts, level))).equals(posts)).toBe(true);
  });

  test('of blocks that did not shrink and are larger than a range', async () => {
    // What lies behind the part that was read first decodes to any fault, by chance; none of them is one.
    for (let turn = 0; turn < 8; turn++) {
      const content = randomBytes(3_000_000);
      expect((await unpack(await packLevel(content, 9))).equals(content)).toBe(true);
    }
  });

  test('of 150 MB in a block that fills several buffers', async () => {
    const content = Buffer.alloc(150_000_000, 'x');
    const stream = await packLevel(content, 9);
    expect(stream.length).toBeLessThan(1000);
    for (const rangeBytes of [16, 1 << 18]) {
      expect((await unpack(stream, { rangeBytes })).equals(content)).toBe(true);
    }
  });

  test.each([1, 7, 64, 1000, 65_536, 99_999])('by ranges of %i bytes', async (rangeBytes) => {
    const stream = rangeBytes < 64 ? small : packed;
    const content = rangeBytes < 64 ? posts.subarray(0, 400_000) : posts;
    for (const buffers of [1, 4]) {
      expect((await unpack(stream, { rangeBytes, unpacker: localUnpacker(buffers) })).equals(content)).toBe(true);
    }
  });

  test('of several streams in one file, some of them empty', async () => {
    const empty = await makeBzip2('');
    const parts = [0, 10, 100_000, 100_001, posts.length].map((end, i, ends) => posts.subarray(ends[i - 1] ?? 0, end));
    const streams = await Promise.all(parts.map((part, i) => packLevel(part, i + 1)));
    const file = Buffer.concat([empty, ...streams, empty]);
    for (const rangeBytes of [50, 10_000, 1 << 18])
      expect((await unpack(file, { rangeBytes })).equals(posts)).toBe(true);
    expect(await unpack(empty)).toHaveLength(0);
  });
});

describe('a mark that is data', () => {
  test.each([
    ['of a block', MARKS.block],
    ['of the end', MARKS.end],
  ] as const)('%s is not believed', async (_, mark) => {
    const planted = plantMark(packed, mark);
    const path = join(makeFolder({ 'Posts.xml.bz2': planted }), 'Posts.xml.bz2');
    // It is a stream like any other: 7-Zip reads it.
    expect((await readAll(bareInput(path, 'bz2'), { sevenZip: 'wasm' })).equals(posts)).toBe(true);
    for (const rangeBytes of [48, 200, 5000, 1 << 18]) {
      const unpacker = localUnpacker(3);
      expect((await unpack(planted, { rangeBytes, unpacker })).equals(posts)).toBe(true);
      expect(unpacker.idle()).toBe(3);
    }
  });

  test('makes a range that it comes first in be decoded again, if the block before ends in there', async () => {
    const content = posts.subarray(0, 8000);
    const planted = plantMark(await makeBzip2(content), MARKS.block, 30_000);
    // The second range begins just before the planted mark, and what follows the first block is in it too.
    const rangeBytes = Math.floor(findPlanted(planted, MARKS.block) / 8);
    expect(planted.length).toBeLessThan(2 * rangeBytes);
    const unpacker = localUnpacker(3);
    expect((await unpack(planted, { rangeBytes, unpacker })).equals(content)).toBe(true);
    expect(unpacker.tasks.map(({ isKnown }) => isKnown)).toEqual([true, false, true]);
    expect(unpacker.results.map(({ fault }) => fault !== undefined)).toEqual([false, true, false]);
  });
});

/** The bits where the blocks of a stream begin. */
async function blockStarts(stream: Buffer): Promise<number[]> {
  const unpacker = localUnpacker(1);
  await unpack(stream, { unpacker, rangeBytes: 16 });
  const starts = unpacker.results.flatMap(({ first, bytes }) => (first !== undefined && bytes > 0 ? [first.bit] : []));
  return starts.map((bit) => (bit === 0 ? 32 : bit));
}

describe('a harmed stream', () => {
  const content = Buffer.from('All that is gold does not glitter, not all those who wander are lost. '.repeat(3));
  const isDamage = { name: 'StackpairsError', code: 'damaged_archive', parts: { hint: 'Fetch it again.' } };

  test('that is cut anywhere is damaged, but not where a stream ends', async () => {
    const one = await makeBzip2(content);
    const two = Buffer.concat([one, one]);
    for (let size = 1; size < two.length; size++) {
      if (size === one.length) continue;
      await expect(unpack(two.subarray(0, size)), `${size} bytes`).rejects.toMatchObject(isDamage);
    }
    expect((await unpack(two.subarray(0, one.length))).equals(content)).toBe(true);
  });

  test('with any bit turned is damaged, unless the bit says nothing', async () => {
    const stream = await makeBzip2(content);
    let harmless = 0;
    for (let bit = 0; bit < stream.length * 8; bit++) {
      const result = await unpack(flipBit(stream, bit)).catch((error: unknown) => error);
      if (Buffer.isBuffer(result)) {
        expect(result.equals(content), `bit ${bit}`).toBe(true);
        harmless++;
      } else expect(result).toMatchObject(isDamage);
    }
    // The level, the bits that fill the last byte, and lengths of codes that nothing is written with.
    expect(harmless).toBeLessThan(stream.length);
  });

  test('says at which byte', async () => {
    const middle = (packed.length * 8) >> 1;
    await expect(unpack(flipBit(packed, middle))).rejects.toThrow(
      /^Posts\.xml\.bz2 byte \d+: the file is damaged: a block /,
    );
  });

  test('with bits turned at random is damaged, by whatever ranges', async () => {
    for (let round = 0; round < 60; round++) {
      const bit = 32 + Math.floor(((small.length * 8 - 64) * round) / 60);
      await expect(
        unpack(flipBit(small, bit), { rangeBytes: 5000 + 1000 * round }),
        `bit ${bit}`,
      ).rejects.toMatchObject(isDamage);
    }
  });

  test.each([
    ['zeros', Buffer.alloc(20)],
    ['a word', Buffer.from('x')],
    ['the head of a stream alone', Buffer.from('BZh9')],
  ])('with %s behind its end is damaged', async (_, tail) => {
    await expect(unpack(Buffer.concat([small, tail]))).rejects.toMatchObject(isDamage);
  });

  test.each([0, 1, 3, 4, 17])('of %i bytes that are no bzip2 is damaged', async (size) => {
    await expect(unpack(Buffer.alloc(size, 'BZh0'))).rejects.toMatchObject(isDamage);
  });

  test('whose blocks are whole but not all there is told by its own checksum', async () => {
    const [first = 0, second] = await blockStarts(small);
    // The first block is left out: its bits are cut away, and all behind moves up.
    const text = Array.from(small, (byte) => byte.toString(2).padStart(8, '0')).join('');
    const left = text.slice(0, first) + text.slice(second);
    const bytes = Buffer.from(
      left
        .padEnd(Math.ceil(left.length / 8) * 8, '0')
        .match(/.{8}/g)!
        .map((byte) => Number.parseInt(byte, 2)),
    );
    await expect(unpack(bytes)).rejects.toThrow('its checksum is another one');
  });

  test('of any bytes at all ends with an error, never else', async () => {
    for (let round = 0; round < 50; round++) {
      const noise = randomBytes(20_000);
      packed.copy(noise, 0, 0, 200 * round);
      await expect(unpack(noise, { rangeBytes: 3000 })).rejects.toMatchObject(isDamage);
    }
  });
});

describe('its memory', () => {
  async function* read(path: string, options: UnpackOptions) {
    yield* unpackStream({ path, at: 'a', from: 0, bytes: packed.length }, options);
  }
  const file = () => join(makeFolder({ a: packed }), 'a');

  test('is given back when reading stops early, ends, or fails', async () => {
    const unpacker = localUnpacker(4);
    for await (const _ of read(file(), { unpacker, rangeBytes: 10_000 })) break;
    await expect.poll(unpacker.idle).toBe(4);
    for await (const _ of read(file(), { unpacker, rangeBytes: 10_000 }));
    expect(unpacker.idle()).toBe(4);
    const failing = { ...unpacker, unpack: () => Promise.reject(new Error('closed')) };
    await expect(async () => {
      for await (const _ of read(file(), { unpacker: failing, rangeBytes: 10_000 }));
    }).rejects.toThrow('closed');
    await expect.poll(unpacker.idle).toBe(4);
  });

  test('is shared by streams that are read at once, and none starves', async () => {
    for (const count of [1, 2, 3]) {
      const unpacker = localUnpacker(count);
      const path = file();
      const sizes = await Promise.all(
        [1, 2, 3, 4, 5].map(async () => {
          let size = 0;
          for await (const chunk of read(path, { unpacker, rangeBytes: 10_000 })) size += chunk.length;
          return size;
        }),
      );
      expect(sizes).toEqual(new Array(5).fill(posts.length));
      expect(unpacker.idle()).toBe(count);
    }
  });

  test('an abort ends the read with its reason', async () => {
    const abort = new AbortController();
    const unpacker = localUnpacker(2);
    const chunks = read(file(), { unpacker, rangeBytes: 10_000, signal: abort.signal });
    await chunks.next();
    abort.abort(new Error('stopped by a signal'));
    await expect(async () => {
      for await (const _ of chunks);
    }).rejects.toThrow('stopped by a signal');
    await expect.poll(unpacker.idle).toBe(2);
  });
});

test('a file that is gone is bad input', async () => {
  const stream = { path: '/nowhere/Posts.xml.bz2', at: 'Posts.xml.bz2', from: 0, bytes: 100 };
  await expect(unpackStream(stream, { unpacker: localUnpacker() }).next()).rejects.toMatchObject({ code: 'bad_input' });
});

test('a file that became shorter is damaged', async () => {
  const path = join(makeFolder(), 'a');
  writeFileSync(path, packed.subarray(0, 1000));
  const stream = { path, at: 'a', from: 0, bytes: packed.length };
  await expect(unpackStream(stream, { unpacker: localUnpacker() }).next()).rejects.toMatchObject({
    code: 'damaged_archive',
  });
});
