// Every row is counted once, and what a sample says was planted is what a build says it found.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { InspectedRow } from '../../src/inspect.ts';
import { balance, type Manifest, type ManifestBook } from '../../src/manifest.ts';
import { type SampleReport, writeSample } from '../../src/sample/index.ts';
import { buildFrom, digestsOf, rowsIn, testFolder, UNFILTERED } from './dataset.ts';
import { postsXml, writeDump } from './dump.ts';

const root = testFolder();
const sum = (counts: readonly (number | undefined)[]) =>
  counts.reduce<number>((total, count) => total + (count ?? 0), 0);
const lost = (book: ManifestBook, ...reasons: string[]) => sum(reasons.map((reason) => book.dropped[reason] ?? 0));

function expectBalance({ books, splits, shards }: Manifest): void {
  expect(books.map(balance)).toEqual(books.map(() => 0));
  const kept = sum(books.map((book) => book.kept));
  expect(sum(Object.values(splits['title-body'] ?? {}))).toBe(kept);
  for (const config of ['title-body', 'title-body-provenance']) {
    expect(sum(shards.filter((shard) => shard.config === config).map(({ rows }) => rows))).toBe(kept);
  }
}

describe('a sample of which one row in twenty is odd', () => {
  const dump = join(root, 'odd');
  let report: SampleReport;
  let manifest: Manifest;
  beforeAll(async () => {
    report = await writeSample(dump, { bytes: 3_000_000, anomalies: 0.05 });
    manifest = await buildFrom([dump], join(root, 'odd-out'), { pipeline: UNFILTERED });
  });

  function forEachSite(check: (site: SampleReport['sites'][number], book: ManifestBook) => void): void {
    for (const site of report.sites) {
      check(site, manifest.books.find(({ file }) => file.startsWith(`${site.site}/`))!);
    }
    expect(manifest.books.length).toBe(report.sites.length);
  }

  test('balances, file by file and in all', () => expectBalance(manifest));

  test('has as many rows in the books as were written', () =>
    forEachSite((site, book) => expect(book.rows).toBe(site.rows)));

  test('has as many fabricated posts in the books as were planted', () =>
    forEachSite(({ planted }, book) => {
      expect(lost(book, 'planted_post')).toBe(planted.planted_question + planted.planted_answer);
      expect(lost(book, 'answer_bot_post')).toBe(planted.answer_bot);
      expect(planted.planted_question).toBe(1);
    }));

  test('has as many malformed rows in the books as were planted, and repairs the illegal references', () => {
    forEachSite((site, book) => {
      expect(lost(book, 'malformed_row')).toBe(site.malformed);
      expect(book.repaired).toBe(site.planted.illegal_reference);
    });
    expect(report.sites[0]!.malformed).toBeGreaterThan(3);
  });

  test('drops every answer and wiki, and keeps every question but the planted and the repeated', () =>
    forEachSite((site, book) => {
      const { planted, answers, others, questions } = site;
      expect(lost(book, 'not_a_question')).toBe(answers + others - planted.answer_bot - planted.planted_answer);
      expect(book.kept + lost(book, 'duplicate_pair', 'cluster_held_out')).toBe(questions - planted.planted_question);
    }));

  test('finds every repeated question, whatever its case and white space, and no other', () => {
    const repeated = report.sites.map(({ duplicates: { exact, respaced } }) => exact + respaced);
    expect(sum(manifest.books.map((book) => lost(book, 'duplicate_pair', 'cluster_held_out')))).toBe(sum(repeated));
    expect(sum(repeated)).toBeGreaterThan(5);
  });
});

describe('a file that is not whole', () => {
  test('keeps the whole rows of a truncated one, and counts the row that was cut', async () => {
    const dump = join(root, 'truncated');
    const { sites } = await writeSample(dump, { bytes: 400_000, truncate: true });
    const manifest = await buildFrom([dump], join(root, 'truncated-out'));
    expectBalance(manifest);
    const [kitebuilding, lanterns] = manifest.books;
    expect(lanterns).toMatchObject({ rows: sites[0]!.rows + 1, dropped: { truncated_file: 1 } });
    expect(kitebuilding!.dropped).not.toHaveProperty('truncated_file');
  });

  test.each([
    ['after a row', /<\/posts>$/, 3, 1],
    ['within a row', /Score="1" Body="[^"]*" OwnerUserId="7" Title="How do I light lantern number 3[\s\S]*$/, 3, 1],
  ])('counts one truncated row in a file cut %s', async (name, cut, rows, truncated) => {
    const folder = join(root, `cut ${name}`);
    writeDump(folder, { lanterns: [] });
    const questions = name === 'after a row' ? [{ id: 1 }, { id: 2 }] : [{ id: 1 }, { id: 2 }, { id: 3 }];
    writeFileSync(join(folder, 'lanterns', 'Posts.xml'), postsXml(questions).replace(cut, ''));
    const { books } = await buildFrom([folder], join(folder, 'out'), { pipeline: UNFILTERED });
    expect(books).toMatchObject([{ rows, kept: 2, dropped: { truncated_file: truncated } }]);
  });

  test.each([
    ['empty', ''],
    ['an error page', '<!doctype html><title>404</title><p>Not here'],
    ['of another table', '<users><row_ Id="1" /></users>'],
    ['cut off before its first row', '\ufeff<?xml version="1.0"?><posts>'],
  ])('refuses a file that is %s, with its name', async (name, content) => {
    const folder = writeDump(join(root, name), { lanterns: [{ id: 1 }], bells: [] });
    writeFileSync(join(folder, 'bells', 'Posts.xml'), content);
    await expect(buildFrom([folder], join(folder, 'out'))).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringMatching(/^bells\/Posts\.xml: there are no posts in it/),
    });
  });

  test('builds an empty dataset of a file without rows', async () => {
    const folder = writeDump(join(root, 'no-rows'), { lanterns: [] });
    const manifest = await buildFrom([folder], join(folder, 'out'));
    expectBalance(manifest);
    expect(manifest).toMatchObject({ books: [{ rows: 0, kept: 0 }], shards: [], splits: { 'title-body': {} } });
    expect(readFileSync(join(folder, 'out', 'data_config.json'), 'utf8')).toBe('[]\n');
    expect(Object.keys(digestsOf(join(folder, 'out')))).toEqual([
      'README.md',
      'data_config.json',
      'manifest.json',
      'report.html',
    ]);
  });
});

test('a dump in UTF-16 gives the same shards and books as in UTF-8, whatever the size of a unit', async () => {
  const outs = ['utf-8', 'utf-16le'].map((encoding) => join(root, `${encoding}-out`));
  const books = [];
  for (const [index, encoding] of (['utf-8', 'utf-16le'] as const).entries()) {
    const dump = join(root, encoding);
    await writeSample(dump, { bytes: 400_000, encoding });
    books.push((await buildFrom([dump], outs[index]!, { tuning: { unitBytes: 50_000 } })).books);
  }
  expect(books[1]).toEqual(books[0]);
  expect(digestsOf(outs[1]!, 'data')).toEqual(digestsOf(outs[0]!, 'data'));
  expect(digestsOf(outs[1]!, 'provenance')).toEqual(digestsOf(outs[0]!, 'provenance'));
});

describe('a selection', () => {
  const dump = join(root, 'selected');
  beforeAll(async () => {
    writeDump(dump, {
      bells: [{ id: 1, tags: ['casting', 'bronze'] }, { id: 2 }, { id: 3, created: '2021-12-31T23:59:59.999' }],
      lanterns: [{ id: 11 }, { id: 12, created: '2022-01-01T00:00:00.000' }, { id: 13, votes: -1 }],
    });
  });
  const out = (name: string) => join(root, `selected-${name}`);

  test('of the first rows looks at these only, in every file', async () => {
    const manifest = await buildFrom([dump], out('limit'), { limit: 2 });
    expectBalance(manifest);
    expect(manifest.books.map(({ rows }) => rows)).toEqual([2, 2]);
    expect(manifest.selection).toEqual({ limit: 2 });
  });

  test('of the first rows may be more than there are', async () => {
    const manifest = await buildFrom([dump], out('large-limit'), { limit: 1000 });
    expect(manifest.books.map(({ rows, kept }) => [rows, kept])).toEqual([
      [3, 3],
      [3, 2],
    ]);
  });

  test('by date takes the first day in and leaves the last day out, in UTC', async () => {
    const selection = { since: '2021-12-31', before: '2022-01-01' };
    const manifest = await buildFrom([dump], out('dates'), { selection });
    expectBalance(manifest);
    expect(manifest.books.map(({ kept, dropped }) => ({ kept, ...dropped }))).toEqual([
      { kept: 1, asked_too_early: 2 },
      { kept: 0, asked_too_early: 2, asked_too_late: 1 },
    ]);
    expect(manifest.selection).toEqual(selection);
  });

  test('by tag keeps questions with any of the tags', async () => {
    const { books, selection } = await buildFrom([dump], out('tags'), { selection: { tags: ['bronze', 'lead'] } });
    expect(books.map(({ kept, dropped }) => [kept, dropped])).toEqual([
      [1, { missing_tag: 2 }],
      [0, { missing_tag: 3 }],
    ]);
    expect(selection).toEqual({ tags: ['bronze', 'lead'] });
  });

  test('never moves a question to another side of the split', async () => {
    const sample = join(root, 'sides');
    const [whole, late] = [join(root, 'sides-whole'), join(root, 'sides-late')];
    await writeSample(sample, { bytes: 400_000 });
    await buildFrom([sample], whole, { pipeline: UNFILTERED });
    await buildFrom([sample], late, { pipeline: UNFILTERED, selection: { since: '2015-01-01' } });
    const sides = new Map(rowsIn(whole).map((row) => [nameOf(row), row.split]));
    const selected = rowsIn(late).filter((row) => sides.has(nameOf(row)));
    expect(selected.length).toBeGreaterThan(20);
    expect(selected.filter((row) => row.split !== sides.get(nameOf(row)))).toEqual([]);
  });
});

const nameOf = ({ provenance: { site, questionId } }: InspectedRow) => `${site}/${questionId}`;
