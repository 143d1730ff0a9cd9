// Weights of a whole build: in its list, in those of its exports, and after rows were taken out of it.
import { cpSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { languagesOf, siteOf } from '../../src/clean/index.ts';
import { exportDataset } from '../../src/export-dataset.ts';
import type { Manifest } from '../../src/manifest.ts';
import { readManifest, writeDataConfig, writeManifest } from '../../src/manifest-file.ts';
import { card, report } from '../../src/publish/index.ts';
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

describe('two configs of one recipe', () => {
  const OTHER = 'title-body.other';
  const folder = join(root, 'two');

  beforeAll(() => {
    cpSync(out, folder, { recursive: true });
    writeAll(folder, moveLastTrainShard(folder));
  });

  test('share the books of the recipe, and have weights of their own', async () => {
    expect((await verify(folder)).faults).toEqual([]);
    const other = listOf(folder).filter(({ config }) => config === OTHER);
    expect(other.map(({ lines, weight }) => weight! - Math.ceil(lines! / ROWS_PER_UNIT))).toEqual([0]);
    expect(sum(weightsOf(folder)) - other[0]!.weight!).toBe(Math.ceil(trainRows(folder) / ROWS_PER_UNIT));
  });

  test('have one funnel on the card', () => {
    const text = card(readManifest(folder));
    expect(text.match(/every row of the dump, counted once/g)).toHaveLength(1);
  });

  test('lose rows in the books whichever of them is meant', async () => {
    const gone = [rowsIn(folder).at(0)!, rowsIn(folder).at(-1)!];
    const ids = join(root, 'two-ids');
    writeFileSync(ids, gone.map(({ provenance }) => `${provenance.site}/${provenance.questionId}\n`).join(''));
    await takedown(folder, { ids, temporary: tmpdir() });
    expect(sum(readManifest(folder).books.map(({ dropped }) => dropped.taken_down ?? 0))).toBe(2);
    expect((await verify(folder)).faults).toEqual([]);
  });

  /** Gives the last train shard and its provenance to another config. */
  function moveLastTrainShard(dataset: string): Manifest {
    const manifest = readManifest(dataset);
    const [config] = manifest.configs;
    const last = manifest.shards.findLast(({ path, split }) => split === 'train' && path.startsWith('data/'))!;
    const name = last.path.split('/').at(-1)!;
    const shards = manifest.shards.map((shard) => {
      if (!shard.path.endsWith(`/title-body/${name}`)) return shard;
      const path = shard.path.replace('/title-body/', `/${OTHER}/`);
      mkdirSync(join(dataset, path, '..'), { recursive: true });
      renameSync(join(dataset, shard.path), join(dataset, path));
      return { ...shard, path, config: shard.config.replace('title-body', OTHER) };
    });
    const { 'title-body': sides } = manifest.splits;
    return {
      ...manifest,
      shards,
      configs: [config!, { ...config!, name: OTHER }],
      splits: { 'title-body': { ...sides, train: sides!.train! - last.rows }, [OTHER]: { train: last.rows } },
    };
  }

  function writeAll(dataset: string, manifest: Manifest): void {
    const sites = manifest.inputs.map(({ site }) => site);
    const dedupe = { exact: 'pair', ignore: [], within: 'all', keep: 'votes' } as const;
    const nothing = { lengths: [], years: {}, dedupe, copies: [], duplicated: [], samples: [] };
    writeFileSync(join(dataset, 'README.md'), card(manifest, { languages: languagesOf(sites) }));
    writeFileSync(
      join(dataset, 'report.html'),
      report(manifest, { sites: sites.map(siteOf), configs: manifest.configs.map(() => nothing) }),
    );
    writeDataConfig(dataset, manifest);
    writeManifest(dataset, manifest);
  }
});
