// --keep-dropped: every dropped row once, with its reason, in order.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { addCounts } from '../../src/books.ts';
import type { Manifest } from '../../src/manifest.ts';
import { writeSample } from '../../src/sample/index.ts';
import { buildFrom, digestsOf, type Options, rowsIn, testFolder, UNFILTERED } from './dataset.ts';
import { writeDump } from './dump.ts';

const root = testFolder();
const dump = join(root, 'dump');

interface Dropped {
  readonly site: string;
  readonly reason: string;
  readonly byte: number;
  readonly id?: number;
  readonly cluster?: string;
}

const linesOf = (out: string, file: string): Dropped[] =>
  readFileSync(join(out, 'dropped', 'title-body', file), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Dropped);

const droppedIn = (out: string) => [...linesOf(out, 'filters.jsonl'), ...linesOf(out, 'duplicates.jsonl')];
const keyOf = ({ site, byte }: Dropped) => `${site} ${byte}`;

function expectAllOnce({ books }: Manifest, out: string): void {
  for (const { file, dropped } of books) {
    const lines = droppedIn(out).filter(({ site }) => file.startsWith(`${site}/`));
    expect(lines.map(({ reason }) => ({ [reason]: 1 })).reduce(addCounts, {})).toEqual(dropped);
  }
  expect(new Set(droppedIn(out).map(keyOf)).size).toBe(droppedIn(out).length);
}

describe('the dropped rows of a sample', () => {
  beforeAll(() => writeSample(dump, { bytes: 3_000_000, anomalies: 0.05 }));

  test.each<[string, Options]>([
    ['of one unit a file', {}],
    ['of many units', { tuning: { unitBytes: 60_000 } }],
    [
      'of more partitions than rows',
      { tuning: { layout: { sides: { train: 40, validation: 90, test: 90 }, fingerprints: 7, bands: 0 } } },
    ],
    ['without filters', { pipeline: UNFILTERED }],
    ['of the first rows', { limit: 100 }],
  ])('%s are kept once each, and their reasons add up to the books', async (name, options) => {
    const out = join(root, name);
    expectAllOnce(await buildFrom([dump], out, { ...options, keepDropped: true }), out);
  });

  test('leave the dataset as it is without them', async () => {
    const out = join(root, 'without');
    await buildFrom([dump], out);
    expect(digestsOf(out, 'data')).toEqual(digestsOf(join(root, 'of one unit a file'), 'data'));
    expect(digestsOf(out)).not.toHaveProperty('dropped/title-body/filters.jsonl');
  });

  test('are in the order of the file, and the same bytes however they were read', () => {
    const [one, many] = ['of one unit a file', 'of many units'].map((name) => join(root, name)) as [string, string];
    expect(digestsOf(many, 'dropped')).toEqual(digestsOf(one, 'dropped'));
    const bytes = linesOf(one, 'filters.jsonl').flatMap(({ site, byte }) =>
      site.startsWith('lanterns') ? [byte] : [],
    );
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
  });

  test('name the cluster of a duplicate, of which another row is in the dataset', () => {
    const out = join(root, 'of one unit a file');
    const clusters = new Set(rowsIn(out).map((row) => row.provenance.cluster));
    const duplicates = linesOf(out, 'duplicates.jsonl');
    expect(duplicates.length).toBeGreaterThan(3);
    expect(duplicates.filter(({ cluster }) => !clusters.has(cluster ?? ''))).toEqual([]);
  });
});

test('a dataset of which every row of a side was lost to another side keeps them all as dropped', async () => {
  // Of these ids one each is on the train, validation and test side, and all have the same texts.
  const same = { title: 'Which wick for a brass lantern?', body: '<p>Mine is too short for the oil.</p>' };
  const ids = Array.from({ length: 60 }, (_, id) => id + 1);
  const folder = writeDump(join(root, 'same'), { lanterns: ids.map((id) => ({ id, ...same })) });
  const out = join(folder, 'out');
  const manifest = await buildFrom([join(folder, 'lanterns')], out, { pipeline: UNFILTERED, keepDropped: true });
  expect(manifest.splits).toEqual({ 'title-body': { test: 1 } });
  expectAllOnce(manifest, out);
  expect(Object.keys(manifest.books[0]!.dropped).sort()).toEqual(['cluster_held_out', 'duplicate_pair']);
});
