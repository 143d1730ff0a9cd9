// Retrieval sets in the layouts they are published in, and the ids of posts they carry.
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { testFolder } from '../build/dataset.ts';
import { type Contents, pairsIn, rolesIn, textsIn, writeSet } from './foreign-set.ts';

const root = testFolder();
let count = 0;

function write(files: Readonly<Record<string, Contents>>, folder = `${count++}`): string {
  return writeSet(join(root, folder), files);
}

const CORPUS = [
  { _id: '34356', title: 'How do I write a specification?', text: 'We have none.' },
  { _id: '8', title: '', text: 'Without a title.', metadata: { tags: ['a'] } },
];
const QUERIES = [{ _id: '132074', text: 'What is a specification?', metadata: {} }];
const BEIR = {
  'corpus.jsonl': CORPUS,
  'queries.jsonl': QUERIES,
  'qrels/test.tsv': 'query-id\tcorpus-id\tscore\n132074\t34356\t1\n',
};
const READ = [
  'title How do I write a specification?',
  'corpus We have none.',
  'corpus Without a title.',
  'query What is a specification?',
];
const columns = (rows: readonly Record<string, unknown>[], names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
const MTEB = {
  'corpus/corpus-00000-of-00001.parquet': columns(CORPUS, ['_id', 'title', 'text']),
  'queries/queries-00000-of-00001.parquet': columns(QUERIES, ['_id', 'text']),
  'data/test-00000-of-00001.parquet': { 'query-id': ['132074'], 'corpus-id': ['34356'], score: [1] },
};

describe('a retrieval set', () => {
  test.each<[string, Readonly<Record<string, Contents>>]>([
    ['of BEIR', BEIR],
    [
      'of BEIR, packed',
      { ...BEIR, 'corpus.jsonl': '', 'corpus.jsonl.gz': gzipSync(CORPUS.map((row) => JSON.stringify(row)).join('\n')) },
    ],
    ['of MTEB', MTEB],
    ['of MTEB, by language', Object.fromEntries(Object.entries(MTEB).map(([name, rows]) => [`en-${name}`, rows]))],
    [
      'of MTEB in JSON lines',
      { ...BEIR, 'qrels/test.jsonl': [{ 'query-id': '132074', 'corpus-id': '34356', score: 1 }] },
    ],
    [
      'beside what the Hub adds',
      { ...BEIR, 'README.md': '# x', 'dataset_infos.json': '{}', '.gitattributes': '', 'load.py': '' },
    ],
  ])('%s', async (_, { 'corpus.jsonl': corpus, ...files }) => {
    const folder = write(corpus === undefined || corpus === '' ? files : { ...files, 'corpus.jsonl': corpus });
    expect(await rolesIn(folder)).toEqual(READ);
  });

  test('with ids that are numbers', async () => {
    const folder = write({
      'corpus/corpus.parquet': { _id: [7n, 8n], text: ['a', null] },
      'queries/queries.parquet': { _id: [9], text: ['q'] },
    });
    const read = (await textsIn(folder)).map(({ place, text }) => [place, text]);
    expect(read).toEqual([
      ['corpus/corpus.parquet row 0 (7)', 'a'],
      ['queries/queries.parquet row 0 (9)', 'q'],
    ]);
  });

  test.each([
    ['corpus', /\/\d+: a part of a retrieval set is missing; expected a corpus and queries, found queries only/],
    ['queries', /found a corpus only/],
  ])('that lacks its %s is an error', async (part, message) => {
    const kept = Object.entries(BEIR).filter(([name]) => !name.startsWith(part));
    await expect(textsIn(write(Object.fromEntries(kept)))).rejects.toThrow(message);
  });

  test('that is a folder of queries alone is an error', async () => {
    await expect(textsIn(write({ 'queries.jsonl': QUERIES }))).rejects.toThrow(/a part of a retrieval set is missing/);
  });

  test('of which one file is named is that file', async () => {
    expect(await rolesIn(join(write(BEIR), 'queries.jsonl'))).toEqual(['query What is a specification?']);
  });

  test('has pairs in its corpus', async () => {
    const pairs = await pairsIn(write(BEIR));
    expect(pairs.map(({ texts }) => texts)).toEqual([['How do I write a specification?', 'We have none.']]);
  });
});

describe('CQADupStack', () => {
  test.each([
    ['cqadupstack/programmers', '', 'softwareengineering.stackexchange.com'],
    ['cqadupstack/unix', '..', 'unix.stackexchange.com'],
    ['mteb/cqadupstack-android', '', 'android.stackexchange.com'],
    ['datasets--mteb--cqadupstack-gis/snapshots/f46a19', '', 'gis.stackexchange.com'],
    ['CQADupStack-tex', '', 'tex.stackexchange.com'],
  ])('in %s names the posts of their site', async (at, up, site) => {
    const folder = write(BEIR, `${count++}/${at}`);
    const posts = (await textsIn(join(folder, up))).map(({ post }) => post);
    expect(posts).toEqual([34356, 34356, 8, 132074].map((id) => ({ site, id })));
  });

  test('is told by the given name where the folders say nothing', async () => {
    const [first] = await textsIn(write(BEIR), { name: 'cqadupstack/stats' });
    expect(first).toMatchObject({ source: 'cqadupstack/stats', post: { site: 'stats.stackexchange.com', id: 34356 } });
  });

  test('names the post of a row without text', async () => {
    const folder = write(
      { ...BEIR, 'corpus.jsonl': [{ _id: '5', title: '', text: '' }] },
      `${count++}/cqadupstack-unix`,
    );
    const [first] = await textsIn(folder);
    expect(first).toMatchObject({ role: 'corpus', text: '', post: { id: 5 } });
  });

  test('with an id that is none is an error', async () => {
    const folder = write({ ...BEIR, 'queries.jsonl': [{ _id: 'q1', text: 'a' }] }, `${count++}/cqadupstack-unix`);
    await expect(textsIn(folder)).rejects.toThrow(/queries\.jsonl line 1: .* expected a number as _id, found q1/);
  });

  test('is not seen in other sets', async () => {
    expect((await textsIn(write(BEIR, `${count++}/unix`))).filter(({ post }) => post !== undefined)).toEqual([]);
  });
});

describe('sets of rows', () => {
  test('of queries with candidates', async () => {
    const folder = write({ 'test.jsonl': [{ query: 'a', positive: ['b'], negative: ['c', 'd'] }] });
    expect(await rolesIn(folder)).toEqual(['query a', 'corpus b', 'corpus c', 'corpus d']);
    expect((await pairsIn(folder)).map(({ texts }) => texts)).toEqual([['a', 'b']]);
  });

  test('of clusters', async () => {
    const folder = write({
      'test.jsonl': [
        { sentences: ['a', 'b'], labels: ['unix', 'tex'] },
        { sentences: ['c'], labels: ['gis'] },
      ],
    });
    expect(await rolesIn(folder)).toEqual(['text a', 'text b', 'text c']);
  });
});

describe('a folder', () => {
  test('is read in the order of its paths', async () => {
    const folder = write({ 'b.jsonl': ['b'], 'a/2.jsonl': ['a2'], 'a/10.jsonl': ['a10'], 'B.jsonl': ['B'] } as never);
    expect((await textsIn(folder)).map(({ text }) => text)).toEqual(['B', 'a10', 'a2', 'b']);
  });

  test('with hidden files and links in a circle is read once', async () => {
    const folder = write({ 'a.jsonl': [{ text: 'a' }], '.b.jsonl': 'broken', '.cache/c.jsonl': 'broken' });
    symlinkSync(folder, join(folder, 'self'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'z.jsonl'));
    expect(await rolesIn(folder)).toEqual(['text a']);
  });

  test.each<[string, Readonly<Record<string, Contents>>, RegExp]>([
    ['without files', {}, /no file of texts in this folder; expected .*, found no file/],
    ['without texts', { 'README.md': 'x' }, /found others, such as README\.md/],
    ['with an empty file', { ...BEIR, 'queries.jsonl': '' }, /queries\.jsonl: the file is empty/],
    ['with data that is not read', { ...BEIR, 'more.csv': 'a,b' }, /more\.csv: a file of an unknown format/],
    ['with packed data', { ...BEIR, 'more.zip': 'PK\x03\x04' }, /more\.zip: not a file of texts; .*ZIP/],
    ['with texts of an unknown layout', { 'a.tsv': '1\ta text\n' }, /a\.tsv: a text file of an unknown layout/],
  ])('%s is an error', async (_, files, message) => {
    const folder = write(files);
    mkdirSync(folder, { recursive: true });
    await expect(textsIn(folder)).rejects.toThrow(message);
  });
});
