import { createHash } from 'node:crypto';
import nodeFs, { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FileSystem } from '../../src/durable-file.ts';
import { frames } from '../../src/shard/arrow-frames.ts';
import { countRows, readDataRows, readProvenanceRows } from '../../src/shard/arrow-reader.ts';
import type { ShardRow } from '../../src/shard/layout.ts';
import { BATCH_BYTES, BATCH_ROWS } from '../../src/shard/row-writer.ts';
import { reading } from '../../src/shard/shard-file.ts';
import { openShardWriter, type ShardSums, shardLayouts } from '../../src/shard/shard-writer.ts';
import { all, asRead, shardRow } from './shard-rows.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackpairs-shard-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function paths(name: string) {
  return { dataPath: join(folder, `${name}.data.arrow`), provenancePath: join(folder, `${name}.provenance.arrow`) };
}

function writeShard(name: string, rows: Iterable<ShardRow>): ShardSums {
  const shard = openShardWriter({ ...paths(name), layouts: shardLayouts(['title', 'body']) });
  for (const row of rows) shard.append(row);
  return shard.finish();
}

const readTexts = async (name: string) => all(readDataRows(paths(name).dataPath));
const readOrigins = async (name: string) => all(readProvenanceRows(paths(name).provenancePath));
const batchRows = (path: string) => [...reading(path, frames)].slice(1).map(({ rows }) => rows);

describe('texts come back as they were', () => {
  test.each([
    ['empty', ''],
    ['ASCII', 'plain text\n\twith white space '],
    ['not ASCII', 'Größe, 日本語, الخط, \u00a0'],
    ['astral', '𝔘𝔫𝔦 👩‍👩‍👧'],
    ['a null character', 'a\0b'],
    ['100 kB', 'häß'.repeat(25_000)],
  ])('%s', async (_, text) => {
    writeShard('a', [shardRow(1, [text, '']), shardRow(2, ['', text]), shardRow(3, [text, text])]);
    expect(await readTexts('a')).toEqual([
      { title: text, body: '' },
      { title: '', body: text },
      { title: text, body: text },
    ]);
  });
});

test('bytes are copied, so that the caller may use its buffer again', async () => {
  const shard = openShardWriter({ ...paths('a'), layouts: shardLayouts(['title', 'body']) });
  const bytes = Buffer.alloc(5);
  for (const text of ['first', 'other']) {
    bytes.write(text);
    const texts = [
      { bytes, from: 0, to: 5 },
      { bytes, from: 1, to: 3 },
    ];
    shard.append({ ...shardRow(1), texts });
  }
  shard.finish();
  expect(await readTexts('a')).toEqual([
    { title: 'first', body: 'ir' },
    { title: 'other', body: 'th' },
  ]);
});

test('provenance comes back row by row, absent authors as absent', async () => {
  const rows = Array.from({ length: 40 }, (_, id) => shardRow(id));
  writeShard('a', rows);
  const expected = rows.map(asRead).map(({ posts, ...row }) => ({
    ...row,
    posts: posts.map((post) => ({ ...post, url: `https://alcohol.stackexchange.com/q/${post.id}` })),
  }));
  expect(await readOrigins('a')).toEqual(expected);
});

test('a row may credit no post or several', async () => {
  const [one] = shardRow(1).posts;
  writeShard('a', [
    { ...shardRow(1), posts: [] },
    { ...shardRow(2), posts: [one!, { ...one!, id: 7 }] },
    { ...shardRow(3), posts: [one!] },
  ]);
  expect((await readOrigins('a')).map(({ posts }) => posts.map(({ id }) => id))).toEqual([[], [1, 7], [1]]);
});

test('64-bit integers keep their value at both ends', async () => {
  const ids = [0, 2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER];
  const created = -1;
  writeShard(
    'a',
    ids.map((id) => ({
      ...shardRow(1),
      questionId: id,
      posts: [{ ...shardRow(1).posts[0]!, authorId: -id, created }],
    })),
  );
  const origins = await readOrigins('a');
  expect(origins.map(({ questionId }) => questionId)).toEqual(ids);
  expect(origins.map(({ posts }) => posts[0]!.authorId)).toEqual(ids.map((id) => 0 - id));
  expect(origins[0]!.posts[0]!.created).toBe(-1);
});

test('batches are cut at the row limit, in both files at the same rows', async () => {
  const count = 2 * BATCH_ROWS + 5;
  const sums = writeShard(
    'a',
    (function* () {
      for (let id = 0; id < count; id++) yield shardRow(id);
    })(),
  );
  expect(sums.data?.rows).toBe(count);
  expect(batchRows(paths('a').dataPath)).toEqual([BATCH_ROWS, BATCH_ROWS, 5]);
  expect(batchRows(paths('a').provenancePath)).toEqual([BATCH_ROWS, BATCH_ROWS, 5]);
  const titles = (await readTexts('a')).map(({ title }) => title);
  expect(titles).toEqual(Array.from({ length: count }, (_, id) => `title ${id}`));
  const origins = await readOrigins('a');
  expect(
    origins.every(
      ({ questionId, tags, posts }, id) => questionId === id && tags.length === id % 4 && posts[0]!.id === id,
    ),
  ).toBe(true);
});

test('batches are cut before the byte limit, and a row over it stands alone', () => {
  const text = (bytes: number) => shardRow(1, ['', 'x'.repeat(bytes)]);
  const third = Math.floor(BATCH_BYTES / 3);
  writeShard('a', [text(third), text(third), text(third), text(BATCH_BYTES + 1), text(1)]);
  expect(batchRows(paths('a').dataPath)).toEqual([2, 1, 1, 1]);
  const bodies = [...reading(paths('a').dataPath, frames)].map(({ bodyBytes }) => bodyBytes);
  expect(bodies.filter((bytes) => bytes > BATCH_BYTES)).toHaveLength(1);
});

test('equal rows give equal bytes, whatever the writers held before', () => {
  const rows = Array.from({ length: BATCH_ROWS + 50 }, (_, id) => shardRow(id));
  const first = writeShard('a', rows);
  writeShard('b', [shardRow(1, ['x'.repeat(300_000), 'y'])]);
  expect(writeShard('c', rows)).toEqual(first);
  expect(readFileSync(paths('c').dataPath).equals(readFileSync(paths('a').dataPath))).toBe(true);
  expect(readFileSync(paths('c').provenancePath).equals(readFileSync(paths('a').provenancePath))).toBe(true);
});

test('the sums are those of the files on disk', () => {
  const sums = writeShard('a', [shardRow(1), shardRow(2)]);
  for (const [path, sum] of [
    [paths('a').dataPath, sums.data],
    [paths('a').provenancePath, sums.provenance],
  ] as const) {
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
    expect(sum).toEqual({ rows: 2, bytes: statSync(path).size, sha256 });
    expect(countRows(path)).toBe(2);
  }
});

test('an abandoned shard leaves nothing behind', () => {
  const shard = openShardWriter({ ...paths('a'), layouts: shardLayouts(['title', 'body']) });
  for (let id = 0; id <= BATCH_ROWS; id++) shard.append(shardRow(id));
  shard.abandon();
  expect(readdirSync(folder)).toEqual([]);
});

test('a shard without rows is a bug', () => {
  const shard = openShardWriter({ ...paths('a'), layouts: shardLayouts(['title', 'body']) });
  expect(() => shard.finish()).toThrow('without rows');
  shard.abandon();
  expect(readdirSync(folder)).toEqual([]);
});

test('a row of another shape is a bug', () => {
  const shard = openShardWriter({ ...paths('a'), layouts: shardLayouts(['title', 'body']) });
  expect(() => shard.append(shardRow(1, ['title only']))).toThrow('1 texts for the columns title, body');
  shard.abandon();
});

test('a shard whose second file cannot be opened leaves nothing', () => {
  const options = {
    ...paths('a'),
    provenancePath: join(folder, 'no such folder', 'p.arrow'),
    layouts: shardLayouts(['title']),
  };
  expect(() => openShardWriter(options)).toThrow('ENOENT');
  expect(readdirSync(folder)).toEqual([]);
});

test('a full disk is told by the file that met it', () => {
  let room = 2_000;
  const fs: FileSystem = {
    ...nodeFs,
    writeSync(fd, bytes, offset, length) {
      room -= length;
      if (room < 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      return nodeFs.writeSync(fd, bytes, offset, length);
    },
  };
  const shard = openShardWriter({ ...paths('a'), layouts: shardLayouts(['title', 'body']), fs });
  for (let id = 0; id < 100; id++) shard.append(shardRow(id));
  expect(() => shard.finish()).toThrow(expect.objectContaining({ code: 'disk_full' }));
  shard.abandon();
  expect(readdirSync(folder)).toEqual([]);
});

test('a file that loses bytes after it was written is not taken for a shard', () => {
  const { dataPath } = paths('a');
  const fs: FileSystem = {
    ...nodeFs,
    renameSync(from, to) {
      nodeFs.renameSync(from, to);
      if (to === dataPath) nodeFs.truncateSync(to, statSync(to).size - 8);
    },
  };
  const shard = openShardWriter({ ...paths('a'), layouts: shardLayouts(['title', 'body']), fs });
  shard.append(shardRow(1));
  expect(() => shard.finish()).toThrow(expect.objectContaining({ code: 'damaged_output' }));
});
