import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isUtf16, openInput } from '../../src/extract/index.ts';
import { bareInput, inputOf, makeFolder, postsXml, readAll } from './dump-files.ts';
import { makeBzip2, makeZstd } from './make-archive.ts';

const { PATH: path } = process.env;
const hasNative = spawnSync('7zz', ['i']).status === 0;
const hasZstd = spawnSync('zstd', ['-V']).status === 0;
const posts = postsXml(30_000);
const [first, second] = [posts.subarray(0, 1_000_000), posts.subarray(1_000_000)];
const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

describe('a plain file', () => {
  test('is given as it is, its BOM too', async () => {
    expect((await readAll(await inputOf('beer/Posts.xml', posts))).equals(posts)).toBe(true);
  });

  test.each([0, 1, 1_234_567, posts.length])('is read from byte %i on', async (from) => {
    const bytes = await readAll(await inputOf('beer/Posts.xml', posts), { from });
    expect(bytes.equals(posts.subarray(from))).toBe(true);
  });

  test('that is empty gives nothing', async () => {
    expect(await readAll(await inputOf('beer/Posts.xml', Buffer.alloc(0)))).toHaveLength(0);
  });

  test('that has gone since it was found is bad input', async () => {
    await expect(readAll(bareInput('/nowhere/Posts.xml', 'xml'))).rejects.toMatchObject({ code: 'bad_input' });
  });

  test('ends with the reason of an abort', async () => {
    const abort = new AbortController();
    const chunks = openInput(await inputOf('beer/Posts.xml', posts), { signal: abort.signal });
    await chunks.next();
    abort.abort(new Error('stopped by a signal'));
    await expect(async () => {
      for await (const _ of chunks);
    }).rejects.toThrow('stopped by a signal');
  });
});

test('only a plain file can be opened at a byte', async () => {
  const input = await inputOf('beer/Posts.xml.gz', gzipSync(posts));
  await expect(readAll(input, { from: 1 })).rejects.toThrow('at byte 1');
});

describe.each(['wasm', 'native'] as const)('with %s 7-Zip (native only where 7zz is installed)', (sevenZip) => {
  const isThere = sevenZip === 'wasm' || hasNative;

  test.skipIf(!isThere).each([
    ['gzip', 'Posts.xml.gz', async () => gzipSync(posts)],
    ['gzip of two members', 'Posts.xml.gz', async () => Buffer.concat([gzipSync(first), gzipSync(second)])],
    ['bzip2', 'Posts.xml.bz2', async () => makeBzip2(posts)],
    [
      'bzip2 of two streams',
      'Posts.xml.bz2',
      async () => Buffer.concat([await makeBzip2(first), await makeBzip2(second)]),
    ],
    ['zstd', 'Posts.xml.zst', async () => makeZstd(posts)],
    ['zstd of two frames', 'Posts.xml.zst', async () => Buffer.concat([makeZstd(first), makeZstd(second)])],
    [
      'zstd with frames to skip',
      'Posts.xml.zst',
      async () => Buffer.concat([skippable, makeZstd(first), skippable, makeZstd(second)]),
    ],
  ])('%s is read whole', async (_, name, make) => {
    const input = await inputOf(`beer/${name}`, await make());
    expect((await readAll(input, { sevenZip, path })).equals(posts)).toBe(true);
  });

  test.skipIf(!isThere || !hasZstd).each([['-3'], ['-9'], ['--long=27'], ['--no-check']])(
    'zstd %s is read whole (where a zstd program is installed)',
    async (level) => {
      const frame = (input: Buffer) => spawnSync('zstd', ['-c', level], { input }).stdout;
      const input = await inputOf('beer/Posts.xml.zst', Buffer.concat([frame(first), frame(second)]));
      expect((await readAll(input, { sevenZip, path })).equals(posts)).toBe(true);
    },
  );
});

describe('UTF-16', () => {
  const text = `<posts>\n${'  <row Title="é 🍺 \u2028" />\n'.repeat(60_000)}</posts>`;
  const le = Buffer.from(text, 'utf16le');
  const be = Buffer.from(le).swap16();
  const cases = [
    ['little-endian with a BOM', Buffer.concat([Buffer.from([0xff, 0xfe]), le])],
    ['little-endian', le],
    ['big-endian with a BOM', Buffer.concat([Buffer.from([0xfe, 0xff]), be])],
    ['big-endian', be],
  ] as const;

  test.each(cases)('%s is turned into UTF-8', async (_, content) => {
    const input = await inputOf('beer/Posts.xml', content);
    expect(await isUtf16(input.path)).toBe(true);
    expect((await readAll(input)).equals(Buffer.from(text))).toBe(true);
  });

  test('is recognised inside a container', async () => {
    const input = await inputOf('beer/Posts.xml.gz', gzipSync(cases[0][1]));
    expect((await readAll(input)).equals(Buffer.from(text))).toBe(true);
  });

  test('is not seen in UTF-8', async () => {
    expect(await isUtf16(join(makeFolder({ 'Posts.xml': posts }), 'Posts.xml'))).toBe(false);
    expect(await isUtf16(join(makeFolder({ 'Posts.xml': '' }), 'Posts.xml'))).toBe(false);
  });
});
