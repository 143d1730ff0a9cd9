// Folders of sets as others leave them, and what is wrong with them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readSet } from '../../src/evaluate/index.ts';
import { SET_TABLES } from '../../src/set-tables.ts';
import { openTable, writePlain } from '../../src/shard/index.ts';
import { testFolder } from '../build/dataset.ts';
import { writeSet } from '../read-foreign/foreign-set.ts';

const root = testFolder();
let sets = 0;

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = join(root, `set-${sets++}`);
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const lines = (...rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n');
const CORPUS = lines({ _id: 'd1', title: 'A', text: 'b' }, { _id: 'd2', text: 'c' }, { _id: 'd1', text: 'again' });
const QUERIES = lines({ _id: 'q1', text: 'x' }, { _id: 'q2', text: 'y' });

test('a BEIR folder with gzip, CRLF and a byte order mark is read, and what does not fit is counted', async () => {
  const set = await readSet(
    folderOf({
      'corpus.jsonl.gz': gzipSync(CORPUS),
      'queries.jsonl': QUERIES,
      'qrels/train.tsv': 'query-id\tcorpus-id\tscore\nq2\td1\t1\n',
      'qrels/test.tsv':
        '\ufeffquery-id\tcorpus-id\tscore\r\nq1\td1\t2\r\nq1\tgone\t1\r\nq9\td1\t1\r\nq1\td1\t1\r\n\r\n',
    }),
    openTable,
  );
  expect(set).toMatchObject({
    task: 'retrieval',
    documents: [
      { id: 'd1', text: 'A b' },
      { id: 'd2', text: 'c' },
    ],
    queries: [{ id: 'q1', text: 'x' }],
    ignored: {
      duplicate_document_id: 1,
      judgement_of_unknown_document: 1,
      judgement_of_unknown_query: 1,
      duplicate_judgement: 1,
      query_without_judgement: 1,
    },
  });
});

const ROWS = {
  corpus: [
    { _id: 'd1', title: 'A', text: 'b' },
    { _id: 'd2', title: '', text: '' },
  ],
  queries: [
    { _id: 'q1', text: 'x' },
    { _id: 'q2', text: 'y' },
  ],
  qrels: [
    { 'query-id': 'q1', 'corpus-id': 'd1', score: 1 },
    { 'query-id': 'q2', 'corpus-id': 'd2', score: 0 },
  ],
} as const;

/** Columns of the rows, as a Parquet file has them. */
function columnsOf(rows: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown[]> {
  return Object.fromEntries(Object.keys(rows[0]!).map((name) => [name, rows.map((row) => row[name])]));
}

test.each(['arrow', 'parquet', 'jsonl'] as const)('a set of MTEB as %s has its candidates beside it', async (kind) => {
  const folder = folderOf({});
  for (const table of ['corpus', 'queries', 'qrels'] as const) {
    mkdirSync(join(folder, table));
    const file = join(folder, table, `test-00000-of-00001.${kind}`);
    if (kind === 'arrow') writePlain(file, SET_TABLES[table], ROWS[table]);
    else writeSet(folder, { [relative(folder, file)]: kind === 'parquet' ? columnsOf(ROWS[table]) : ROWS[table] });
  }
  const ranked = [{ 'query-id': 'q1', 'corpus-ids': ['d2', 'gone', 'd1', 'd2'] }];
  mkdirSync(join(folder, 'top_ranked'));
  const candidates = join(folder, 'top_ranked', 'test-00000-of-00001');
  if (kind === 'jsonl') writeFileSync(`${candidates}.jsonl`, lines(...ranked));
  else writePlain(`${candidates}.arrow`, SET_TABLES.top_ranked, ranked);
  const set = await readSet(folder, openTable);
  expect(set).toMatchObject({
    task: 'reranking',
    documents: [
      { id: 'd1', text: 'A b' },
      { id: 'd2', text: '' },
    ],
    queries: [{ id: 'q1' }, { id: 'q2' }],
    ignored: { unknown_candidate: 1 },
  });
  // A candidate counts once, and none for a query that has no list.
  expect(set).toHaveProperty('candidates', new Map([['q1', [1, 0]]]));
  expect(set).toHaveProperty(
    'judgements',
    new Map([
      ['q1', new Map([['d1', 1]])],
      ['q2', new Map([['d2', 0]])],
    ]),
  );
});

test('rows of labelled texts or pairs are known by their columns, in lists or one by one', async () => {
  const read = (row: unknown) => readSet(folderOf({ 'test.jsonl': lines(row) }), openTable);
  expect(await read({ sentences: ['a', 'b'], labels: [1, 2] })).toMatchObject({
    task: 'clustering',
    groups: [{ texts: ['a', 'b'], labels: ['1', '2'] }],
  });
  expect(await read({ sentence1: 'a', sentence2: 'b', labels: 1 })).toMatchObject({
    task: 'pair-classification',
    values: [1],
  });
  expect(await read({ sentence1: 'a', sentence2: 'b', score: 2.5 })).toMatchObject({ task: 'sts', values: [2.5] });
  await expect(read({ sentences: ['a'], labels: [] })).rejects.toThrow(/differ in length/);
});

test.each([
  ['no set', { 'readme.txt': '' }, /is no evaluation set.*found none of them/],
  [
    'a cut line',
    { 'corpus.jsonl': '{"_id":', 'queries.jsonl': QUERIES, 'qrels/test.tsv': '' },
    /corpus.jsonl line 1: the line is no JSON object/,
  ],
  [
    'a cut gzip',
    { 'corpus.jsonl.gz': gzipSync(CORPUS).subarray(0, 30), 'queries.jsonl': QUERIES, 'qrels/test.tsv': '' },
    /corpus.jsonl.gz: the file cannot be read/,
  ],
  ['a row without id', { 'corpus.jsonl': '{"text":"a"}', 'queries.jsonl': QUERIES, 'qrels/test.tsv': '' }, /no id/],
  [
    'a grade that is none',
    { 'corpus.jsonl': CORPUS, 'queries.jsonl': QUERIES, 'qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq1\td1\tyes\n' },
    /line 2: the judgement has no grade/,
  ],
  [
    'a broken table',
    { 'corpus.jsonl': CORPUS, 'queries.jsonl': QUERIES, 'qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq1\n' },
    /another number of cells/,
  ],
  [
    'a row of candidates without a list',
    { 'corpus.jsonl': CORPUS, 'queries.jsonl': QUERIES, 'qrels/test.tsv': '', 'top_ranked.jsonl': '{"query-id":"q1"}' },
    /top_ranked.jsonl line 1: the row has no list of candidates/,
  ],
  ['a description of another kind', { 'set.json': '{"name":1}', 'test.jsonl': '' }, /description of the set/],
])('%s is an error with its place', async (_, files, message) => {
  await expect(readSet(folderOf(files), openTable)).rejects.toThrow(message);
});

test('a folder that is not there is an error', async () => {
  await expect(readSet(join(root, 'nowhere'), openTable)).rejects.toThrow(/cannot be read; found ENOENT/);
});
