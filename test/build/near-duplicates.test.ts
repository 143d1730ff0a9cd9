// Whole builds that look for near-duplicates, held against a comparison of every row with every other.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { sideOf } from '../../src/order-key.ts';
import { SPLITS } from '../../src/types.ts';
import { verify } from '../../src/verify.ts';
import { plainJaccard, plainShingles, someWords } from '../near/texts.ts';
import { dice } from '../passes/helpers.ts';
import { buildFrom, digestsOf, type Options, rowsIn, temporariesIn, testFolder } from './dataset.ts';
import { type Question, writeDump } from './dump.ts';
import { killInPass } from './kill-in-pass.ts';
import dropping from './near-dropped.ts';

const MARK = fileURLToPath(new URL('near.ts', import.meta.url));
const DROP = fileURLToPath(new URL('near-dropped.ts', import.meta.url));
const SIMILARITY = 0.6;
const SITES = ['bells', 'lanterns', 'wicks'];
const root = testFolder();
const dump = join(root, 'dump');
const layout = (train: number, held: number, fingerprints: number, bands: number) => ({
  layout: { sides: { train, validation: held, test: held }, fingerprints, bands },
});

interface Row extends Question {
  readonly site: string;
  readonly words: readonly string[];
}

/** Families of texts, each a changed copy of an earlier one; a fifth of all are exact copies. */
function someRows(): Row[] {
  const roll = dice(2024);
  const rows: Row[] = [];
  for (let id = 1; id <= 900; id++) {
    const parent = roll(3) === 0 ? undefined : rows[roll(rows.length)];
    const words = [...(parent?.words ?? someWords(20 + roll(80), roll))];
    const title = parent !== undefined && roll(3) === 0 ? parent.title! : `How do I mend lantern number ${id}?`;
    if (parent === undefined || title !== parent.title) {
      for (let change = roll(4); change > 0; change--) words[roll(words.length)] = someWords(1, roll)[0]!;
    }
    const votes = roll(5);
    rows.push({ site: SITES[roll(3)]!, id, title, words, votes, body: `<p>${words.join(' ')}</p>` });
  }
  return rows;
}

const rows = someRows();
const nameOf = ({ site, id }: { site: string; id: number }) => `${site}/${id}`;

/** Clusters by comparing all with all: rows by the name of their cluster's smallest member. */
function clustersOf(all: readonly Row[]): Map<string, Row[]> {
  const sets = all.map(({ words }) => plainShingles(words.join(' '), 5));
  const cluster = all.map((_, i) => i);
  for (let i = 0; i < all.length; i++) {
    for (let j = 0; j < i; j++) {
      if (cluster[i] === cluster[j] || plainJaccard(sets[i]!, sets[j]!) < SIMILARITY) continue;
      const [from, to] = [cluster[i], cluster[j]!];
      cluster.forEach((one, k) => {
        if (one === from) cluster[k] = to;
      });
    }
  }
  const clusters = new Map<number, Row[]>();
  for (const [i, row] of all.entries()) clusters.set(cluster[i]!, [...(clusters.get(cluster[i]!) ?? []), row]);
  const first = (a: Row, b: Row) => (a.site === b.site ? a.id - b.id : a.site < b.site ? -1 : 1);
  return new Map([...clusters.values()].map((members) => [nameOf(members.toSorted(first)[0]!), members]));
}

const clusters = clustersOf(rows);
const side = (row: Row) => SPLITS.indexOf(sideOf(dropping.split, row.site)(row.id));
const best = (group: readonly Row[]) =>
  group.toSorted(
    (a, b) => side(b) - side(a) || b.votes! - a.votes! || (a.site === b.site ? a.id - b.id : a.site < b.site ? -1 : 1),
  )[0]!;

/** What must be left of a cluster where near-duplicates are marked: on its most held-out side the best of each set of copies. */
function survivors(members: readonly Row[]): Row[] {
  const top = Math.max(...members.map(side));
  const copies = new Map<string, Row[]>();
  for (const row of members.filter((row) => side(row) === top)) {
    const text = `${row.title}\n${row.body}`;
    copies.set(text, [...(copies.get(text) ?? []), row]);
  }
  return [...copies.values()].map(best);
}

function keptIn(out: string): string[] {
  return rowsIn(out)
    .map(({ provenance: { site, questionId, cluster } }) => `${site}/${questionId} in ${cluster}`)
    .sort();
}

const expectedRows = (left: (members: readonly Row[]) => readonly Row[]) =>
  [...clusters].flatMap(([cluster, members]) => left(members).map((row) => `${nameOf(row)} in ${cluster}`)).sort();

let marked: Record<string, string>;

beforeAll(async () => {
  writeDump(dump, Object.fromEntries(SITES.map((site) => [site, rows.filter((row) => row.site === site)])));
  await buildFrom([dump], join(root, 'marked'), { pipeline: MARK });
  marked = digestsOf(join(root, 'marked'));
});

test('the rows that are tested with form clusters of many sizes, on all sides', () => {
  const sizes = [...clusters.values()].map((members) => members.length);
  expect(Math.max(...sizes)).toBeGreaterThan(20);
  expect(sizes.filter((size) => size === 2).length).toBeGreaterThan(10);
  expect([...clusters.values()].filter((members) => new Set(members.map(side)).size > 1).length).toBeGreaterThan(20);
});

test('marked clusters are those of a comparison of all rows with all, and none spans two sides', () => {
  expect(keptIn(join(root, 'marked'))).toEqual(expectedRows(survivors));
});

test('of dropped clusters the best row is left, and each loser is counted once', async () => {
  const out = join(root, 'dropped');
  const { books } = await buildFrom([dump], out, { pipeline: DROP });
  expect(keptIn(out)).toEqual(expectedRows((members) => [best(members)]));
  const copies = [...clusters.values()].flatMap((members) => {
    const top = Math.max(...members.map(side));
    return members.filter((row) => side(row) === top).length - survivors(members).length;
  });
  const sum = (reason: string) => books.reduce((total, { dropped }) => total + (dropped[reason] ?? 0), 0);
  expect(sum('duplicate_pair')).toBe(copies.reduce((total, count) => total + count, 0));
  expect(sum('near_duplicate')).toBeGreaterThan(100);
  expect(sum('near_duplicate') + sum('duplicate_pair') + sum('cluster_held_out')).toBe(rows.length - clusters.size);
});

test('a build with near-duplicates passes every check of verify', async () => {
  const { checks, faults } = await verify(join(root, 'marked'));
  expect(faults).toEqual([]);
  expect(checks.length).toBeGreaterThan(5);
});

test.each<[string, Options]>([
  ['one thread', { threads: 1 }],
  ['two threads and units of 3 kB', { threads: 2, tuning: { unitBytes: 3000, ...layout(7, 3, 4, 5) } }],
  ['the kernel in JavaScript', { kernel: 'js' }],
  ['7 units', { tuning: { unitBytes: 60_000 } }],
  ['64 units', { tuning: { unitBytes: 7000 } }],
  ['one partition of each kind', { tuning: layout(1, 1, 1, 1) }],
  ['more partitions than rows', { tuning: layout(90, 150, 7, 30) }],
])('%s: the same bytes', async (name, options) => {
  const out = join(root, name.replaceAll(' ', '-'));
  await buildFrom([dump], out, { pipeline: MARK, ...options });
  expect(digestsOf(out)).toEqual(marked);
});

describe('killed in', () => {
  const run = (out: string) => ['run', MARK, '--dumps', dump, '--out', out, '--threads', '1'];

  test.each(['sketch', 'pair', 'lend', 'verify', 'connect', 'enter', 'agree'])(
    'the %s pass, a build is finished by the same command',
    async (pass) => {
      const out = join(root, `killed-${pass}`);
      const { code, stderr } = await killInPass(pass, out, run(out));
      expect(code, stderr).toBe(0);
      expect(digestsOf(out)).toEqual(marked);
      expect(temporariesIn(out)).toEqual([]);
    },
    60_000,
  );

  test('the middle, a unit whose file was lost or harmed is done again', async () => {
    const out = join(root, 'harmed');
    await buildFrom([dump], out, { pipeline: MARK, tuning: layout(3, 1, 2, 2) });
    rmSync(join(out, 'manifest.json'));
    rmSync(join(out, '.work', 'title-body', 'sketch-000001.bands'));
    writeFileSync(join(out, '.work', 'title-body', 'lend-000000.edges'), 'harmed');
    rmSync(join(out, '.work', 'title-body', 'connect-000000.json'));
    await buildFrom([dump], out, { pipeline: MARK, tuning: layout(3, 1, 2, 2) });
    expect(digestsOf(out)).toEqual(marked);
  });
});

test('more rows than a bucket compares all with all are connected through each other', async () => {
  const roll = dice(9);
  const base = someWords(120, roll);
  const crowd = Array.from({ length: 120 }, (_, id) => {
    const words = base.with(id, 'changed');
    return { id: id + 1, title: `How do I mend lantern number ${id}?`, body: `<p>${words.join(' ')}</p>` };
  });
  const folder = writeDump(join(root, 'crowd'), { bells: crowd });
  await buildFrom([folder], join(root, 'crowd-out'), { pipeline: DROP });
  expect(rowsIn(join(root, 'crowd-out'))).toHaveLength(1);
});

test('texts without a word are alike to none', async () => {
  const questions = ['?', '!', '…', '🙂'].map((mark, id) => ({
    id: id + 1,
    title: `${mark} title`,
    body: `<p>${mark}</p>`,
  }));
  const folder = writeDump(join(root, 'wordless'), { bells: questions });
  const { books } = await buildFrom([folder], join(root, 'wordless-out'), { pipeline: DROP });
  expect(books).toMatchObject([{ kept: 4 }]);
});

test('no rows at all are no trouble', async () => {
  const folder = writeDump(join(root, 'empty'), { bells: [] });
  const { books } = await buildFrom([folder], join(root, 'empty-out'), { pipeline: DROP });
  expect(books).toMatchObject([{ rows: 0, kept: 0 }]);
});
