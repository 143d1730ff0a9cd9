// A file on its way here, and all that may happen to it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readName } from '../../src/open-source.ts';
import { archiveSource } from '../../src/refresh/archive-source.ts';
import type { DumpFile } from '../../src/refresh/dump.ts';
import { fetchFile } from '../../src/refresh/fetch-file.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { archiveOf, BEER, bytesOf, quickHttp } from './archive.ts';

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
    archive.fail({ on: STORED, cutAfter: 40_000, times: 7 });
    await fetched(file, path);
    expect(readFileSync(path).equals(bytes)).toBe(true);
    const starts = archive.asked
      .filter(({ path }) => STORED.test(path))
      .map(({ range }) => Number(range?.slice(6, -1)));
    expect(starts.slice(1)).toEqual(starts.slice(1).toSorted((a, b) => a - b));
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
    archive.fail({ on: STORED, cutAfter: 100_000 }, { on: STORED, cutAfter: 0, times: 50 });
    await expect(fetched(file, path)).rejects.toThrow();
    const { size } = { size: readFileSync(`${path}.part`).length };
    archive.asked.length = 0;
    const fresh = await archiveOf({ [ITEM]: { [BEER]: bytes } });
    await expect(
      fetched({ ...file, from: file.from.replace(archive.base, fresh.base) }, path),
    ).resolves.toBeUndefined();
    expect(size).toBeGreaterThan(0);
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
    setTimeout(() => stop.abort(new Error('stopped here')), 100);
    // Long seconds: it is the signal that ends the wait.
    const http = (await import('../../src/refresh/http.ts')).openHttp({ signal: stop.signal });
    await expect(fetchFile(file, path, { http, signal: stop.signal })).rejects.toThrow('stopped here');
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
    archive.fail({ on: STORED, cutAfter: 100_000 }, { on: STORED, meanwhile: change });
    await expect(fetched(file, path)).rejects.toMatchObject({ code: 'network_failed' });
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
