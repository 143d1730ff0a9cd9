// `build-dataset texts` as a person or a program meets it.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testFolder } from '../build/dataset.ts';
import { writeSet } from '../read-foreign/foreign-set.ts';
import { runCli } from './run-cli.ts';

const root = testFolder();
writeSet(join(root, 'cqadupstack', 'programmers'), {
  'corpus.jsonl': [
    { _id: '34356', title: 'How do I write a specification?', text: 'We have none. \u001b[2J' },
    { _id: '8', title: '', text: 'Without a title.' },
  ],
  'queries.jsonl': [{ _id: '132074', text: 'What is a specification?' }],
  'qrels/test.tsv': 'query-id\tcorpus-id\tscore\n132074\t34356\t1\n',
});
writeSet(root, {
  'broken.jsonl': '{"text":"a"}\n{"text":\n',
  'ranked.jsonl': [
    { _id: 'q\u00077', query: 'How \u001b[2J?', pos: ['So.\nAll of it.', 'Or so.'], neg: ['No.'] },
    { query: 'Why?', pos: ['Because.'], neg: [] },
    { query: 'When?', pos: [1, 2], neg: ['No.'] },
  ],
});

const texts = (...args: string[]) => runCli(['texts', ...args], { cwd: root });

test('shows counts, posts and the first texts, safe for a terminal', async () => {
  const { code, stdout } = await texts('cqadupstack', '--limit', '2');
  expect(code).toBe(0);
  const [counts, ...first] = stdout.split('\n\n');
  expect(counts!.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['cqadupstack'],
    ['texts', '4'],
    ['- as corpus', '2'],
    ['- as query', '1'],
    ['- as title', '1'],
    ['with the id of their post', '4'],
    ['- of softwareengineering.stackexchange.com', '4'],
  ]);
  const place = 'programmers/corpus.jsonl line 1 (34356)';
  expect(first).toEqual([
    `${place}, title, softwareengineering.stackexchange.com 34356\n  How do I write a specification?`,
    `${place}, corpus, softwareengineering.stackexchange.com 34356\n  We have none. \ufffd[2J\n`,
  ]);
});

test('prints one JSON document with --json', async () => {
  const { stdout } = await texts('cqadupstack/programmers', '--json', '--limit', '1');
  expect(JSON.parse(stdout)).toEqual({
    source: 'programmers',
    texts: 4,
    roles: { title: 1, corpus: 2, query: 1 },
    posts: { 'softwareengineering.stackexchange.com': 4 },
    first: [
      {
        source: 'programmers',
        place: 'corpus.jsonl line 1 (34356)',
        role: 'title',
        text: 'How do I write a specification?',
        post: { site: 'softwareengineering.stackexchange.com', id: 34356 },
      },
    ],
  });
});

test('shows with --pairs which rows could be trained on, and what becomes of the others, safe for a terminal', async () => {
  const { code, stdout } = await texts('ranked.jsonl', '--pairs', '--limit', '1');
  expect(code).toBe(0);
  const [counts, ...first] = stdout.split('\n\n');
  expect(counts!.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['ranked.jsonl'],
    ['columns', 'query, positive, negative'],
    ['rows', '5'],
    ['triplets', '2'],
    ['dropped', '3'],
    ['- no_negative', '1'],
    ['- not_text', '2'],
  ]);
  expect(first).toEqual([
    'ranked.jsonl line 1 (q\ufffd7), pair 1\n  query: How \ufffd[2J?\n  positive: So. All of it.\n  negative: No.\n',
  ]);
});

test('shows with --pairs the columns that are named, as JSON', async () => {
  const file = join('cqadupstack', 'programmers', 'corpus.jsonl');
  const { stdout } = await texts(file, '--pairs', '--name', 'mine', '--columns', 'text', 'title', '--json');
  expect(JSON.parse(stdout)).toEqual({
    source: 'mine',
    columns: ['text', 'title'],
    rows: 2,
    kept: 1,
    dropped: { empty_text: 1 },
    first: [
      {
        place: 'corpus.jsonl line 1 (34356)',
        row: 0,
        texts: ['We have none. \u001b[2J', 'How do I write a specification?'],
      },
    ],
  });
});

test('ends with 1 and the place where a set cannot be read, and prints no counts', async () => {
  const { code, stdout, stderr } = await texts('broken.jsonl');
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/broken\.jsonl line 2: a line that is not JSON/);
});
