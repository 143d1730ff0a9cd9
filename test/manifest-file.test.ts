import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dataConfig, dataConfigSchema } from '../src/data-config.ts';
import { balance, type Manifest } from '../src/manifest.ts';
import { manifestText, readManifest, writeDataConfig, writeManifest } from '../src/manifest-file.ts';
import { sampleManifest } from './sample-manifest.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackpairs-manifest-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The same value with the keys of every object the other way round. */
function reversed<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed) as T;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, one]) => [key, reversed(one)])
      .reverse(),
  ) as T;
}

test('a manifest comes back as it was written', () => {
  writeManifest(folder, sampleManifest());
  expect(readManifest(folder)).toEqual(sampleManifest());
  expect(readdirSync(folder)).toEqual(['manifest.json']);
});

test('equal manifests have equal text, whatever the order of their keys', () => {
  const text = manifestText(sampleManifest());
  expect(manifestText(reversed(sampleManifest()))).toBe(text);
  expect(text).toMatch(/^\{\n {2}"formatVersion": 1,\n {2}"stackpairs": /);
  expect(text.endsWith('}\n')).toBe(true);
});

test('reasons stand in code-unit order', () => {
  const [book] = sampleManifest().books;
  const dropped = { short_title: 1, Zebra: 2, länge: 3, not_a_question: 4 };
  const text = manifestText({ ...sampleManifest(), books: [{ ...book!, dropped }] });
  const keys = Object.keys((JSON.parse(text) as Manifest).books[0]!.dropped);
  expect(keys).toEqual(['Zebra', 'länge', 'not_a_question', 'short_title']);
});

test('the list of the trainer holds the train shards of the data configs and nothing else', () => {
  const entries = dataConfig(sampleManifest());
  expect(entries.map(({ name, lines, weight }) => [name, lines, weight])).toEqual([
    ['data/title-body/train-00000-of-00002.arrow', 500, 1],
    ['data/title-body/train-00001-of-00002.arrow', 450, 1],
  ]);
  writeDataConfig(folder, sampleManifest());
  const written: unknown = JSON.parse(readFileSync(join(folder, 'data_config.json'), 'utf8'));
  expect(dataConfigSchema.parse(written)).toEqual(entries);
  expect(Object.keys((written as object[])[0]!)).toEqual(['name', 'lines', 'weight', 'config', 'sha256']);
});

test('weights of several configs are those that the pipeline in the manifest asks for', () => {
  const { configs, shards, pipeline, ...manifest } = sampleManifest();
  const byHand = { 'title-title': 5 };
  const definition = JSON.stringify({ mix: { by: 'kind', weights: { rule: 'rows', rowsPerUnit: 100, byHand } } });
  const entries = dataConfig({
    ...manifest,
    pipeline: { ...pipeline, definition },
    configs: [...configs, { name: 'title-title', recipe: 'title_title', columns: ['title', 'title_2'] }],
    shards: [...shards, { ...shards[0]!, path: 'data/title-title/train-00000-of-00001.arrow', config: 'title-title' }],
  });
  expect(entries.map(({ config, lines, weight }) => [config, lines, weight])).toEqual([
    ['title-body', 500, 5],
    ['title-body', 450, 5],
    ['title-title', 500, 5],
  ]);
});

test.each([
  ['a shard outside its folder', 'data/title-body/../../../train-00000-of-00002.arrow'],
  ['a shard in the folder of another room', 'dropped/title-body/train-00000-of-00002.arrow'],
  ['a shard of another format', 'data/title-body/train-00000-of-00002.parquet'],
])('%s is not taken from a manifest', (_, path) => {
  const manifest = sampleManifest();
  const shards = manifest.shards.map((shard, i) => (i === 0 ? { ...shard, path } : shard));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, shards }));
  expect(() => readManifest(folder)).toThrow(expect.objectContaining({ code: 'damaged_output' }));
});

test('a config whose folder would lie elsewhere is not taken from a manifest', () => {
  const manifest = sampleManifest();
  const configs = [{ ...manifest.configs[0]!, name: '..' }];
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, configs }));
  expect(() => readManifest(folder)).toThrow(expect.objectContaining({ code: 'damaged_output' }));
});

test('a book balances when every row is kept, held out or dropped', () => {
  const [book] = sampleManifest().books;
  expect(balance(book!)).toBe(0);
  expect(balance({ ...book!, rows: book!.rows + 3 })).toBe(3);
  expect(balance({ ...book!, heldOut: book!.heldOut + 2 })).toBe(-2);
});

describe('what is wrong with a manifest is said', () => {
  test.each([
    ['a folder without one', undefined, 'bad_input', 'no manifest here'],
    ['half a file', '{"formatVersion": 1, "stack', 'damaged_output', 'not JSON'],
    ['another format', '{"formatVersion": 2}', 'bad_input', 'expected formatVersion 1, found 2'],
    ['no version', '{}', 'damaged_output', 'formatVersion'],
    ['an unknown key', JSON.stringify({ ...sampleManifest(), clock: 12 }), 'damaged_output', 'clock'],
    ['a negative count', JSON.stringify({ ...sampleManifest(), licenses: { x: -1 } }), 'damaged_output', 'licenses.x'],
  ])('%s', (_, text, code, words) => {
    if (text !== undefined) writeFileSync(join(folder, 'manifest.json'), text);
    expect(() => readManifest(folder)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    );
    expect(() => readManifest(folder)).toThrow(folder);
  });
});

test('a manifest that is not one is never written', () => {
  const manifest = { ...sampleManifest(), formatVersion: 2 } as unknown as Manifest;
  expect(() => writeManifest(folder, manifest)).toThrow();
  expect(readdirSync(folder)).toEqual([]);
});
