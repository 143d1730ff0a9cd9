// Whole builds with other people's pairs: each set is a config of its own, and goes by the same rules as all rows.
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/clean/index.ts';
import { exportDataset } from '../../src/export-dataset.ts';
import { inspect } from '../../src/inspect.ts';
import { balance, type Manifest } from '../../src/manifest.ts';
import { readManifest } from '../../src/manifest-file.ts';
import { sideOf } from '../../src/order-key.ts';
import { readDataConfig } from '../../src/read-data-config.ts';
import { takedown } from '../../src/takedown.ts';
import { verify } from '../../src/verify.ts';
import { runCli } from '../cli/run-cli.ts';
import { writeSet } from '../read-foreign/foreign-set.ts';
import { buildFrom, digestsOf, type Options, rowsIn, temporariesIn, testFolder } from './dataset.ts';
import { writeDump } from './dump.ts';
import { killInPass } from './kill-in-pass.ts';

const root = testFolder();
const dump = writeDump(join(root, 'dump'), {
  'lamps.stackexchange.com': Array.from({ length: 40 }, (_, id) => ({ id: id + 1 })),
});
const SPLIT = { validation: 0.1, test: 0.1 };

function pipelineWith(name: string, rules = ''): string {
  const path = join(root, `${name}.ts`);
  writeFileSync(
    path,
    `import { codeRatio, definePipeline, htmlToText, length, squeeze, titleAnswer, titleBody } from 'stackpairs';
     export default definePipeline({ name: 'with_pairs', pairs: [titleBody()],
       clean: [codeRatio({ max: 0.9 }), htmlToText({ code: 'keep' }), squeeze(), length('body', { min: 10 })],
       dedupe: { exact: 'pair' }, split: ${JSON.stringify(SPLIT)}, shard: { rows: 25 }, ${rules} });`,
  );
  return path;
}

const PIPELINE = pipelineWith('plain');
const NUMBERS = Array.from({ length: 100 }, (_, number) => number);
const pair = (number: number) => [`Who built lighthouse ${number}?`, `Lighthouse ${number} was built by its keeper.`];
const triplet = (number: number) => [...pair(number), `Lighthouse ${number} is a ship.`];
const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const sets = writeSet(join(root, 'sets'), {
  'Keepers_QA.jsonl.gz': gzipSync(
    lines([
      ...NUMBERS.map((number) => ({ title: pair(number)[0], body: ` ${pair(number)[1]}  ` })),
      // Too short, a copy, and rows that are none.
      { title: 'Who?', body: 'Nobody.' },
      { title: 'WHO built   lighthouse 3?', body: pair(3)[1] },
      { title: 'Is this empty?', body: ' ' },
      { title: 'Is this a text?', body: 7 },
    ]),
  ),
  'triplets/a.jsonl': lines(NUMBERS.slice(0, 30).map(triplet)),
  'triplets/b.jsonl': lines(NUMBERS.slice(30, 60).map(triplet)),
});
const KEEPERS = join(sets, 'Keepers_QA.jsonl.gz');
const TRIPLETS = join(sets, 'triplets');
const both = { pipeline: PIPELINE, pairs: [KEEPERS, TRIPLETS] };
const out = join(root, 'out');
let manifest: Manifest;

const build = (name: string, options: Options) => buildFrom([dump], join(root, name), options);
const bookOf = ({ books }: Manifest, file: string) => books.find((book) => book.file === file)!;
const rowsOf = (folder: string, set: string) => rowsIn(folder).filter(({ provenance }) => provenance.site === set);

beforeAll(async () => {
  manifest = await buildFrom([dump], out, both);
});

describe('a set', () => {
  test('makes a config of its own, of its columns and under its name', () => {
    expect(manifest.configs).toEqual([
      { name: 'title-body', recipe: 'title-body', columns: ['title', 'body'] },
      { name: 'pairs.keepers-qa', recipe: 'pairs', columns: ['title', 'body'] },
      { name: 'pairs.triplets', recipe: 'pairs', columns: ['anchor', 'positive', 'negative'] },
    ]);
    expect(manifest.pairs).toMatchObject([
      { name: 'Keepers_QA.jsonl.gz', bytes: readFileSync(KEEPERS).length },
      { name: 'triplets' },
    ]);
  });

  test('has a book that balances, with the reasons of its reader among the others', () => {
    expect(manifest.books.map(balance)).toEqual([0, 0, 0]);
    const { rows, kept, dropped } = bookOf(manifest, 'Keepers_QA.jsonl.gz');
    expect([rows, kept]).toEqual([104, 100]);
    expect(dropped).toEqual({ body_too_short: 1, duplicate_pair: 1, empty_text: 1, not_text: 1 });
    expect(bookOf(manifest, 'triplets')).toMatchObject({ recipe: 'pairs', rows: 60, kept: 60, dropped: {} });
  });

  test('is cleaned as texts that are plain', () => {
    const texts = rowsOf(out, 'Keepers_QA.jsonl.gz').map((row) => Object.values(row.texts));
    expect(texts.toSorted()).toEqual(NUMBERS.map(pair).toSorted());
  });

  test('is traced to its name and the number of the row, of no post', () => {
    const rows = rowsOf(out, 'Keepers_QA.jsonl.gz');
    const side = sideOf(SPLIT, 'Keepers_QA.jsonl.gz');
    for (const { texts, split, provenance } of rows) {
      const { questionId: id, posts, tags, votes, cluster, fingerprint: print } = provenance;
      expect(Object.values(texts)).toEqual(pair(id));
      expect({ posts, tags, votes, split }).toEqual({ posts: [], tags: [], votes: 0, split: side(id) });
      expect(cluster).toBe(`Keepers_QA.jsonl.gz/${id}`);
      expect(print).toBe(fingerprint(Object.values(texts)).toString('hex'));
    }
    expect(new Set(rows.map(({ split }) => split)).size).toBe(3);
  });

  test('of several files has numbers that go on from file to file', () => {
    const ids = rowsOf(out, 'triplets').map(({ provenance }) => provenance.questionId);
    expect(ids.toSorted((a, b) => a - b)).toEqual(NUMBERS.slice(0, 60));
  });

  test('leaves the rows of the posts as they are', async () => {
    await build('alone', { pipeline: PIPELINE });
    expect(digestsOf(join(root, 'alone'), 'data/title-body')).toEqual(digestsOf(out, 'data/title-body'));
  });

  test('is verified, and looked at', async () => {
    expect((await verify(out)).faults).toEqual([]);
    expect((await inspect(out, { rows: 2, seed: 1 })).configs).toHaveLength(3);
  });

  test('is named on the card, which says whose licence it has', () => {
    const card = readFileSync(join(out, 'README.md'), 'utf8');
    expect(card).toMatch(/\| `pairs\.keepers-qa` \| `Keepers_QA\.jsonl\.gz` \|/);
    expect(card).toContain("its licence\nis its makers'");
    expect(card).toContain('license: other');
    expect(card).toContain('--pairs Keepers_QA.jsonl.gz triplets');
  });
});

describe('the same bytes come out', () => {
  test.each<[string, Options]>([
    ['of two threads', { threads: 2 }],
    [
      'of many partitions',
      { tuning: { layout: { sides: { train: 5, validation: 2, test: 3 }, fingerprints: 4, bands: 0 } } },
    ],
  ])('%s', async (name, options) => {
    await build(name, { ...both, ...options });
    expect(digestsOf(join(root, name))).toEqual(digestsOf(out));
  });

  test('of a run that was killed while a set was read', async () => {
    const folder = join(root, 'killed');
    const args = ['run', PIPELINE, '--dumps', dump, '--pairs', KEEPERS, TRIPLETS, '--out', folder, '--threads', '1'];
    const { code, stderr } = await killInPass('set', folder, args);
    expect(code, stderr).toBe(0);
    expect(digestsOf(folder)).toEqual(digestsOf(out));
    expect(temporariesIn(folder)).toEqual([]);
  });

  test('of an export and back', async () => {
    const [lines, back] = [join(root, 'lines'), join(root, 'back')];
    await exportDataset({ from: out, out: lines, format: 'jsonl.gz', temporary: tmpdir() });
    expect((await verify(lines)).faults).toEqual([]);
    await exportDataset({ from: lines, out: back, format: 'arrow', temporary: tmpdir() });
    expect(digestsOf(back)).toEqual(digestsOf(out));
  });
});

describe('a build of sets', () => {
  test('needs no dump', async () => {
    const folder = join(root, 'sets-alone');
    const alone = await buildFrom([], folder, { inputs: [], pipeline: PIPELINE, pairs: [TRIPLETS] });
    expect(alone).toMatchObject({ inputs: [], configs: [{ name: 'pairs.triplets' }], books: [{ kept: 60 }] });
    expect((await verify(folder)).faults).toEqual([]);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).not.toContain('--dumps');
  });

  test('is what the command makes where no dump is named', async () => {
    const folder = join(root, 'command');
    const { code, stdout, stderr } = await runCli(['run', PIPELINE, '--pairs', KEEPERS, '--out', folder]);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^100 pairs of 104 rows from 1 set in/);
  });

  test('needs one thing at least', async () => {
    await expect(buildFrom([], join(root, 'nothing'), { inputs: [], pipeline: PIPELINE })).rejects.toThrow(
      'nothing to build from',
    );
  });

  test('has weights, by hand too', async () => {
    const weights = "mix: { weights: { rule: 'equal', byHand: { 'pairs.keepers-qa': 30 } } }, ";
    const folder = join(root, 'weighed');
    await buildFrom([dump], folder, { ...both, pipeline: pipelineWith('weighed', weights) });
    const list = readDataConfig(join(folder, 'data_config.json'));
    const of = (name: string) =>
      list.filter(({ config }) => config === name).reduce((all, { weight }) => all + weight!, 0);
    expect(of('pairs.keepers-qa') / of('pairs.triplets')).toBe(30);
    expect(of('title-body')).toBe(of('pairs.triplets'));
  });

  test('leaves sets as they are where posts go by site', async () => {
    const folder = join(root, 'sites');
    const { configs } = await buildFrom([dump], folder, {
      ...both,
      pipeline: pipelineWith('by-site', "mix: { by: 'site' },"),
    });
    expect(configs.map(({ name }) => name)).toEqual([
      'title-body.lamps.stackexchange.com',
      'pairs.keepers-qa',
      'pairs.triplets',
    ]);
    expect((await verify(folder)).faults).toEqual([]);
    expect(digestsOf(folder, 'data/pairs.triplets')).toEqual(digestsOf(out, 'data/pairs.triplets'));
  });

  test('looks at so many rows of each', async () => {
    const limited = await build('limited', { ...both, limit: 102 });
    expect(bookOf(limited, 'Keepers_QA.jsonl.gz')).toMatchObject({ rows: 102, kept: 100 });
    expect(bookOf(limited, 'triplets')).toMatchObject({ rows: 60, kept: 60 });
    expect((await verify(join(root, 'limited'))).faults).toEqual([]);
  });

  test('keeps duplicates that it dropped', async () => {
    await build('kept', { ...both, keepDropped: true });
    const file = join(root, 'kept', 'dropped', 'pairs.keepers-qa', 'duplicates.jsonl');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ reason: 'duplicate_pair', id: 101 });
  });

  test('gives two sets of one name two configs', async () => {
    const other = writeSet(join(root, 'other'), { 'triplets.jsonl': lines(NUMBERS.map(pair)) });
    const { configs, pairs } = await build('twice', {
      pipeline: PIPELINE,
      pairs: [TRIPLETS, join(other, 'triplets.jsonl'), TRIPLETS],
    });
    expect(configs.map(({ name }) => name).slice(1)).toEqual([
      'pairs.triplets',
      'pairs.triplets-2',
      'pairs.triplets-2-2',
    ]);
    expect(pairs.map(({ name }) => name)).toEqual(['triplets', 'triplets.jsonl', 'triplets (2)']);
  });
});

describe('rules of a pipeline hold for sets', () => {
  test('near-duplicates are looked for where a set has the text', async () => {
    const near = pipelineWith('near', '').replace('near.ts', 'near-answers.ts');
    writeFileSync(
      near,
      readFileSync(PIPELINE, 'utf8').replace(
        "exact: 'pair'",
        "exact: 'pair', near: { field: 'body', similarity: 0.5, action: 'drop' }",
      ),
    );
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
  test.each([
    ['a set that is not there', [join(root, 'none.jsonl')], PIPELINE, 'no such file or folder'],
    [
      'a set without pairs',
      [join(writeSet(join(root, 'single'), { 'a.jsonl': [{ text: 'one' }] }), 'a.jsonl')],
      PIPELINE,
      'nothing to read in it',
    ],
    [
      'a recipe of that name',
      [KEEPERS],
      pipelineWith('named', '').replace('named.ts', 'named-pairs.ts'),
      "the name that other people's pairs go by",
    ],
  ])('%s', async (name, pairs, pipeline, message) => {
    const renamed = readFileSync(PIPELINE, 'utf8').replace('titleBody()]', "{ ...titleBody(), name: 'pairs' }]");
    writeFileSync(join(root, 'named-pairs.ts'), renamed);
    await expect(buildFrom([dump], join(root, `refused ${name}`), { pipeline, pairs })).rejects.toThrow(message);
  });
});
