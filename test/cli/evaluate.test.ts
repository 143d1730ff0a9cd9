// `build-dataset evaluate` and `search` as a person or a program meets them.
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { testFolder } from '../build/dataset.ts';
import { writeSet } from '../read-foreign/foreign-set.ts';
import { runCli } from './run-cli.ts';

const root = testFolder();
const set = join(root, 'cups\u001b[2J');
writeSet(set, {
  'corpus.jsonl': [
    { _id: 'a', title: 'Sour beer', text: 'Why is it sour?' },
    { _id: 'b', text: 'Sweet wine' },
  ],
  'queries.jsonl': [{ _id: '1', text: 'sour' }],
  'qrels/test.tsv': 'query-id\tcorpus-id\tscore\n1\ta\t1\n1\tgone\t1\n',
});

/** A model that counts the letters a to h, as a server; and how many texts it was asked for, but for that of the opening. */
let model: string;
let asked = 0;
beforeAll(async () => {
  const letters = (text: string) => [...'abcdefgh'].map((letter) => 0.01 + text.split(letter).length - 1);
  const server = createServer(async (request, response) => {
    const { input } = JSON.parse(Buffer.concat(await request.toArray()).toString()) as { input: string[] };
    if (input[0] !== 'a') asked += input.length;
    response.end(JSON.stringify({ data: input.map((text, index) => ({ index, embedding: letters(text) })) }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  model = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/embeddings#letters`;
  return () => server.close();
});

test('evaluate shows a table that is safe for a terminal, and leaves its files', async () => {
  const { code, stdout } = await runCli(['evaluate', '--set', set, '--out', 'results'], { cwd: root });
  expect(code).toBe(0);
  expect(stdout).not.toContain('\u001b');
  expect(stdout).toMatch(
    /judgement_of_unknown_document 1\nmodel +n +ndcg_at_10 +95 % +difference +p\nbm25 +1 +0\.6131/,
  );
  expect(['evaluation.html', 'results.json', 'bm25'].every((name) => existsSync(join(root, 'results', name)))).toBe(
    true,
  );
});

test('evaluate says of a set without queries that there are none', async () => {
  const empty = join(root, 'empty');
  writeSet(empty, { 'corpus.jsonl': [], 'queries.jsonl': [], 'qrels/test.tsv': 'query-id\tcorpus-id\tscore\n' });
  const { code, stdout } = await runCli(['evaluate', '--set', empty, '--out', 'none'], { cwd: root });
  expect([code, stdout]).toEqual([0, expect.stringMatching(/no queries: it has no figures/)]);
  expect(stdout).not.toContain('NaN');
});

test('evaluate prints one JSON document with --json', async () => {
  const { stdout } = await runCli(['evaluate', '--set', set, '--out', 'other', '--json'], { cwd: root });
  expect(JSON.parse(stdout).sets[0].models[0]).toMatchObject({ model: 'bm25', n: 1, main: 'ndcg_at_10' });
});

test.each([
  [['evaluate'], /no set to evaluate on/],
  [['evaluate', '--set', 'nowhere'], /cannot be read; found ENOENT/],
  [['evaluate', '--set', '.', '--model', 'bert'], /this names no model; expected bm25, onnx:FOLDER, .*found "bert"/],
  [
    ['evaluate', '--set', '.', '--vectors-cache', 'cups\u001b[2J/corpus.jsonl'],
    /folder for vectors cannot be made; expected --vectors-cache with a folder, .*found a file/,
  ],
  [['evaluate', '--set', '.', '--ties', 'mine'], /expected trec or st, found mine/],
])('%j is wrong usage', async (args, message) => {
  const { code, stderr } = await runCli(args, { cwd: root });
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
});

test('search gives the rows nearest to a question by a model, and encodes them once', async () => {
  await runCli(['sample', 'small', '--size', '100KB'], { cwd: root });
  await runCli(['run', 'title-body', '--dumps', 'small', '--out', 'near'], { cwd: root });
  const search = async (...args: string[]) => {
    const { stdout } = await runCli(['search', 'near', 'cabbage head', '--model', model, '--json', ...args], {
      cwd: root,
      env: { XDG_CACHE_HOME: join(root, 'home') },
    });
    return JSON.parse(stdout);
  };
  const { rows, hits } = await search('--top', '3');
  expect(asked).toBe(rows + 1);
  expect(hits).toHaveLength(3);
  expect(hits[0].score).toBeGreaterThanOrEqual(hits[1].score);
  expect((await search('--top', '3')).hits).toEqual(hits);
  expect(asked).toBe(rows + 1);
  expect(readdirSync(join(root, 'home', 'stackpairs', 'vectors'))).toHaveLength(1);
  expect((await search('--no-vectors-cache', '--top', '3')).hits).toEqual(hits);
  expect(asked).toBe(2 * (rows + 1));
  expect((await search('--top', '1000000')).hits).toHaveLength(rows);
});

test('evaluate keeps vectors where it is told to', async () => {
  asked = 0;
  const texts = Array.from({ length: 20 }, (_, i) => ({ _id: `d${i}`, text: `beef ${'a'.repeat(i)}` }));
  const folder = join(root, 'letters');
  const qrels = texts.map(({ _id }) => `${_id}\t${_id}\t1\n`).join('');
  writeSet(folder, {
    'corpus.jsonl': texts,
    'queries.jsonl': texts,
    'qrels/test.tsv': `query-id\tcorpus-id\tscore\n${qrels}`,
  });
  const evaluate = () =>
    runCli(['evaluate', '--set', folder, '--model', model, '--vectors-cache', 'kept', '--out', 'scores', '--json'], {
      cwd: root,
    });
  const [first, again] = [await evaluate(), await evaluate()];
  expect(JSON.parse(first.stdout).sets[0].models[0].scores.ndcg_at_10).toBe(1);
  expect(again.stdout).toBe(first.stdout);
  expect(asked).toBe(40);
  expect(existsSync(join(root, 'kept'))).toBe(true);
});

test('search gives the rows of a build that have the words, and says so where there are none', async () => {
  await runCli(['sample', 'dump', '--size', '300KB'], { cwd: root });
  await runCli(['run', 'title-body', '--dumps', 'dump', '--out', 'out'], { cwd: root });
  const search = async (...args: string[]) =>
    JSON.parse((await runCli(['search', 'out', ...args, '--json'], { cwd: root })).stdout);
  const { rows, hits } = await search('how do i', '--top', '2');
  expect([rows > 2, hits.length]).toEqual([true, 2]);
  expect(hits[0].score).toBeGreaterThanOrEqual(hits[1].score);
  expect(hits[0]).toMatchObject({
    url: expect.stringMatching(/^https:/),
    texts: { title: expect.stringMatching(/how do i/i) },
  });
  expect((await search('zzzzqqqq')).hits).toEqual([]);
  const { code, stderr } = await runCli(['search', 'out', 'a', '--config', 'none'], { cwd: root });
  expect([code, stderr]).toEqual([2, expect.stringMatching(/no such config; expected title-body, found none/)]);
});
