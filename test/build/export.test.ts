// A dataset in another format is a whole dataset: the same rows, the same promises, and the bytes that `run` would give.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { exportDataset } from '../../src/export-dataset.ts';
import { EXTENSIONS, FORMATS, type Format } from '../../src/formats.ts';
import { inspect } from '../../src/inspect.ts';
import { inspectDuplicates } from '../../src/inspect-duplicates.ts';
import { readManifest } from '../../src/manifest-file.ts';
import { readForeignPairs } from '../../src/read-foreign.ts';
import { writeSample } from '../../src/sample/index.ts';
import { openFormat } from '../../src/shard/index.ts';
import { trace } from '../../src/trace.ts';
import { verify } from '../../src/verify.ts';
import { buildFrom, digestsOf, rowsIn, SMALL_SHARDS, temporariesIn, testFolder, UNFILTERED } from './dataset.ts';
import { writeDump } from './dump.ts';

const root = testFolder();
const dump = join(root, 'dump');
const out = join(root, 'out');
const OTHERS = FORMATS.filter((format) => format !== 'arrow');

const exported = (format: Format, to = join(root, format), from = out) =>
  exportDataset({ from, out: to, format, temporary: tmpdir() });

beforeAll(async () => {
  await writeSample(dump, { bytes: 700_000 });
  await buildFrom([dump], out, { pipeline: SMALL_SHARDS, keepDropped: true });
  for (const format of FORMATS) await exported(format);
});

describe.each(FORMATS)('an export to %s', (format) => {
  const folder = join(root, format);

  test('has the rows of the dataset, in their order', async () => {
    expect(rowsIn(folder, await openFormat(format))).toEqual(rowsIn(out));
  });

  test('has several shards, each named by its format, and says which that is', () => {
    const manifest = readManifest(folder);
    expect(manifest.format).toBe(format);
    expect(manifest.shards.map(({ path }) => path)).toEqual(
      readManifest(out).shards.map(({ path }) => path.replace('.arrow', EXTENSIONS[format])),
    );
    expect(manifest.shards.length).toBeGreaterThan(6);
  });

  test('keeps every promise that verify checks', async () => {
    const { checks, faults } = await verify(folder);
    expect(faults).toEqual([]);
    expect(checks).toEqual((await verify(out)).checks);
  });

  test('can be inspected and traced', async () => {
    const options = { rows: 2, seed: 1 };
    expect((await inspect(folder, options)).configs).toEqual((await inspect(out, options)).configs);
    const row = { config: 'title-body', split: 'train', row: 7 };
    expect(await trace(folder, row)).toEqual(await trace(out, row));
    expect(await inspectDuplicates(folder, { limit: 3 })).toEqual(await inspectDuplicates(out, { limit: 3 }));
  });

  test('can be compared with, as any other build', async () => {
    const textsIn = async (path: string) => {
      const texts: unknown[] = [];
      for await (const pairs of readForeignPairs(path, { name: 'a' })) texts.push(...pairs);
      return texts;
    };
    expect(await textsIn(folder)).toEqual(await textsIn(out));
  });

  test('can be exported again, and comes back as the very dataset it was', async () => {
    const back = join(root, `back-from-${format}`);
    await exported('arrow', back, folder);
    expect(digestsOf(back)).toEqual(digestsOf(out));
  });

  test('leaves nothing beside the dataset', () => {
    expect(readdirSync(folder).sort()).toEqual(
      readdirSync(out)
        .filter((name) => name !== '.work')
        .sort(),
    );
    expect(temporariesIn(folder)).toEqual([]);
  });

  test('has the bytes of a build in that format, and of a second export', async () => {
    const built = join(root, `built-${format}`);
    await buildFrom([dump], built, { pipeline: SMALL_SHARDS, keepDropped: true, format, threads: 2 });
    expect(digestsOf(built)).toEqual(digestsOf(folder));
    const again = join(root, `again-${format}`);
    await exported(format, again);
    expect(digestsOf(again)).toEqual(digestsOf(folder));
  });

  test('is done at once where it is done', async () => {
    const before = digestsOf(folder);
    await exported(format);
    expect(digestsOf(folder)).toEqual(before);
    expect(existsSync(join(folder, '.work'))).toBe(false);
  });
});

describe('JSON lines', () => {
  const folder = join(root, 'jsonl.gz');

  test('are what the trainers of 2021 read: two texts a row, and a list with names, lines and weights', () => {
    const list = JSON.parse(readFileSync(join(folder, 'data_config.json'), 'utf8')) as Record<string, unknown>[];
    const rows = list.flatMap(({ name, lines }) => {
      const text = gunzipSync(readFileSync(join(folder, name as string))).toString('utf8');
      const read = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
      expect(read.length).toBe(lines);
      return read;
    });
    const train = rowsIn(out).filter(({ split }) => split === 'train');
    expect(rows).toEqual(train.map(({ texts }) => ({ texts: [texts.title, texts.body] })));
  });

  test('say which zlib made them', () => {
    expect(readManifest(folder).runtime).toEqual({ ...readManifest(out).runtime, zlib: process.versions.zlib });
  });
});

test.each(OTHERS)('the card of %s names its files and their columns', (format) => {
  const card = readFileSync(join(root, format, 'README.md'), 'utf8');
  const head = parse(/^---\n(.*?)\n---\n/s.exec(card)![1]!);
  const [data, provenance] = head.configs as { data_files: { path: string }[] }[];
  expect(data!.data_files[0]!.path).toBe(`data/title-body/train-*${EXTENSIONS[format]}`);
  expect(provenance!.data_files[0]!.path).toBe(`provenance/title-body/train-*${EXTENSIONS[format]}`);
  const names = head.dataset_info[0].features.map(({ name }: { name: string }) => name);
  expect(names).toEqual(format === 'jsonl.gz' ? ['texts'] : ['title', 'body']);
  expect(card).toContain(`--format ${format}`);
});

describe('texts as hostile as they come', () => {
  const hostile = join(root, 'hostile');

  beforeAll(async () => {
    const odd = 'NUL-free 👩‍👩‍👧 \u2028 \u0085 "quoted" \\ </script> 𝔘 \ufffd {"texts":1}';
    writeDump(join(root, 'hostile-dump'), {
      bells: [
        { id: 1, title: `${odd} in a title`, body: `<p>${odd.replaceAll('<', '&lt;')} in a body</p>` },
        { id: 2, tags: [], more: 'OwnerDisplayName=""' },
        { id: 3, more: `OwnerDisplayName="\u202e👤"` },
      ],
    });
    await buildFrom([join(root, 'hostile-dump')], hostile, { pipeline: UNFILTERED });
  });

  test.each(OTHERS)('are the same in %s', async (format) => {
    const to = join(root, `hostile-${format}`);
    await exported(format, to, hostile);
    expect(rowsIn(to, await openFormat(format))).toEqual(rowsIn(hostile));
    expect((await verify(to)).faults).toEqual([]);
  });
});

describe('a dataset without rows', () => {
  test.each(OTHERS)('is one in %s as well', async (format) => {
    const empty = join(root, `empty-${format}`);
    await buildFrom([dump], empty, { selection: { since: '2090-01-01' } });
    await exported(format, `${empty}-export`, empty);
    expect(readManifest(`${empty}-export`).shards).toEqual([]);
    expect((await verify(`${empty}-export`)).faults).toEqual([]);
  });
});

describe('an export that was stopped', () => {
  test('leaves no manifest, and is finished by the same command', async () => {
    const to = join(root, 'stopped');
    const stop = new AbortController();
    let done = 0;
    const onProgress = () => {
      if (++done === 2) stop.abort(new Error('stopped'));
    };
    const request = { from: out, out: to, format: 'parquet', temporary: tmpdir() } as const;
    await expect(exportDataset({ ...request, signal: stop.signal, onProgress })).rejects.toThrow('stopped');
    expect(existsSync(join(to, 'manifest.json'))).toBe(false);
    expect(temporariesIn(to)).toEqual([]);
    writeFileSync(join(to, 'data', 'title-body', '.train-00003-of-00009.parquet.tmp'), 'half');
    await exportDataset(request);
    expect(digestsOf(to)).toEqual(digestsOf(join(root, 'parquet')));
    expect(temporariesIn(to)).toEqual([]);
  });

  test('writes a shard anew that was changed meanwhile', async () => {
    const to = join(root, 'changed');
    const stop = new AbortController();
    const request = { from: out, out: to, format: 'jsonl.gz', temporary: tmpdir() } as const;
    const onProgress = () => stop.abort(new Error('stopped'));
    await expect(exportDataset({ ...request, signal: stop.signal, onProgress })).rejects.toThrow('stopped');
    const [file] = readdirSync(join(to, 'data', 'title-body'));
    writeFileSync(join(to, 'data', 'title-body', file!), 'something else');
    await exportDataset(request);
    expect(digestsOf(to)).toEqual(digestsOf(join(root, 'jsonl.gz')));
  });

  test('is not taken for one in another format', async () => {
    const to = join(root, 'begun');
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error('stopped'));
    const request = { from: out, out: to, format: 'parquet', temporary: tmpdir() } as const;
    await expect(exportDataset({ ...request, signal: stop.signal, onProgress })).rejects.toThrow('stopped');
    await expect(exported('jsonl.gz', to)).rejects.toThrow('an export of something else, or in another format');
  });
});

describe('what is refused', () => {
  const usage = expect.objectContaining({ code: 'bad_usage' });

  test('a folder with something else in it, which stays as it was', async () => {
    const to = join(root, 'notes');
    mkdirSync(to);
    writeFileSync(join(to, 'notes.txt'), 'mine');
    await expect(exported('parquet', to)).rejects.toThrow(usage);
    expect(readdirSync(to)).toEqual(['notes.txt']);
  });

  test('a folder with the manifest of another program', async () => {
    const to = join(root, 'web');
    mkdirSync(to);
    writeFileSync(join(to, 'manifest.json'), '{"name":"a web page"}');
    await expect(exported('parquet', to)).rejects.toThrow(usage);
  });

  test('a folder with another dataset, or the same in another format', async () => {
    await expect(exported('parquet', join(root, 'hostile'))).rejects.toThrow(usage);
    await expect(exported('parquet', join(root, 'jsonl.gz'))).rejects.toThrow(usage);
  });

  test('the dataset itself, and a folder in it', async () => {
    await expect(exported('parquet', out)).rejects.toThrow('into itself');
    await expect(exported('parquet', join(out, 'data', 'more'))).rejects.toThrow('into itself');
  });

  test('a folder without a dataset', async () => {
    await expect(exported('parquet', join(root, 'new'), root)).rejects.toThrow('no manifest here');
    expect(existsSync(join(root, 'new'))).toBe(false);
  });

  test('damage: it is not passed on under a new digest', async () => {
    const damaged = join(root, 'damaged');
    cpSync(out, damaged, { recursive: true });
    const { path } = readManifest(damaged).shards[0]!;
    const bytes = readFileSync(join(damaged, path));
    bytes[bytes.length - 100]! ^= 1;
    writeFileSync(join(damaged, path), bytes);
    const to = join(root, 'from-damaged');
    await expect(exported('parquet', to, damaged)).rejects.toThrow('its SHA-256 is not the manifest');
    expect(existsSync(join(to, 'manifest.json'))).toBe(false);
  });
});

test('an export that lost a file gets it back', async () => {
  const to = join(root, 'lost');
  await exported('parquet', to);
  const before = digestsOf(to);
  rmSync(join(to, readManifest(to).shards[0]!.path));
  await exported('parquet', to);
  expect(digestsOf(to)).toEqual(before);
});
