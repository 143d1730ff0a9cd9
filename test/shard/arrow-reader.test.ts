import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../src/sample/random.ts';
import { type Frame, frames } from '../../src/shard/arrow-frames.ts';
import { countRows, readDataRows, readProvenanceRows } from '../../src/shard/arrow-reader.ts';
import { BATCH_ROWS } from '../../src/shard/row-writer.ts';
import { reading } from '../../src/shard/shard-file.ts';
import { openShardWriter, shardLayouts } from '../../src/shard/shard-writer.ts';
import { all, shardRow } from './shard-rows.ts';

const ROWS = 2 * BATCH_ROWS + 7;
let folder: string;
let dataPath: string;
let provenancePath: string;
let whole: Buffer;
let walk: Frame[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackpairs-reader-'));
  dataPath = join(folder, 'data.arrow');
  provenancePath = join(folder, 'provenance.arrow');
  const shard = openShardWriter({ dataPath, provenancePath, layouts: shardLayouts(['title', 'body']) });
  for (let id = 0; id < ROWS; id++) shard.append(shardRow(id));
  shard.finish();
  whole = readFileSync(dataPath);
  walk = [...reading(dataPath, frames)];
});
afterAll(() => rmSync(folder, { recursive: true }));

const damagedOutput = expect.objectContaining({ code: 'damaged_output' });

function changed(change: (bytes: Buffer) => Buffer): string {
  const path = join(folder, 'changed.arrow');
  writeFileSync(path, change(Buffer.from(whole)));
  return path;
}

describe('a range of rows', () => {
  test.each([
    ['at the start', 0, 2],
    ['within a batch', 50, 53],
    ['across a cut', BATCH_ROWS - 1, BATCH_ROWS + 1],
    ['across two cuts', BATCH_ROWS - 1, 2 * BATCH_ROWS + 1],
    ['at the end', ROWS - 1, ROWS],
    ['past the end', ROWS - 1, ROWS + 10],
    ['beyond all rows', ROWS, ROWS + 10],
    ['of nothing', 5, 5],
  ])('%s', async (_, from, to) => {
    const ids = Array.from({ length: Math.max(0, Math.min(to, ROWS) - from) }, (_, i) => from + i);
    const texts = await all(readDataRows(dataPath, { from, to }));
    const origins = await all(readProvenanceRows(provenancePath, { from, to }));
    expect(texts.map(({ title }) => title)).toEqual(ids.map((id) => `title ${id}`));
    expect(origins.map(({ questionId }) => questionId)).toEqual(ids);
  });
});

test('a byte order mark at the beginning of a text is a character of it', async () => {
  const paths = { dataPath: join(folder, 'marks.arrow'), provenancePath: join(folder, 'marks-provenance.arrow') };
  const shard = openShardWriter({ ...paths, layouts: shardLayouts(['title', 'body']) });
  shard.append(shardRow(0, ['\ufefftitle', '\ufeff']));
  shard.finish();
  expect(await all(readDataRows(paths.dataPath))).toEqual([{ title: '\ufefftitle', body: '\ufeff' }]);
});

describe('a file cut short is never taken for a whole one', () => {
  test.each([
    ['to nothing', () => 0],
    ['in the schema', () => 100],
    ['in the head of a batch', () => walk[1]!.byte + 20],
    ['in the body of a batch', () => walk[2]!.byte + walk[2]!.headBytes + 1000],
    ['between two batches', () => walk[2]!.byte],
    ['before the end mark', () => whole.length - 8],
    ['in the end mark', () => whole.length - 3],
  ])('%s', async (_, length) => {
    const path = changed((bytes) => bytes.subarray(0, length()));
    expect(() => countRows(path)).toThrow(damagedOutput);
    await expect(all(readDataRows(path))).rejects.toThrow(damagedOutput);
  });
});

describe('a file with other bytes is told from a whole one', () => {
  test.each([
    ['more after the end', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')])],
    ['no Arrow at all', () => Buffer.from('{"title": "this is JSON, and more of it"}')],
    ['a huge head', (bytes: Buffer) => bytes.fill(0x7f, 4, 8)],
    ['a head of noise', (bytes: Buffer) => bytes.fill(0xa5, walk[1]!.byte + 8, walk[1]!.byte + walk[1]!.headBytes)],
    ['a body moved by a byte', (bytes: Buffer) => bytes.copyWithin(walk[2]!.byte + 1, walk[2]!.byte)],
  ])('%s', (_, change) => {
    expect(() => countRows(changed(change))).toThrow(damagedOutput);
  });
});

test('the error names the file and the byte', () => {
  const path = changed((bytes) => bytes.subarray(0, walk[2]!.byte + 4));
  const place = `${path}, byte ${walk[2]!.byte}: `;
  expect(() => countRows(path)).toThrow(`${place}not a whole shard; expected 8 bytes, found 4, the end.`);
});

test('the wrong kind of shard is not read as provenance', async () => {
  await expect(all(readProvenanceRows(dataPath))).rejects.toThrow(damagedOutput);
});

test('whatever is changed inside a batch, values that cannot be read are damage and nothing else', () => {
  const provenance = readFileSync(provenancePath);
  const random = createRandom(11, 0);
  const codes = Array.from({ length: 150 }, (_, i) => {
    const at = walk[0]!.headBytes + random.below(provenance.length - 1000);
    const changedBytes = Buffer.from(provenance);
    if (i % 2 === 0) changedBytes.copyWithin(at, at + 1);
    else changedBytes.fill(0xff, at, at + 1 + (i % 9));
    const path = changed(() => changedBytes);
    try {
      for (const _ of readProvenanceRows(path));
      return 'read';
    } catch (error) {
      return (error as { code?: string }).code ?? String(error);
    }
  });
  expect(new Set(codes)).toEqual(new Set(['read', 'damaged_output']));
});

test('rows can be left before the end', async () => {
  for await (const { title } of readDataRows(dataPath)) {
    expect(title).toBe('title 0');
    break;
  }
});
