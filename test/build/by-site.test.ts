// A config for each site: the very rows that one config has, whatever the work was cut into and whatever is done with it.
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportDataset } from '../../src/export-dataset.ts';
import { rowsOf } from '../../src/inspect.ts';
import { balance, type Manifest } from '../../src/manifest.ts';
import { readManifest } from '../../src/manifest-file.ts';
import { readDataConfig } from '../../src/read-data-config.ts';
import { writeSample } from '../../src/sample/index.ts';
import { arrowStreams } from '../../src/shard/arrow-format.ts';
import { takedown } from '../../src/takedown.ts';
import { verify } from '../../src/verify.ts';
import { someWords } from '../near/texts.ts';
import { dice } from '../passes/helpers.ts';
import { buildFrom, digestsOf, rowsIn, testFolder } from './dataset.ts';
import { type Question, writeDump } from './dump.ts';

const root = testFolder();
const dump = join(root, 'dump');
const pipeline = (name: string) => fileURLToPath(new URL(`${name}.ts`, import.meta.url));
const sum = (numbers: readonly (number | undefined)[]) => numbers.reduce<number>((all, one) => all + (one ?? 0), 0);
const named = ({ configs }: Manifest) => configs.map(({ name }) => name);
const layout = (train: number, held: number, fingerprints: number) => ({
  layout: { sides: { train, validation: held, test: held }, fingerprints, bands: 2 },
});

const roll = dice(11);
const WORDS = someWords(60, roll);
const nearly = [...WORDS.slice(0, 58), 'brass', 'lamp'];
const question = (id: number, more: Partial<Question> = {}): Question => ({
  id,
  body: `<p>${WORDS.join(' ')}</p>`,
  ...more,
});
const lanterns = Array.from({ length: 30 }, (_, id) => ({
  id: id + 100,
  body: `<p>${someWords(40, roll).join(' ')}</p>`,
}));
const OTHERS = {
  // Its only question is there word for word on a site of more votes: nothing of it stays.
  'gone.stackexchange.com': [question(2, { votes: 0, title: 'How long does a wick of cotton last?' })],
  'lamps.stackexchange.com': [question(1, { votes: 9, title: 'How long does a wick of cotton last?' }), ...lanterns],
  // Nearly alike to a question of another config.
  'wicks.stackexchange.com': [
    question(5, { title: 'What is it that makes a wick last?', body: `<p>${nearly.join(' ')}</p>` }),
  ],
};

/** All rows with their traces, in an order of their own. */
const allRows = (out: string) =>
  rowsIn(out)
    .map(({ texts, split, provenance }) =>
      JSON.stringify([split, texts, { ...provenance, posts: provenance.posts.length }]),
    )
    .sort();

beforeAll(async () => {
  await writeSample(dump, { bytes: 700_000, sites: 3 });
  writeDump(dump, OTHERS);
});

describe.each(['questions', 'answers'])('%s', (kind) => {
  const [byKind, bySite] = [join(root, `${kind}-kind`), join(root, `${kind}-site`)];
  let whole: Manifest;
  let manifest: Manifest;

  beforeAll(async () => {
    whole = await buildFrom([dump], byKind, { pipeline: pipeline(`${kind}-by-kind`) });
    manifest = await buildFrom([dump], bySite, { pipeline: pipeline(`${kind}-by-site`) });
  });

  test('by site are the very rows that they are by kind, on the same sides', () => {
    expect(allRows(bySite)).toEqual(allRows(byKind));
  });

  test('have the same books, which balance', () => {
    expect(manifest.books).toEqual(whole.books);
    expect(manifest.books.map(balance)).toEqual(manifest.books.map(() => 0));
    expect(manifest.licenses).toEqual(whole.licenses);
  });

  test('have a config for each site that has rows enough, and one for the others', () => {
    expect(manifest.configs.length).toBeGreaterThan(whole.configs.length);
    for (const config of manifest.configs) {
      const { name, recipe } = config;
      const rows = [...rowsOf({ out: bySite, manifest, format: arrowStreams }, config)];
      const sites = new Set(rows.map(({ provenance }) => provenance.site));
      expect(rows.length).toBeGreaterThan(0);
      expect(name.endsWith('.few') || (sites.size === 1 && name === `${recipe}.${[...sites][0]}`)).toBe(true);
      const train = rows.filter(({ split }) => split === 'train');
      if (!name.endsWith('.few')) expect(train.length).toBeGreaterThanOrEqual(10);
    }
  });

  test('are verified', async () => expect((await verify(bySite)).faults).toEqual([]));

  test.each([
    ['two threads and small units', { threads: 2, tuning: { unitBytes: 100_000 } }],
    ['many partitions', { tuning: layout(7, 3, 4) }],
  ])('have the same bytes with %s', async (name, options) => {
    const out = join(root, `${kind}-${name.replaceAll(' ', '-')}`);
    await buildFrom([dump], out, { pipeline: pipeline(`${kind}-by-site`), ...options });
    expect(digestsOf(out)).toEqual(digestsOf(bySite));
  });
});

describe('questions by site', () => {
  const out = join(root, 'questions-site');
  const rows = () => rowsIn(out);

  test('have no config of a site without rows, and small sites share one', () => {
    const names = named(readManifest(out));
    expect(names).toContain('title-body.few');
    expect(names).toContain('title-body.lamps.stackexchange.com');
    expect(names.some((name) => name.includes('gone') || name.includes('wicks'))).toBe(false);
    expect(Object.keys(readManifest(out).splits).sort()).toEqual([...names].sort());
  });

  test('name a cluster by a row of another config', () => {
    const manifest = readManifest(out);
    const few = manifest.configs.find(({ name }) => name === 'title-body.few')!;
    const [wick, ...others] = [...rowsOf({ out, manifest, format: arrowStreams }, few)];
    expect([wick!.provenance.site, wick!.provenance.cluster]).toEqual([
      'wicks.stackexchange.com',
      'gone.stackexchange.com/2',
    ]);
    expect(others).toEqual([]);
  });

  test('have weights by config', async () => {
    const configs = readManifest(out).configs.filter(({ name }) => (readManifest(out).splits[name]!.train ?? 0) > 0);
    const weights = readDataConfig(join(out, 'data_config.json'));
    const of = configs.map(({ name }) => sum(weights.map(({ config, weight }) => (config === name ? weight : 0))));
    expect(new Set(of).size).toBe(1);
  });

  test('tell of every row that was dropped once, that of a site without a config too', async () => {
    const [kind, site] = [join(root, 'kept-kind'), join(root, 'kept-site')];
    await buildFrom([dump], kind, { pipeline: pipeline('questions-by-kind'), keepDropped: true });
    await buildFrom([dump], site, { pipeline: pipeline('questions-by-site'), keepDropped: true });
    const linesOf = (folder: string) =>
      ['filters', 'duplicates'].map((what) =>
        named(readManifest(folder))
          .flatMap((name) => readFileSync(join(folder, 'dropped', name, `${what}.jsonl`), 'utf8').split('\n'))
          .filter((line) => line !== '')
          .sort(),
      );
    expect(linesOf(site)).toEqual(linesOf(kind));
    expect(linesOf(site)[1]!.some((line) => line.includes('gone.stackexchange.com'))).toBe(true);
  });

  test('are exported and verified in another format', async () => {
    const [parquet, exported] = [join(root, 'parquet'), join(root, 'exported')];
    await buildFrom([dump], parquet, { pipeline: pipeline('questions-by-site'), format: 'parquet' });
    await exportDataset({ from: out, out: exported, format: 'parquet', temporary: tmpdir() });
    expect(digestsOf(exported)).toEqual(digestsOf(parquet));
    expect((await verify(exported)).faults).toEqual([]);
  });

  test('without posts that were asked to be left out are what taking them out leaves', async () => {
    const ids = join(root, 'ids');
    const gone = rows().filter((_, index) => index % 3 === 0);
    writeFileSync(ids, gone.map(({ provenance }) => `${provenance.site}/${provenance.questionId}\n`).join(''));
    const without = join(root, 'without');
    const manifest = await buildFrom([dump], without, { pipeline: pipeline('questions-by-site'), takedowns: ids });
    expect((await verify(without)).faults).toEqual([]);
    expect(sum(manifest.books.map(({ dropped }) => dropped.taken_down))).toBe(gone.length);
    const exported = join(root, 'taken');
    await exportDataset({ from: out, out: exported, format: 'arrow', temporary: tmpdir() });
    await takedown(exported, { ids, temporary: tmpdir() });
    expect((await verify(exported)).faults).toEqual([]);
    const left = rows().length - gone.length;
    expect([rowsIn(exported).length, sum(readManifest(exported).books.map(({ kept }) => kept))]).toEqual([left, left]);
  });

  test('without any row are a dataset of no configs', async () => {
    const empty = writeDump(join(root, 'empty'), { 'none.stackexchange.com': [] });
    const nothing = join(root, 'nothing');
    const manifest = await buildFrom([empty], nothing, { pipeline: pipeline('questions-by-site') });
    expect(manifest).toMatchObject({ configs: [], splits: {}, shards: [] });
    expect((await verify(nothing)).faults).toEqual([]);
  });
});
