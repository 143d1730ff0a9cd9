import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openInput } from '../../src/extract/index.ts';
import { bareInput, postsXml, readAll } from './dump-files.ts';
import { makeArchive, makeBzip2, makeZstd } from './make-archive.ts';

const { PATH: path } = process.env;
const hasNative = spawnSync('7zz', ['i']).status === 0;
const posts = postsXml(30_000);
const input = bareInput('-', 'auto');

describe.each(['wasm', 'native'] as const)('with %s 7-Zip (native only where 7zz is installed)', (sevenZip) => {
  test.skipIf(sevenZip === 'native' && !hasNative).each([
    ['plain XML', async () => posts],
    ['gzip', async () => gzipSync(posts)],
    ['bzip2', async () => makeBzip2(posts)],
    ['zstd', async () => makeZstd(posts)],
  ])('%s is told by its first bytes, however small the pieces it comes in', async (_, make) => {
    const content = await make();
    for (const piece of [content.length, 65_536, 997]) {
      const hash = createHash('sha256');
      const onCompressed = (chunk: Uint8Array) => hash.update(chunk);
      const bytes = await readAll(input, { stdin: pieces(content, piece), sevenZip, path, onCompressed });
      expect(bytes.equals(posts)).toBe(true);
      expect(hash.digest('hex')).toBe(createHash('sha256').update(content).digest('hex'));
    }
  });

  test.skipIf(sevenZip === 'native' && !hasNative)('an error of the stream is the error of the read', async () => {
    const compressed = await makeBzip2(posts);
    const stdin = Readable.from(
      (function* () {
        yield compressed.subarray(0, 100_000);
        throw new Error('the network is gone');
      })(),
    );
    await expect(readAll(input, { stdin, sevenZip, path })).rejects.toThrow('the network is gone');
  });

  test.skipIf(sevenZip === 'native' && !hasNative)('a truncated stream is a damaged archive', async () => {
    const stdin = pieces((await makeBzip2(posts)).subarray(0, 200_000), 65_536);
    await expect(readAll(input, { stdin, sevenZip, path })).rejects.toMatchObject({ code: 'damaged_archive' });
  });

  test.skipIf(sevenZip === 'native' && !hasNative)('an abort ends a read that waits for a silent stream', async () => {
    const compressed = await makeBzip2(posts);
    const stdin = new Readable({ read() {} });
    stdin.push(compressed.subarray(0, 100_000));
    const abort = new AbortController();
    const read = readAll(input, { stdin, sevenZip, path, signal: abort.signal });
    setTimeout(() => abort.abort(new Error('stopped by a signal')), 300);
    await expect(read).rejects.toThrow('stopped by a signal');
    expect(stdin.destroyed).toBe(true);
  });
});

test('the first bytes may come one by one', async () => {
  const stdin = pieces(gzipSync('<posts></posts>'), 1);
  expect(String(await readAll(input, { stdin }))).toBe('<posts></posts>');
});

test('nothing at all is refused: the command before the pipe has failed', async () => {
  await expect(readAll(input, { stdin: Readable.from([]) })).rejects.toMatchObject({
    code: 'bad_input',
    message: expect.stringContaining('standard input is empty'),
  });
});

test('7z is wrong usage, as it needs a file, and the stream is let go', async () => {
  const stdin = pieces(await makeArchive({ 'Posts.xml': posts }), 1000);
  await expect(readAll(input, { stdin })).rejects.toMatchObject({ code: 'bad_usage' });
  expect(stdin.destroyed).toBe(true);
});

test('stopping early lets the stream go', async () => {
  const stdin = pieces(Buffer.concat(Array(5).fill(posts)), 65_536);
  for await (const _ of openInput(input, { stdin })) {
    break;
  }
  expect(stdin.destroyed).toBe(true);
});

function pieces(content: Uint8Array, bytes: number): Readable {
  const count = Math.ceil(content.length / bytes);
  return Readable.from(Array.from({ length: count }, (_, i) => content.subarray(i * bytes, (i + 1) * bytes)));
}
