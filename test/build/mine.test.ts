// Hard negatives of whole builds: which are taken, which never are, and how they become part of the dataset.
import { createHash } from 'node:crypto';
import { cpSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Encoder } from '../../src/encoder.ts';
import { exportDataset } from '../../src/export-dataset.ts';
import { findInputs } from '../../src/extract/index.ts';
import { type InspectedRow, rowsOf } from '../../src/inspect.ts';
import { makeFeed } from '../../src/make-feed.ts';
import { balance, booksOf } from '../../src/manifest.ts';
import { readManifest } from '../../src/manifest-file.ts';
import { type MineOptions, type MineRequest, mine } from '../../src/mine.ts';
import { feed } from '../../src/read-feed.ts';
import { writeSample } from '../../src/sample/index.ts';
import { arrowStreams } from '../../src/shard/arrow-format.ts';
import { takedown } from '../../src/takedown.ts';
import { verify } from '../../src/verify.ts';
import { buildFrom, digestsOf, rowsIn, testFolder } from './dataset.ts';
import { listFile } from './list-file.ts';

const root = testFolder();
const dump = join(root, 'dump');
const good = join(root, 'good');
let copies = 0;

beforeAll(async () => {
  await writeSample(dump, { bytes: 1_000_000 });
  await buildFrom([dump], good, { pipeline: fileURLToPath(new URL('mined.ts', import.meta.url)) });
});

function copy(): string {
  const out = join(root, `copy-${copies++}`);
  cpSync(good, out, { recursive: true });
  return out;
}

const SIZE = 32;

/** Counts pairs of letters, so that texts of the same words are alike. */
const letters: Encoder = {
  name: 'letters',
  dimensions: SIZE,
  encode: async (texts) => Float32Array.from(texts.flatMap(vectorOf)),
  identity: async () => 'letters',
  close: async () => {},
};

function vectorOf(text: string): number[] {
  const counts = Array<number>(SIZE).fill(0);
  for (let i = 0; i + 1 < text.length; i++) counts[(31 * text.charCodeAt(i) + text.charCodeAt(i + 1)) % SIZE]! += 1;
  const length = Math.hypot(...counts);
  return counts.map((count) => count / length);
}

const mined = (out: string, options: MineOptions & Partial<MineRequest> = {}) =>
  mine(out, { encoder: letters, threads: 0, temporary: tmpdir(), ...options });

/** Rows of a config, those of train alone. */
function trainRows(out: string, name: string): InspectedRow[] {
  const manifest = readManifest(out);
  const config = manifest.configs.find((one) => one.name === name)!;
  return [...rowsOf({ out, manifest, format: arrowStreams }, config)].filter(({ split }) => split === 'train');
}

const textsOf = (row: InspectedRow) => Object.values(row.texts);
/** Its posts of a role, as `site/12`. */
const postsOf = ({ provenance: { site, posts } }: InspectedRow, role: string) =>
  posts.filter((post) => post.role === role).map(({ id }) => `${site}/${id}`);
const answerOf = (row: InspectedRow) => postsOf(row, 'answer')[0]!;
const questionOf = (row: InspectedRow) => postsOf(row, 'question')[0]!;
const negativesOf = (row: InspectedRow) => postsOf(row, 'negative');

describe('the negative of a row', () => {
  /** The longer a text, the farther it is from all anchors: neighbours are told by nothing else. */
  const lengths: Encoder = {
    ...letters,
    name: 'lengths',
    dimensions: 2,
    encode: async (texts, role) => Float32Array.from(texts.flatMap((text) => (role === 'query' ? [1, 0] : near(text)))),
  };
  const near = (text: string) => [Math.cos, Math.sin].map((of) => of(0.3 + (text.length % 97) / 97));

  /** Groups of questions that the rows of the dataset know as duplicates. */
  function duplicateGroups(out: string): Set<string>[] {
    const groups: Set<string>[] = [];
    for (const row of rowsIn(out).filter(({ texts }) => 'duplicate_title' in texts)) {
      const ids = [...postsOf(row, 'duplicate'), ...postsOf(row, 'question')];
      const met = groups.filter((group) => ids.some((id) => group.has(id)));
      for (const group of met) groups.splice(groups.indexOf(group), 1);
      groups.push(new Set([...ids, ...met.flatMap((group) => [...group])]));
    }
    return groups;
  }

  /** The rule said once more, slowly; `isApart` says who may be a negative of whom. */
  function hardest(row: InspectedRow, all: readonly InspectedRow[], isApart: (other: InspectedRow) => boolean) {
    const similarity = (one: InspectedRow) => Math.fround(near(textsOf(one)[1]!)[0]!);
    return all
      .filter((other) => other !== row && other.provenance.site === row.provenance.site)
      .sort((a, b) => similarity(b) - similarity(a))
      .slice(0, 500)
      .find((other) => similarity(other) <= 0.999 * similarity(row) && isApart(other));
  }

  test('is the most similar text below the margin that is of no thread, cluster or group of duplicates of its', async () => {
    const out = copy();
    const groups = duplicateGroups(out);
    const rule = { config: 'title-answer', encoder: lengths, relativeMargin: 0.001, rangeMax: 500 };
    const { mined: entry } = await mined(out, rule);
    const rows = trainRows(out, 'title-answer');
    const found = new Map(trainRows(out, entry.config).map((row) => [answerOf(row), negativesOf(row)]));
    const threadOf = ({ provenance: { site, questionId } }: InspectedRow) => `${site}/${questionId}`;
    let [passedOver, none] = [0, 0];
    for (const row of rows) {
      const isApart = (other: InspectedRow) =>
        threadOf(other) !== threadOf(row) &&
        other.provenance.cluster !== row.provenance.cluster &&
        !groups.some((group) => group.has(threadOf(row)) && group.has(threadOf(other))) &&
        !textsOf(other).some((text) => textsOf(row).includes(text));
      const expected = hardest(row, rows, isApart);
      expect(found.get(answerOf(row)) ?? []).toEqual(expected === undefined ? [] : [answerOf(expected)]);
      if (expected === undefined) none += 1;
      if (expected !== hardest(row, rows, () => true)) passedOver += 1;
    }
    expect(passedOver).toBeGreaterThan(0);
    expect(entry).toMatchObject({ rows: rows.length, kept: rows.length - none, dropped: { too_few_negatives: none } });
  });

  test('is no duplicate that only the links of the dump know', async () => {
    const [without, withDump] = [copy(), copy()];
    const own = await mined(without);
    const more = await mined(withDump, { dumps: await findInputs([dump]) });
    expect(more.mined.knownDuplicates).toBeGreaterThan(own.mined.knownDuplicates);
  });

  test('is credited as a negative, and its text stands last', async () => {
    const out = copy();
    const { mined: entry } = await mined(out);
    const bodies = new Map(trainRows(out, 'title-body').map((row) => [questionOf(row), row.texts.body]));
    for (const row of trainRows(out, entry.config)) {
      const [negative, ...others] = negativesOf(row);
      expect(others).toEqual([]);
      expect(Object.keys(row.texts)).toEqual(['title', 'body', 'negative']);
      expect(row.texts.negative).toBe(bodies.get(negative!));
    }
  });
});

describe('a dataset with mined negatives', () => {
  test('verifies, and its books balance', async () => {
    const out = copy();
    const { manifest, mined: entry } = await mined(out);
    expect((await verify(out)).faults).toEqual([]);
    expect(readManifest(out)).toEqual(manifest);
    expect(booksOf(manifest, entry.config).map(balance)).toEqual([0]);
    expect(manifest.splits[entry.config]).toEqual({ train: entry.kept });
  });

  test('keeps every other shard, byte for byte, and names the new ones as those they were made of', async () => {
    const out = copy();
    await mined(out);
    const [before, after] = [digestsOf(good), digestsOf(out)];
    const changed = Object.keys(after).filter((file) => after[file] !== before[file]);
    expect(changed.filter((file) => file in before).sort()).toEqual(
      ['README.md', 'data_config.json', 'manifest.json', 'report.html'].sort(),
    );
    const added = changed.filter((file) => file.startsWith('data/title-body-mined/'));
    expect(added.length).toBeGreaterThan(1);
    expect(added.every((file) => file.replace('-mined', '') in before)).toBe(true);
  });

  test('is the same for any number of threads, and twice', async () => {
    const [one, two] = [copy(), copy()];
    await mined(one);
    await mined(two, { threads: 2 });
    expect(digestsOf(two)).toEqual(digestsOf(one));
    const again = await mined(two);
    expect(again.isNew).toBe(false);
    expect(digestsOf(two)).toEqual(digestsOf(one));
  });

  test('has as many negatives as are asked for, in columns of their own, no two the same', async () => {
    const out = copy();
    const { mined: entry } = await mined(out, { negatives: 3, name: 'three' });
    expect(entry.kept).toBeGreaterThan(0);
    for (const row of trainRows(out, 'three')) {
      expect(Object.keys(row.texts)).toEqual(['title', 'body', 'negative_1', 'negative_2', 'negative_3']);
      expect(new Set(textsOf(row)).size).toBe(5);
    }
    expect((await verify(out)).faults).toEqual([]);
  });

  test('searches no further than a block', async () => {
    const out = copy();
    const { mined: entry } = await mined(out, { block: 20 });
    const rows = trainRows(out, 'title-body');
    const placeOf = new Map(rows.map((row, at) => [questionOf(row), at]));
    const size = Math.ceil(rows.length / Math.ceil(rows.length / 20));
    for (const row of trainRows(out, entry.config)) {
      const [a, b] = [questionOf(row), negativesOf(row)[0]!].map((question) => placeOf.get(question)!);
      expect(Math.floor(a! / size)).toBe(Math.floor(b! / size));
    }
  });

  test('is drawn from by a feed, and exported like any other', async () => {
    const out = copy();
    await mined(out, { negatives: 2 });
    const { sources } = await makeFeed(out, { batch: 8, weights: { 'title-body-mined': 3 } });
    expect(sources.map(({ config }) => config)).toContain('title-body-mined');
    expect([...feed(out)].some(({ config }) => config === 'title-body-mined')).toBe(true);
    const parquet = join(root, 'parquet');
    await exportDataset({ from: out, out: parquet, format: 'parquet', temporary: tmpdir() });
    expect((await verify(parquet)).faults).toEqual([]);
  });

  test('loses the rows whose negative is taken down', async () => {
    const out = copy();
    const { mined: entry } = await mined(out);
    const [row] = trainRows(out, entry.config);
    const [gone] = negativesOf(row!);
    await takedown(out, { ids: listFile(root, gone!), temporary: tmpdir() });
    expect((await verify(out)).faults).toEqual([]);
    const left = trainRows(out, entry.config);
    expect(left.map(questionOf).includes(questionOf(row!))).toBe(false);
    const [after] = readManifest(out).mined!;
    expect(after).toMatchObject({ rows: entry.rows, kept: left.length });
    expect(after!.dropped.taken_down).toBe(entry.kept - left.length);
  });
});

describe('mining is refused', () => {
  test.each<[string, MineOptions & Partial<MineRequest>, RegExp]>([
    ['where there is no such config', { config: 'nothing' }, /no such config of pairs.*expected title-body/],
    ['where another config has the name', { name: 'title-answer' }, /has a config of that name/],
    ['with a name that is no folder', { name: '../up' }, /no name of a config/],
    ['with a name that no folder has room for', { name: 'a'.repeat(97) }, /no name of a config/],
    ['without a negative', { negatives: 0 }, /expected 1 or more/],
    ['with a margin that leaves nothing', { relativeMargin: 1 }, /no margin/],
    ['with fewer neighbours than negatives', { negatives: 5, rangeMin: 3, rangeMax: 7 }, /--range-max, of 8 or more/],
    ['with blocks of a row', { block: 1 }, /2 rows or more/],
    ['where no row has a negative', { rangeMax: 1, relativeMargin: 0.9 }, /no row has as many negatives/],
  ])('%s, and nothing is changed', async (_, options, message) => {
    const out = copy();
    await expect(mined(out, options)).rejects.toThrow(message);
    expect(digestsOf(out)).toEqual(digestsOf(good));
    expect(existsSync(join(out, '.next'))).toBe(false);
  });

  test('with other rules for a config that was mined', async () => {
    const out = copy();
    await mined(out);
    await expect(mined(out, { relativeMargin: 0.1 })).rejects.toThrow(/mined of title-body by letters.*--name/);
    const { isNew } = await mined(out, { relativeMargin: 0.1, name: 'wider' });
    expect(isNew).toBe(true);
    expect((await verify(out)).faults).toEqual([]);
  });

  test('with another model of the same name', async () => {
    const out = copy();
    const one = await mined(out, { encoder: { ...letters, identity: async () => 'one' } });
    expect(one.mined.modelSha256).toBe(createHash('sha256').update('one').digest('hex'));
    expect((await mined(out, { encoder: { ...letters, identity: async () => 'one' } })).isNew).toBe(false);
    const other = mined(out, { encoder: { ...letters, identity: async () => 'other' } });
    await expect(other).rejects.toThrow(/has a config of that name/);
  });

  test('with a model that does not say what it is, a second time', async () => {
    const out = copy();
    const { identity: _, ...silent } = letters;
    await mined(out, { encoder: silent });
    await expect(mined(out, { encoder: silent })).rejects.toThrow(/--name/);
  });

  test('with dumps that tell of more duplicates than were known', async () => {
    const out = copy();
    await mined(out);
    await expect(mined(out, { dumps: await findInputs([dump]) })).rejects.toThrow(/--name/);
  });

  test('with a model whose vectors are no numbers', async () => {
    const encoder = {
      ...letters,
      encode: async (texts: readonly string[]) => new Float32Array(SIZE * texts.length).fill(Number.NaN),
    };
    await expect(mined(copy(), { encoder })).rejects.toThrow(/not of finite numbers/);
  });
});

test('killed at any step, it leaves the dataset as it was, or one that the same command makes whole', async () => {
  const whole = copy();
  const steps: string[] = [];
  await mined(whole, { onStep: (step) => steps.push(step) });
  expect(steps.length).toBeGreaterThan(6);
  for (const stop of steps.keys()) {
    const out = copy();
    let step = 0;
    const onStep = () => {
      if (step++ === stop) throw new Error('killed');
    };
    await expect(mined(out, { onStep })).rejects.toThrow('killed');
    if (stop === 0) expect(digestsOf(out)).toEqual(digestsOf(good));
    await mined(out);
    expect(digestsOf(out)).toEqual(digestsOf(whole));
  }
});

test('a damaged shard is not passed on', async () => {
  const out = copy();
  const { path } = readManifest(out).shards.find(({ config, split }) => config === 'title-body' && split === 'train')!;
  cpSync(join(out, 'README.md'), join(out, path));
  await expect(mined(out)).rejects.toThrow(/its SHA-256 is not the manifest/);
});
