// A finished build of ours, read as other people's texts are.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildFrom, rowsIn, testFolder, UNFILTERED } from '../build/dataset.ts';
import { writeDump } from '../build/dump.ts';
import { pairsIn, textsIn, writeSet } from './foreign-set.ts';

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
