import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openInput } from '../../src/extract/index.ts';
import type { Input } from '../../src/types.ts';
import { bareInput, makeFolder, postsXml, readAll } from './dump-files.ts';
import { makeArchive } from './make-archive.ts';

const { PATH: path } = process.env;
const hasNative = spawnSync('7zz', ['i']).status === 0 || spawnSync('7z', ['i']).status === 0;
const posts = postsXml(20_000);
const large = await makeArchive({ 'Posts.xml': Buffer.concat(Array(8).fill(posts)) }, { switches: ['-m0=Copy'] });
const others = { 'Badges.xml': '<badges/>'.repeat(10_000), 'Users.xml': '<users/>'.repeat(10_000) };

const routes = [
  { sevenZip: 'wasm', isThere: true },
  { sevenZip: 'native', isThere: hasNative },
] as const;

describe.each(routes)('with $sevenZip 7-Zip (native only where 7zz or 7z is installed)', ({ sevenZip, isThere }) => {
  const options = { sevenZip, path };

  test.skipIf(!isThere).each([
    ['LZMA2, solid', ['-m0=LZMA2']],
    ['BZip2, solid', ['-m0=BZip2', '-ms=on']],
    ['BZip2, not solid', ['-m0=BZip2', '-ms=off']],
    ['LZMA2, not solid', ['-m0=LZMA2', '-ms=off']],
    ['PPMd', ['-m0=PPMd']],
    ['Copy', ['-m0=Copy']],
    ['a plain header', ['-mhc=off']],
  ])('Posts.xml comes out of an archive of %s', async (_, switches) => {
    const input = fileOf(
      'beer.7z',
      await makeArchive({ ...others, 'Posts.xml': posts, 'Votes.xml': '<votes/>' }, { switches }),
    );
    expect((await readAll(input, options)).equals(posts)).toBe(true);
  });

  test
    .skipIf(!isThere)
    .each(['posts.xml', 'POSTS.XML', 'beer.stackexchange.com/Posts.xml', '@list/Posts.xml', 'a*b [1] é/Posts.xml'])(
    'a member is taken by its exact name: %s',
    async (name) => {
      const input = fileOf('beer.7z', await makeArchive({ [name]: posts, 'b/xPosts.xml': 'x', 'Users.xml': 'x' }));
      expect((await readAll(input, options)).equals(posts)).toBe(true);
    },
  );

  test.skipIf(!isThere)('an archive may have any name', async () => {
    const input = fileOf('@we*rd [1] -o é.7z', await makeArchive({ 'Posts.xml': posts }));
    expect((await readAll(input, options)).equals(posts)).toBe(true);
  });

  test.skipIf(!isThere)('an empty Posts.xml gives nothing and no error', async () => {
    const input = fileOf('beer.7z', await makeArchive({ 'Posts.xml': '', 'Users.xml': 'x' }));
    expect(await readAll(input, options)).toHaveLength(0);
  });

  test.skipIf(!isThere).each([
    ['no Posts.xml', { 'Users.xml': 'x', 'MyPosts.xml': 'x' }, [], '"MyPosts.xml", "Users.xml"'],
    ['two of them', { 'a/Posts.xml': 'x', 'posts.xml': 'y' }, [], '"a/Posts.xml"'],
    ['an encrypted one', { 'Posts.xml': 'x' }, ['-psecret'], 'encrypted'],
    ['an encrypted directory', { 'Posts.xml': 'x' }, ['-psecret', '-mhe=on'], '7-Zip'],
  ])('an archive with %s is refused, and the message says so', async (_, members, switches, words) => {
    const input = fileOf('beer.7z', await makeArchive(members, { switches }));
    const error = await readAll(input, options).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'StackpairsError', parts: { at: 'beer.stackexchange.com.7z' } });
    expect(String(error)).toContain(words);
  });

  test.skipIf(!isThere)('stopping after the first chunk leaves no program and no thread behind', async () => {
    const input = fileOf('beer.7z', large);
    for await (const chunk of openInput(input, options)) {
      expect(chunk.length).toBeGreaterThan(0);
      expect(running()).not.toEqual([]);
      break;
    }
    await expect.poll(running).toEqual([]);
  });

  test.skipIf(!isThere)('an abort ends the read with its reason, also while nobody reads', async () => {
    const input = fileOf('beer.7z', large);
    const abort = new AbortController();
    const chunks = openInput(input, { ...options, signal: abort.signal });
    await chunks.next();
    abort.abort(new Error('stopped by a signal'));
    await expect(async () => {
      for await (const _ of chunks);
    }).rejects.toThrow('stopped by a signal');
    await expect.poll(running).toEqual([]);
  });

  test.skipIf(!isThere)('chunks are of about 1 MiB', async () => {
    const input = fileOf('beer.7z', large);
    const sizes: number[] = [];
    for await (const chunk of openInput(input, options)) {
      sizes.push(chunk.length);
    }
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThanOrEqual(1 << 20);
    expect(Math.max(...sizes)).toBeLessThan(3 << 20);
  });
});

test('without a 7-Zip on the PATH the one in the package is used, and asking for the other is wrong usage', async () => {
  const input = fileOf('beer.7z', await makeArchive({ 'Posts.xml': posts }));
  expect((await readAll(input, { path: '/nowhere' })).equals(posts)).toBe(true);
  await expect(readAll(input, { path: '/nowhere', sevenZip: 'native' })).rejects.toMatchObject({ code: 'bad_usage' });
});

test('a 7-Zip that does not work is passed over', async () => {
  const folder = makeFolder({ '7zz': '#!/bin/sh\necho 7z; exit 7\n', '7z': 'no program' });
  chmodSync(join(folder, '7zz'), 0o755);
  chmodSync(join(folder, '7z'), 0o755);
  const input = fileOf('beer.7z', await makeArchive({ 'Posts.xml': posts }));
  expect((await readAll(input, { path: folder })).equals(posts)).toBe(true);
});

/** Programs and threads that this process has started and that are not gone. */
function running(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => /process|worker|port/i.test(kind));
}

function fileOf(name: string, content: Uint8Array): Input {
  return bareInput(join(makeFolder({ [name]: content }), name), '7z');
}
