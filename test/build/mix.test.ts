// Weights of a whole build: in its list, in those of its exports, and after rows were taken out of it.
import { cpSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { exportDataset } from '../../src/export-dataset.ts';
import { readManifest } from '../../src/manifest-file.ts';
import { readDataConfig } from '../../src/read-data-config.ts';
import { writeSample } from '../../src/sample/index.ts';
import { takedown } from '../../src/takedown.ts';
import { verify } from '../../src/verify.ts';
import { buildFrom, rowsIn, testFolder } from './dataset.ts';

const root = testFolder();
const dump = join(root, 'dump');
const out = join(root, 'out');
const WEIGHTED = fileURLToPath(new URL('weighted.ts', import.meta.url));
const ROWS_PER_UNIT = 12;

const listOf = (folder: string) => readDataConfig(join(folder, 'data_config.json'));
const weightsOf = (folder: string) => listOf(folder).map(({ weight }) => weight!);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const trainRows = (folder: string) => readManifest(folder).splits['title-body']!.train!;

beforeAll(async () => {
  await writeSample(dump, { bytes: 700_000 });
  await buildFrom([dump], out, { pipeline: WEIGHTED });
});

test('the weights of the shards add up to that of the config', async () => {
  expect(weightsOf(out).length).toBeGreaterThan(2);
  expect(sum(weightsOf(out))).toBe(Math.ceil(trainRows(out) / ROWS_PER_UNIT));
  expect(Math.max(...weightsOf(out))).toBeGreaterThan(1);
  expect((await verify(out)).faults).toEqual([]);
});

test('the manifest tells the rule', () => {
  expect(JSON.parse(readManifest(out).pipeline.definition)).toMatchObject({
    mix: { by: 'kind', weights: { rule: 'rows', rowsPerUnit: ROWS_PER_UNIT, cap: 1000, byHand: {} } },
  });
});

test('an export has the same weights', async () => {
  const folder = join(root, 'export');
  await exportDataset({ from: out, out: folder, format: 'jsonl.gz', temporary: tmpdir() });
  expect(weightsOf(folder)).toEqual(weightsOf(out));
  expect((await verify(folder)).faults).toEqual([]);
});

test('where rows were taken out, weights go by those that are left', async () => {
  const folder = join(root, 'taken');
  cpSync(out, folder, { recursive: true });
  const ids = join(root, 'ids');
  const gone = rowsIn(folder).filter(({ split }, index) => split === 'train' && index % 2 === 0);
  writeFileSync(ids, gone.map(({ provenance }) => `${provenance.site}/${provenance.questionId}\n`).join(''));
  await takedown(folder, { ids, temporary: tmpdir() });
  expect(trainRows(folder)).toBe(trainRows(out) - gone.length);
  expect(sum(weightsOf(folder))).toBe(Math.ceil(trainRows(folder) / ROWS_PER_UNIT));
  expect((await verify(folder)).faults).toEqual([]);
});
