// Whole builds with other people's pairs: each set is a config of its own, and goes by the same rules as all rows.
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/clean/index.ts';
import { exportDataset } from '../../src/export-dataset.ts';
import { inspect } from '../../src/inspect.ts';
import { balance, type Manifest } from '../../src/manifest.ts';
import { sideOf } from '../../src/order-key.ts';
import { readDataConfig } from '../../src/read-data-config.ts';
import { verify } from '../../src/verify.ts';
import { runCli } from '../cli/run-cli.ts';
import { writeSet } from '../read-foreign/foreign-set.ts';
import { buildFrom, digestsOf, type Options, temporariesIn, testFolder } from './dataset.ts';
import { killInPass } from './kill-in-pass.ts';
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
    const weights = "mix: { weights: { rule: 'equal', byHand: { 'pairs.keepers-qa': 30 } } }";
    const weighed = pipelineWith('weighed', (text) => text.replace('mix: {}', weights));
    const folder = join(root, 'weighed');
    await buildFrom([dump], folder, { ...both, pipeline: weighed });
    const list = readDataConfig(join(folder, 'data_config.json'));
    const of = (name: string) =>
      list.filter(({ config }) => config === name).reduce((all, { weight }) => all + weight!, 0);
    expect(of('pairs.keepers-qa') / of('pairs.triplets')).toBe(30);
    expect(of('title-body')).toBe(of('pairs.triplets'));
  });

  test('leaves sets as they are where posts go by site', async () => {
    const folder = join(root, 'sites');
    const bySite = pipelineWith('by-site', (text) => text.replace('mix: {}', "mix: { by: 'site' }"));
    const { configs } = await buildFrom([dump], folder, { ...both, pipeline: bySite });
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
