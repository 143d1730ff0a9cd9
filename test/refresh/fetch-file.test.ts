// A file on its way here, and all that may happen to it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readName } from '../../src/open-source.ts';
import { archiveSource } from '../../src/refresh/archive-source.ts';
import type { DumpFile } from '../../src/refresh/dump.ts';
import { fetchFile } from '../../src/refresh/fetch-file.ts';
import { openHttp } from '../../src/refresh/http.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { archiveOf, BEER, brittleHttp, bytesOf, quickHttp } from './archive.ts';

const SIZE = 300_000;
const ITEM = 'stackexchange_20250630';
const STORED = /^\/12\/items\//;
const bytes = bytesOf(SIZE);

/** The double with one file, that file as the archive lists it, and a place for it. */
async function oneFile() {
  const archive = await archiveOf({ [ITEM]: { [BEER]: bytes } });
  const { files } = await archiveSource({ http: quickHttp(), readName, base: archive.base }).newest();
  const folder = makeFolder();
  archive.asked.length = 0;
  return { archive, folder, file: files[0]!, path: join(folder, 'beer.7z') };
}

const fetched = (file: DumpFile, path: string, signal?: AbortSignal) =>
  fetchFile(file, path, { http: quickHttp(signal), signal });

test('comes by a redirect to another host, and leaves nothing but itself', async () => {
  const { archive, file, folder, path } = await oneFile();
  await fetched(file, path);
  expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(readdirSync(folder)).toEqual(['beer.7z']);
  expect(archive.asked.map(({ path }) => path)).toEqual([`/download/${ITEM}/${BEER}`, `/12/items/${ITEM}/${BEER}`]);
});

describe('a connection that is cut', () => {
  test.each([0, 1, 1000, SIZE - 1])('after %i bytes is taken up where it was', async (cutAfter) => {
    const { archive, file, path } = await oneFile();
    archive.fail({ on: STORED, cutAfter });
    await fetched(file, path);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test('many times, each time with a little progress, comes to its end', async () => {
    const { archive, file, path } = await oneFile();
    await fetchFile(file, path, { http: brittleHttp(40_000, 7) });
    expect(readFileSync(path).equals(bytes)).toBe(true);
    const ranges = archive.asked.filter(({ path }) => STORED.test(path)).map(({ range }) => range);
    expect(ranges).toEqual([undefined, ...[1, 2, 3, 4, 5, 6, 7].map((cut) => `bytes=${cut * 40_000}-`)]);
  });

  test('again and again before a byte came ends with an error for later', async () => {
    const { archive, file, folder, path } = await oneFile();
    archive.fail({ on: STORED, cutAfter: 0, times: 50 });
    await expect(fetched(file, path)).rejects.toMatchObject({ code: 'network_failed' });
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['beer.7z.part', 'beer.7z.part.json']);
  });
});

describe('a run that was stopped', () => {
  test('is gone on with by the next, from the byte where it was', async () => {
    const { archive, file, path } = await oneFile();
    archive.fail({ on: STORED, meanwhile: () => {} }, { on: STORED, cutAfter: 0, times: 50 });
    await expect(fetchFile(file, path, { http: brittleHttp(100_000, 1) })).rejects.toThrow();
    expect(readFileSync(`${path}.part`)).toHaveLength(100_000);
    archive.forgive();
    archive.asked.length = 0;
    await fetched(file, path);
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(archive.asked.at(-1)?.range).toBe('bytes=100000-');
  });

  test('does not go on with bytes of another version', async () => {
    const { archive, file, path } = await oneFile();
    writeFileSync(`${path}.part`, bytesOf(5000, 9));
    writeFileSync(`${path}.part.json`, JSON.stringify({ from: file.from, listed: 'older', etag: null }));
    await fetched(file, path);
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(archive.asked.every(({ range }) => range === undefined)).toBe(true);
  });

  test.each(['', '{', '{"from":1}', 'null'])('begins anew where its record says %j', async (record) => {
    const { file, path } = await oneFile();
    writeFileSync(`${path}.part`, bytesOf(5000, 9));
    writeFileSync(`${path}.part.json`, record);
    await fetched(file, path);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test('with more bytes than there are begins anew', async () => {
    const { archive, file, path } = await oneFile();
    archive.fail({ on: STORED, cutAfter: 1000 }, { on: STORED, cutAfter: 0, times: 5 });
    await expect(fetched(file, path)).rejects.toThrow();
    writeFileSync(`${path}.part`, bytesOf(SIZE + 1));
    await fetched(file, path);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test('by a signal gives the reason, and keeps what came', async () => {
    const { archive, file, path } = await oneFile();
    const stop = new AbortController();
    archive.fail({ on: STORED, stallMs: 60_000 });
    // One byte comes, and then none: it is the signal that ends the wait.
    const onBytes = (bytes: number) => {
      if (bytes > 0) setImmediate(() => stop.abort(new Error('stopped here')));
    };
    const http = openHttp({ signal: stop.signal });
    await expect(fetchFile(file, path, { http, signal: stop.signal, onBytes })).rejects.toThrow('stopped here');
    expect(existsSync(`${path}.part`)).toBe(true);
  });
});

describe('a file that is not what was listed', () => {
  test('for once, is fetched once more', async () => {
    const { archive, file, path } = await oneFile();
    archive.fail({ on: STORED, corrupt: true });
    await fetched(file, path);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test('each time, ends with an error and leaves nothing', async () => {
    const { archive, file, folder, path } = await oneFile();
    archive.fail({ on: STORED, corrupt: true, times: 2 });
    await expect(fetched(file, path)).rejects.toMatchObject({
      code: 'network_failed',
      message: expect.stringContaining('what came is not what the source lists'),
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('since it changed between two of its parts, does not become a mixture of both', async () => {
    const { archive, file, folder, path } = await oneFile();
    const change = () => archive.put(ITEM, { [BEER]: bytesOf(SIZE, 2) });
    archive.fail({ on: STORED, meanwhile: () => {} }, { on: STORED, meanwhile: change });
    const http = brittleHttp(100_000, 1);
    await expect(fetchFile(file, path, { http })).rejects.toMatchObject({ code: 'network_failed' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('since it grew, is not read to an end that may never come', async () => {
    const { archive, file, path } = await oneFile();
    archive.put(ITEM, { [BEER]: bytesOf(SIZE * 20) });
    await expect(fetched(file, path)).rejects.toMatchObject({ code: 'network_failed' });
  });

  test('since it vanished, is told with what the server says', async () => {
    const { archive, file, path } = await oneFile();
    archive.fail({ on: STORED, meanwhile: () => archive.remove(ITEM) });
    await expect(fetched(file, path)).rejects.toThrow('HTTP 404');
  });
});

test('a body that stands still is cut and taken up again', async () => {
  const { archive, file, path } = await oneFile();
  archive.fail({ on: STORED, stallMs: 60_000 });
  await fetched(file, path);
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

test('the server’s busy answers are waited out', async () => {
  const { archive, file, path } = await oneFile();
  archive.fail({ on: /download/, status: 503 }, { on: STORED, status: 429, retryAfter: '2', times: 2 });
  await fetched(file, path);
  expect(archive.faultsLeft()).toBe(0);
});
