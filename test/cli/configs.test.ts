// Commands on a build of several configs.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { summary } from '../../src/cli/summary.ts';
import type { Manifest } from '../../src/manifest.ts';
import { testFolder } from '../build/dataset.ts';
import { type Question, writeDump } from '../build/dump.ts';
import { sampleManifest } from '../sample-manifest.ts';
import { runCli } from './run-cli.ts';

const root = testFolder();
const out = join(root, 'out');
const PIPELINE = fileURLToPath(new URL('../build/several-configs.ts', import.meta.url));
/** A terminal must not see what turns or hides text. */
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/;
let stdout: string;

beforeAll(async () => {
  const threads = Array.from({ length: 30 }, (_, i): Question[] => [
    { id: 10 * i + 10, more: `AcceptedAnswerId="${10 * i + 11}"` },
    { id: 10 * i + 11, parent: 10 * i + 10, votes: 3, body: `<p>Trim the wick of lantern ${i} and try it again.</p>` },
    { id: 10 * i + 12, parent: 10 * i + 10, votes: -1, body: `<p>Buy a new \u202elantern\u2066 instead of ${i}.</p>` },
  ]);
  // Their titles and answers are the same, word for word; their bodies are not.
  const same = [1, 2, 3].flatMap((n): Question[] => [
    {
      id: 1000 + n,
      title: 'Which oil burns without smoke?',
      body: `<p>My lamp number ${n} smokes all night long.</p>`,
    },
    { id: 2000 + n, parent: 1000 + n, body: '<p>Use olive oil, which has no smell.</p>' },
  ]);
  writeDump(join(root, 'dump'), { lanterns: [...threads.flat(), ...same] });
  const ended = await runCli(['run', PIPELINE, '--dumps', join(root, 'dump'), '--out', out, '--keep-dropped']);
  expect(ended.code, ended.stderr).toBe(0);
  stdout = ended.stdout;
});

describe('the summary', () => {
  test('counts each row once, and says of each config what is in it and what was left out', () => {
    expect(stdout).toMatch(/^154 pairs in 4 configs of 96 rows from 1 dump in \d+\.\d s: /);
    expect(stdout).toMatch(/^title-answer: 61 pairs \(train \d+, validation \d+, test \d+\)$/m);
    expect(stdout).toMatch(/^ {2}left out: not_an_answer 33, (duplicate_pair|cluster_held_out) /m);
    expect(stdout).toMatch(/^ {2}left out: not_accepted 33, not_an_answer 33$/m);
  });

  test('of ten configs fits on a screen', () => {
    const one = sampleManifest();
    const names = Array.from({ length: 10 }, (_, i) => `config-${i}`);
    const manifest: Manifest = {
      ...one,
      configs: names.map((name) => ({ name, recipe: name, columns: ['a', 'b'] })),
      books: names.flatMap((recipe) => one.books.map((book) => ({ ...book, recipe }))),
      splits: Object.fromEntries(names.map((name) => [name, { train: 950, test: 50 }])),
    };
    const lines = summary(manifest, { out, seconds: 1 }).split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(lines[0]).toMatch(/^10,000 pairs in 10 configs of 2,500 rows from 2 dumps/);
    expect(
      lines.filter((line) => line.includes('not_a_question 1,380, title_too_short 100, body_too_long 20')),
    ).toHaveLength(10);
  });

  test('of configs without any row says what became of the rows', () => {
    const one = sampleManifest();
    const config = { ...one.configs[0]!, name: 'other', recipe: 'other' };
    const books = ['title_body', 'other'].flatMap((recipe) =>
      one.books.map(({ rows, ...book }) => ({ ...book, recipe, rows, kept: 0, dropped: { low_score: rows } })),
    );
    const text = summary(
      { ...one, configs: [...one.configs, config], books, splits: {}, shards: [] },
      { out, seconds: 1 },
    );
    expect(text).toContain('No pair is left');
    expect(text).toMatch(/^other: 0 pairs\n {2}left out: low_score 2,500$/m);
  });
});

describe('inspect', () => {
  test('shows one config after another, its books first', async () => {
    const { stdout } = await runCli(['inspect', out, '--rows', '1']);
    const heads = [...stdout.matchAll(/^lanterns\/Posts\.xml, (.*)$/gm)].map(([, config]) => config);
    expect(heads).toEqual(['title-body', 'title-answer', 'title-body-answer', 'best-worst-answers']);
    expect(stdout).toMatch(/^ {2}\w+ \d+: lanterns \d+, answer \d+, negative \d+, -?\d+ votes$/m);
    expect(stdout).toMatch(/^dropped as duplicate_pair\n {2}lanterns \d+, byte \d+: Which oil burns without smoke\?$/m);
    expect(stdout).not.toMatch(RAW);
  });

  test('shows the clusters of each, with the posts of their rows', async () => {
    const { stdout } = await runCli(['inspect', out, '--duplicates'], { env: { COLUMNS: '120' } });
    expect(stdout).toMatch(/^title-body: 0 rows dropped as duplicates, 0 clusters known$/m);
    expect(stdout).toMatch(/^title-answer: 2 rows dropped as duplicates, 1 clusters known$/m);
    expect(stdout).toMatch(/^lanterns 100\d, answer 200\d +│ lanterns 100\d, answer 200\d$/m);
    expect(stdout).toMatch(/^answer: Use olive oil, which has no smell\. +│ answer: Use olive oil/m);
  });
});

test('trace says what each post is to the row', async () => {
  const { stdout } = await runCli(['trace', out, 'best-worst-answers', 'train', '0']);
  expect(stdout).toMatch(/^title_body: .*\nbest_answer: .*\nworst_answer: /);
  expect(stdout.match(/^(question|answer|negative) /gm)).toEqual(['question ', 'answer ', 'negative ']);
  expect((await runCli(['trace', out, 'no-config', 'train', '0'])).stderr).toContain(
    'title-body, title-answer, title-body-answer, best-worst-answers',
  );
});

test('what clean leaves is verified, and built already', async () => {
  expect((await runCli(['clean', out])).stdout).toMatch(/^freed /);
  expect((await runCli(['verify', out])).stdout).toMatch(/^verified$/m);
  const again = await runCli(['run', PIPELINE, '--dumps', join(root, 'dump'), '--out', out, '--keep-dropped']);
  expect(again.stdout).toMatch(/^154 pairs in 4 configs of 96 rows/);
});
