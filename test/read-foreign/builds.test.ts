// A finished build of ours, read as other people's texts are.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildFrom, rowsIn, testFolder, UNFILTERED } from '../build/dataset.ts';
import { writeDump } from '../build/dump.ts';
import { batchesIn, examplesIn, pairsIn, textsIn, writeSet } from './foreign-set.ts';

const root = testFolder();
const out = join(root, 'out');

beforeAll(async () => {
  const questions = Array.from({ length: 30 }, (_, i) => ({ id: i + 1 }));
  const dump = writeDump(join(root, 'dump'), {
    'beer.stackexchange.com': questions,
    'stackoverflow.com': [{ id: 3, title: 'A rare question' }],
  });
  await buildFrom([dump], out, { pipeline: UNFILTERED });
});

test('gives every text with the post it is of, by the host that serves it', async () => {
  const texts = await textsIn(out);
  const rows = rowsIn(out);
  expect(texts.map(({ text }) => text)).toEqual(rows.flatMap((row) => [row.texts.title, row.texts.body]));
  expect(texts.filter(({ role }) => role === 'title').map(({ post }) => post?.id)).toEqual(
    rows.map(({ provenance }) => provenance.questionId),
  );
  expect(new Set(texts.map(({ post }) => post?.site))).toEqual(
    new Set(['alcohol.stackexchange.com', 'stackoverflow.com']),
  );
  expect(texts[0]).toMatchObject({
    source: 'out',
    place: `title-body train row 0 (${rows[0]!.provenance.questionId})`,
  });
});

test('gives its pairs', async () => {
  const rows = rowsIn(out);
  expect((await pairsIn(out)).map(({ texts }) => texts)).toEqual(rows.map(({ texts }) => [texts.title, texts.body]));
});

test('gives its rows as examples, with the post of each', async () => {
  const rows = rowsIn(out);
  const [batch, ...others] = await batchesIn(out);
  expect(others).toEqual([]);
  expect(batch).toMatchObject({ source: 'out', file: 'title-body', columns: ['title', 'body'], dropped: {} });
  expect(batch!.rows.map(({ texts }) => texts)).toEqual(rows.map(({ texts }) => [texts.title, texts.body]));
  const id = rows[0]!.provenance.questionId;
  expect(batch!.rows[0]).toMatchObject({ place: `title-body train row 0 (${id})`, row: 0, post: { id } });
  expect(batch!.rows.map(({ row }) => row)).toEqual(rows.map((_, row) => row));
});

test('gives examples of the columns that are named, which are two or more', async () => {
  const read = await examplesIn(out, { columns: ['body', 'title'] });
  expect(read.columns).toEqual(['body', 'title']);
  expect(read.texts).toEqual(rowsIn(out).map(({ texts }) => [texts.body, texts.title]));
  await expect(examplesIn(out, { columns: ['body'] })).rejects.toMatchObject({ code: 'bad_usage' });
  await expect(examplesIn(out, { columns: ['body', 'answer'] })).rejects.toThrow(/there is no column answer/);
});

test('is a folder of shards like any other without its manifest', async () => {
  const read = await examplesIn(join(out, 'data', 'title-body'));
  // Files come in the order of their names, and `test` before `train`.
  expect(read.texts.toSorted()).toEqual(
    rowsIn(out)
      .map(({ texts }) => [texts.title!, texts.body!])
      .toSorted(),
  );
});

test('gives the columns that are named, and no others', async () => {
  expect(new Set((await textsIn(out, { columns: ['body'] })).map(({ role }) => role))).toEqual(new Set(['body']));
  await expect(textsIn(out, { columns: ['answer'] })).rejects.toThrow(
    /there is no config with the columns answer; expected answer, found title-body: title, body/,
  );
});

test('is no build because of a manifest of another program', async () => {
  const folder = writeSet(join(root, 'other'), { 'manifest.json': '{"files":[]}', 'a.arrow': '' });
  await expect(textsIn(folder)).rejects.toThrow(/a\.arrow: the file is empty/);
});

test('without its provenance is an error', async () => {
  rmSync(join(out, 'provenance'), { recursive: true });
  await expect(textsIn(out)).rejects.toMatchObject({ code: 'damaged_output' });
});
