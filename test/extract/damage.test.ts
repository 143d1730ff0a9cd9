import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { StackpairsError } from '../../src/errors.ts';
import { verifyMember } from '../../src/extract/verify-member.ts';
import type { Container } from '../../src/types.ts';
import { bareInput, makeFolder, postsXml, readAll } from './dump-files.ts';
import { makeArchive, makeBzip2, makeZstd } from './make-archive.ts';

const { PATH: path } = process.env;
const hasNative = spawnSync('7zz', ['i']).status === 0;
const hasZstd = spawnSync('zstd', ['-V']).status === 0;
const posts = postsXml(2_000);

/** Spread over the file; most are read with the system's 7-Zip where there is one, as starting a thread is slow. */
const FLIPS = 40;

interface Sample {
  readonly name: string;
  readonly container: Container;
  readonly bytes: Buffer;
}

const samples: Sample[] = [
  { name: '7z of LZMA2', container: '7z', bytes: await makeArchive({ 'Badges.xml': 'x', 'Posts.xml': posts }) },
  {
    name: '7z of BZip2',
    container: '7z',
    bytes: await makeArchive({ 'Badges.xml': 'x', 'Posts.xml': posts }, { switches: ['-m0=BZip2', '-mhc=off'] }),
  },
  { name: 'gzip', container: 'gz', bytes: gzipSync(posts) },
  { name: 'bzip2', container: 'bz2', bytes: await makeBzip2(posts) },
];
if (hasZstd) {
  samples.push({ name: 'zstd', container: 'zst', bytes: spawnSync('zstd', ['-c'], { input: posts }).stdout });
}

describe.each(samples)('$name (zstd only where a zstd program is installed)', ({ container, bytes }) => {
  const file = (content: Uint8Array) => bareInput(join(makeFolder({ content }), 'content'), container);
  const read = (content: Uint8Array, sevenZip: 'wasm' | 'native' = 'wasm') =>
    readAll(file(content), { sevenZip, path });

  test('is read when it is whole', async () => {
    expect((await read(bytes)).equals(posts)).toBe(true);
  });

  test.each([0.001, 0.3, 0.7, 0.999].map((part) => [Math.max(7, Math.floor(part * bytes.length))]))(
    'cut at byte %i is a damaged archive, and the message says which',
    async (length) => {
      await expect(read(bytes.subarray(0, length))).rejects.toMatchObject({
        code: 'damaged_archive',
        parts: { at: 'beer.stackexchange.com.7z' },
      });
    },
  );

  test('with its last byte cut off is a damaged archive', async () => {
    await expect(read(bytes.subarray(0, -1))).rejects.toMatchObject({ code: 'damaged_archive' });
  });

  test('with one bit flipped is refused or still right', async () => {
    for (let i = 0; i < FLIPS; i += 1) {
      const at = Math.min(bytes.length - 1, Math.floor((i * bytes.length) / FLIPS) + (i % 5));
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (i % 8)), at);
      await expectRefusedOrRight(read(flipped, hasNative && i % 4 > 0 ? 'native' : 'wasm'), at);
    }
  });
});

async function expectRefusedOrRight(outcome: Promise<Buffer>, at: number): Promise<void> {
  const result = await outcome.catch((error: unknown) => error);
  const isRight = result instanceof Buffer && result.equals(posts);
  const isRefused = result instanceof StackpairsError && ['damaged_archive', 'bad_input'].includes(result.code);
  expect(isRight || isRefused, `bit flipped in byte ${at}: ${result}`).toBe(true);
}

test('a member that is longer than declared is refused before the surplus is handed on', async () => {
  const member = { path: 'Posts.xml', bytes: 5, crc: 0, encrypted: false };
  const seen: number[] = [];
  async function* source() {
    yield Buffer.from('1234');
    yield Buffer.from('5678');
    throw new Error('read too far');
  }
  const read = async () => {
    for await (const { length } of verifyMember(source(), member, 'beer.7z')) {
      seen.push(length);
    }
  };
  await expect(read()).rejects.toMatchObject({ code: 'damaged_archive', parts: { expected: '5 bytes of Posts.xml' } });
  expect(seen).toEqual([4]);
});

test('a frame of zstd without its last block is a damaged archive', async () => {
  const folder = makeFolder({ 'Posts.xml.zst': makeZstd(posts).subarray(0, -70_000) });
  const input = bareInput(join(folder, 'Posts.xml.zst'), 'zst');
  await expect(readAll(input)).rejects.toMatchObject({ code: 'damaged_archive' });
});

test.each(['gz', 'bz2'] as const)('a %s whose second stream is cut is a damaged archive', async (container) => {
  const one = container === 'gz' ? gzipSync(posts) : await makeBzip2(posts);
  for (const left of [3, 6, 12, one.length >> 1]) {
    const content = Buffer.concat([one, one.subarray(0, left)]);
    const input = bareInput(join(makeFolder({ content }), 'content'), container);
    await expect(readAll(input), `${left} bytes of the second stream`).rejects.toMatchObject({
      code: 'damaged_archive',
    });
  }
});
