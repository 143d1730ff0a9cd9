// Whole builds with other people's pairs: every form, and the rules that a pipeline has.
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportDataset } from '../../src/export-dataset.ts';
import type { Manifest } from '../../src/manifest.ts';
import { readManifest } from '../../src/manifest-file.ts';
import { takedown } from '../../src/takedown.ts';
import { verify } from '../../src/verify.ts';
import { type Contents, writeSet } from '../read-foreign/foreign-set.ts';
import { buildFrom, digestsOf, type Options, testFolder } from './dataset.ts';
import { bookOf, lines, NUMBERS, pair, rowsOf, SPLIT, writePipeline, writeSources } from './pair-sets.ts';

const root = testFolder();
const { dump, keepers: KEEPERS, triplets: TRIPLETS } = writeSources(root);
const pipelineWith = (name: string, change?: (text: string) => string) =>
  writePipeline(join(root, `${name}.ts`), change);
const PIPELINE = pipelineWith('plain');
const both = { pipeline: PIPELINE, pairs: [KEEPERS, TRIPLETS] };
const out = join(root, 'out');
let manifest: Manifest;

const build = (name: string, options: Options) => buildFrom([dump], join(root, name), options);

beforeAll(async () => {
  manifest = await buildFrom([dump], out, both);
});

describe('every form is a config', () => {
  const [one, two] = [pair(1), pair(2)];
  test.each<[string, Contents, readonly string[], number]>([
    ['lists.jsonl', lines([one, two]), ['anchor', 'positive'], 2],
    ['texts.jsonl', lines([{ texts: one }, { texts: two }]), ['anchor', 'positive'], 2],
    ['sets.jsonl', lines([{ set: [...one, ...two] }]), ['anchor', 'positive'], 3],
    [
      'queries.jsonl',
      lines([{ query: one[0], pos: [one[1], two[1]], neg: ['A ship.'] }]),
      ['query', 'positive', 'negative'],
      2,
    ],
    ['array.json', JSON.stringify([one, two]), ['anchor', 'positive'], 2],
    ['table.parquet', { question: [one[0], two[0]], answer: [one[1], two[1]] }, ['question', 'answer'], 2],
  ])('%s', async (name, contents, columns, kept) => {
    const set = join(writeSet(join(root, 'forms'), { [name]: contents }), name);
    const folder = join(root, `form ${name}`);
    const format = name.endsWith('.parquet') ? 'parquet' : 'arrow';
    const { configs, books } = await buildFrom([], folder, { inputs: [], pipeline: PIPELINE, pairs: [set], format });
    expect(configs).toEqual([{ name: `pairs.${name.split('.')[0]}`, recipe: 'pairs', columns }]);
    expect(books).toEqual([{ file: name, recipe: 'pairs', rows: kept, kept, heldOut: 0, dropped: {}, repaired: 0 }]);
    expect((await verify(folder)).faults).toEqual([]);
  });

  test('beside pairs that are joined of several posts', async () => {
    const joining = pipelineWith('joining', (text) => text.replace('[titleBody()]', '[titleBody(), titleAnswer()]'));
    const joined = await build('joined', { pipeline: joining, pairs: [KEEPERS] });
    expect(joined.configs.map(({ name }) => name)).toEqual(['title-body', 'title-answer', 'pairs.keepers-qa']);
    expect(digestsOf(join(root, 'joined'), 'data/pairs.keepers-qa')).toEqual(digestsOf(out, 'data/pairs.keepers-qa'));
    expect((await verify(join(root, 'joined'))).faults).toEqual([]);
  });
});

describe('rules of a pipeline hold for sets', () => {
  test('near-duplicates are looked for where a set has the text', async () => {
    const rule = "exact: 'pair', near: { field: 'body', similarity: 0.5, action: 'drop' }";
    const near = pipelineWith('near', (text) => text.replace("exact: 'pair'", rule));
    const body = 'The lamp of the tower is lit by the keeper of the tower every evening before the sun is gone.';
    const set = writeSet(join(root, 'near-set'), {
      'bodies.jsonl': [
        { title: 'When is the lamp lit?', body },
        { title: 'At what time is it lit?', body: body.replace('evening', 'night') },
      ],
    });
    const folder = join(root, 'near-out');
    const { books } = await buildFrom([dump], folder, { pipeline: near, pairs: [join(set, 'bodies.jsonl'), KEEPERS] });
    expect(books[1]).toMatchObject({ file: 'bodies.jsonl', rows: 2, kept: 1 });
    expect(books[2]).toMatchObject({ kept: 100 });
    expect((await verify(folder)).faults).toEqual([]);
  });

  test.each([0, 2])('a row that is in a benchmark is left out, with %i threads', async (threads) => {
    const benchmark = writeSet(join(root, `benchmark-${threads}`), {
      'texts.jsonl': [{ text: pair(17)[1] }, { text: 'Something else altogether.' }],
    });
    const folder = join(root, `screened-${threads}`);
    const screened = await buildFrom([dump], folder, { ...both, threads, benchmarks: [benchmark] });
    expect(bookOf(screened, 'Keepers_QA.jsonl.gz').dropped.benchmark_text).toBe(1);
    expect(bookOf(screened, 'triplets').dropped.benchmark_text).toBe(1);
    expect(rowsOf(folder, 'triplets').some(({ texts }) => texts.anchor === pair(17)[0])).toBe(false);
    expect((await verify(folder)).faults).toEqual([]);
  });

  test('a row that another dataset has is left out', async () => {
    const folder = join(root, 'against');
    const known = writeSet(join(root, 'known'), { 'known.jsonl': lines(NUMBERS.map(pair)) });
    const held = await buildFrom([dump], folder, { ...both, against: [join(known, 'known.jsonl')] });
    expect(bookOf(held, 'Keepers_QA.jsonl.gz').kept).toBe(0);
    expect(held.configs.map(({ name }) => name)).toContain('pairs.keepers-qa');
    expect((await verify(folder)).faults).toEqual([]);
  });

  test('rows of a build have the ids of their posts', async () => {
    const again = join(root, 'again');
    await build('alone', { pipeline: PIPELINE });
    const second = await buildFrom([dump], again, { pipeline: PIPELINE, pairs: [join(root, 'alone')] });
    const [own, foreign] = ['lamps.stackexchange.com', 'alone'].map((site) =>
      rowsOf(again, site)
        .map(({ provenance }) => provenance.questionId)
        .toSorted((a, b) => a - b),
    );
    expect(foreign).toEqual(own);
    expect(second.configs.at(-1)).toEqual({ name: 'pairs.alone', recipe: 'pairs', columns: ['title', 'body'] });
    expect((await verify(again)).faults).toEqual([]);
  });

  test('what is taken down leaves sets as they are', async () => {
    const folder = join(root, 'taken');
    await exportDataset({ from: out, out: folder, format: 'arrow', temporary: tmpdir() });
    writeFileSync(join(root, 'ids'), 'lamps.stackexchange.com/5\n');
    await takedown(folder, { ids: join(root, 'ids'), temporary: tmpdir() });
    expect(readManifest(folder).books.slice(1)).toEqual(manifest.books.slice(1));
    expect((await verify(folder)).faults).toEqual([]);
  });
});

describe('what cannot be is refused', () => {
  const named = pipelineWith('named', (text) => text.replace('titleBody()]', "{ ...titleBody(), name: 'pairs' }]"));
  const seeded = pipelineWith('seeded', (text) =>
    text
      .replace("exact: 'pair'", "exact: 'off'")
      .replace(JSON.stringify(SPLIT), '{}')
      .replace('rows: 25', "order: 'seed-compat'"),
  );
  const single = writeSet(join(root, 'single'), { 'a.jsonl': [{ text: 'one' }] });

  test.each([
    ['a set that is not there', join(root, 'none.jsonl'), PIPELINE, 'no such file or folder'],
    ['a set without pairs', single, PIPELINE, 'nothing to read in it'],
    ['a recipe of that name', KEEPERS, named, "the name that other people's pairs go by"],
    ['the order of the original', KEEPERS, seeded, 'of the original data set alone'],
  ])('%s', async (name, set, pipeline, message) => {
    await expect(build(`refused ${name}`, { pipeline, pairs: [set] })).rejects.toThrow(message);
  });
});
