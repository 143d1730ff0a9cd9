// `mine` as a person or a program meets it, with vectors that were computed elsewhere.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildFrom, digestsOf, rowsIn, testFolder, UNFILTERED } from '../build/dataset.ts';
import { writeDump } from '../build/dump.ts';
import { npy } from '../evaluate/npy.ts';
import { runCli } from './run-cli.ts';

const root = testFolder();
const [dump, out, vectors] = [join(root, 'dump'), join(root, 'out'), join(root, 'v.npy')];
const mining = ['mine', out, '--model', `vectors:${vectors}`];

beforeAll(async () => {
  writeDump(dump, { bells: Array.from({ length: 60 }, (_, index) => ({ id: index + 1 })) });
  await buildFrom([dump], out, { pipeline: UNFILTERED });
  const texts = [...new Set(rowsIn(out).flatMap((row) => Object.values(row.texts)))];
  const angles = texts.map((_, at) => (at * 1.5) / texts.length);
  writeFileSync(
    vectors,
    npy(
      `(${texts.length}, 2)`,
      angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]),
    ),
  );
  writeFileSync(vectors.replace('.npy', '.ids.txt'), texts.map((text) => `${JSON.stringify(text)}\n`).join(''));
});

test('without a model, or with one that gives no vectors, it is wrong usage that changes nothing', async () => {
  const before = digestsOf(out);
  expect((await runCli(['mine', out])).code).toBe(2);
  const bm25 = await runCli(['mine', out, '--model', 'bm25']);
  expect([bm25.code, bm25.stderr]).toEqual([2, expect.stringContaining('Expected a model that gives vectors.')]);
  const margin = await runCli([...mining, '--relative-margin', '5']);
  expect([margin.code, margin.stderr]).toEqual([2, expect.stringContaining('from 0 to below 1')]);
  expect((await runCli([...mining, '--config', 'none'])).code).toBe(2);
  expect((await runCli(['mine', dump, '--model', `vectors:${vectors}`])).code).toBe(1);
  expect(digestsOf(out)).toEqual(before);
});

test('it says what it mined, and does not take vectors of no known model for the same ones', async () => {
  const first = await runCli([...mining, '--dumps', dump]);
  expect(first.code, first.stderr).toBe(0);
  expect(first.stdout).toMatch(/^title-body-mined: \d+ rows of title-body with negatives\ntrain rows +\d+\n/);
  expect((await runCli(['verify', out])).code).toBe(0);
  const before = digestsOf(out);
  const second = await runCli(mining);
  expect([second.code, second.stderr]).toEqual([2, expect.stringContaining('--name')]);
  expect(digestsOf(out)).toEqual(before);
});

test('it prints one JSON document with --json', async () => {
  const { stdout } = await runCli([...mining, '--name', 'two', '--negatives', '2', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ config: 'two', from: 'title-body', negatives: 2, model: 'v.npy' });
});
