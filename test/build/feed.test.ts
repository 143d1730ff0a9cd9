// The feed of whole builds: what is in a batch, who reads it, and what is refused.
import { copyFileSync, cpSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportDataset } from '../../src/export-dataset.ts';
import { readSourceKeys } from '../../src/feed-keys.ts';
import { feedSources } from '../../src/feed-sources.ts';
import { type InspectedRow, openBuild } from '../../src/inspect.ts';
import { type FeedOptions, makeFeed } from '../../src/make-feed.ts';
import { provenancePath } from '../../src/manifest.ts';
import { feed } from '../../src/read-feed.ts';
import { writeSample } from '../../src/sample/index.ts';
import { verify } from '../../src/verify.ts';
import { buildFrom, digestsOf, rowsIn, testFolder } from './dataset.ts';

const root = testFolder();
const out = join(root, 'out');
const BATCH = 16;
/** Rows as the trainer numbers them: those of train, config by config. */
let rows: readonly (InspectedRow & { readonly config: string })[];

beforeAll(async () => {
  await writeSample(join(root, 'dump'), { bytes: 2_000_000 });
  const pipeline = fileURLToPath(new URL('several-configs.ts', import.meta.url));
  const manifest = await buildFrom([join(root, 'dump')], out, { pipeline });
  const configs = manifest.configs.flatMap(({ name }) => {
    const { train = 0, validation = 0, test = 0 } = manifest.splits[name]!;
    return Array<string>(train + validation + test).fill(name);
  });
  rows = rowsIn(out)
    .map((row, i) => ({ ...row, config: configs[i]! }))
    .filter(({ split }) => split === 'train');
  await makeFeed(out, { batch: BATCH, epochs: 2 });
});

test('has batches of one config, of rows that share no text, cluster or thread', () => {
  for (const { rows: batch, config } of feed(out)) {
    const all = [...batch].map((row) => rows[row]!);
    expect(new Set(all.map((row) => row.config))).toEqual(new Set([config]));
    expectDistinct(all.map(({ provenance: { site, questionId } }) => `${site}/${questionId}`));
    expectDistinct(all.map(({ provenance }) => provenance.cluster));
    const texts = all.flatMap(({ texts }) => [...new Set(Object.values(texts).map(letters))]);
    expectDistinct(texts);
  }
});

test('takes every row of a config once an epoch, but for those that are left over', async () => {
  const { sources } = await makeFeed(out, { batch: BATCH, epochs: 1, file: join(root, 'once.arrow') });
  const taken = new Map<number, number>();
  for (const { rows: batch } of feed(out, { file: join(root, 'once.arrow') })) {
    for (const row of batch) taken.set(row, (taken.get(row) ?? 0) + 1);
  }
  const largest = sources.reduce((a, b) => (a.rows > b.rows ? a : b));
  const own = rows.map(({ config }, row) => ({ config, row })).filter(({ config }) => config === largest.config);
  const times = own.map(({ row }) => taken.get(row) ?? 0);
  expect(largest.finished).toBe(1);
  // Those of a next epoch that was begun, while others had theirs, are among them.
  expect(times.filter((count) => count === 0).length).toBeLessThanOrEqual(largest.leftOver);
  expect(times.reduce((sum, count) => sum + count, 0)).toBe(largest.batches * BATCH);
});

test('is the same whatever hashes the texts, and in whatever format they are', async () => {
  const file = join(root, 'again.arrow');
  const bytes = readFileSync(join(out, 'feed.arrow'));
  await makeFeed(out, { batch: BATCH, epochs: 2, kernel: 'js', file });
  expect(readFileSync(file).equals(bytes)).toBe(true);
  for (const format of ['parquet', 'jsonl.gz', 'arrow-file'] as const) {
    const folder = join(root, format);
    await exportDataset({ from: out, out: folder, format, temporary: tmpdir() });
    await makeFeed(folder, { batch: BATCH, epochs: 2 });
    expect([...feed(folder)]).toEqual([...feed(out)]);
  }
});

describe('keys that are read by two threads', () => {
  const options = { kernel: 'wasm', wantsTags: true } as const;

  test('are those that one reads, and as many rows are told', async () => {
    const build = await openBuild(out);
    for (const source of feedSources(build.manifest, {})) {
      const told = [0, 0];
      const [one, two] = await Promise.all(
        [1, 2].map((threads, at) => {
          const onRows = (rows: number) => {
            told[at]! += rows;
          };
          return readSourceKeys(source, { ...options, build, threads, onRows });
        }),
      );
      expect(two).toEqual(one);
      expect(told).toEqual([2 * source.rows, 2 * source.rows]);
    }
  });

  test('fail as one would, where a shard is damaged', async () => {
    const damaged = join(root, 'damaged');
    cpSync(out, damaged, { recursive: true });
    const build = await openBuild(damaged);
    const [source] = feedSources(build.manifest, {});
    truncateSync(join(damaged, source!.shards[0]!.path), 600);
    for (const threads of [1, 2]) {
      const failed = readSourceKeys(source!, { ...options, build, threads });
      await expect(failed).rejects.toMatchObject({ code: 'damaged_output' });
    }
  });
});

test.each(['data', 'provenance'])(
  'is not made of a shard of %s with other rows than the manifest says',
  async (kind) => {
    const damaged = join(root, `swapped-${kind}`);
    cpSync(out, damaged, { recursive: true });
    const build = await openBuild(damaged);
    const [source] = feedSources(build.manifest, {});
    const { shards } = build.manifest;
    const other = shards.find(({ config, split }) => config === source!.config && split !== 'train');
    const [from, to] = [other!, source!.shards[0]!].map(({ path }) => (kind === 'data' ? path : provenancePath(path)));
    copyFileSync(join(out, from!), join(damaged, to!));
    const failure = { code: 'damaged_output', message: expect.stringContaining(`has not the rows`) };
    await expect(makeFeed(damaged, { batch: BATCH })).rejects.toMatchObject(failure);
  },
);

test('is not made of a shard with more rows than there are places for', async () => {
  const build = await openBuild(out);
  const [source] = feedSources(build.manifest, {});
  const fewer = { ...source!, rows: 1, shards: source!.shards.map((shard) => ({ ...shard, rows: 1 })) };
  const failed = readSourceKeys(fewer, { build, kernel: 'wasm', wantsTags: false, threads: 1 });
  await expect(failed).rejects.toMatchObject({ code: 'damaged_output' });
});

test('is not made where the list was changed by which trainers number rows', async () => {
  const folder = join(root, 'listed');
  cpSync(out, folder, { recursive: true });
  const path = join(folder, 'data_config.json');
  const list: object[] = JSON.parse(readFileSync(path, 'utf8'));
  for (const changed of [list.toReversed(), list.slice(1), list.map((entry) => ({ ...entry, weight: 7 }))]) {
    writeFileSync(path, JSON.stringify(changed));
    await expect(makeFeed(folder, { batch: BATCH })).rejects.toMatchObject({ code: 'damaged_output' });
  }
  // However it is laid out.
  writeFileSync(path, JSON.stringify(list));
  await expect(makeFeed(folder, { batch: BATCH, steps: 1 })).resolves.toMatchObject({ steps: 1 });
});

test.each(['manifest.json', 'README.md', 'data/title-body/feed.arrow', 'feed'])(
  'is not written to %s of its dataset',
  async (name) => {
    const before = digestsOf(out);
    await expect(makeFeed(out, { batch: BATCH, file: join(out, name) })).rejects.toThrow(/the place of a file/);
    expect(digestsOf(out)).toEqual(before);
  },
);

test('is another with another seed', async () => {
  const file = join(root, 'seed.arrow');
  await makeFeed(out, { batch: BATCH, epochs: 2, seed: 1, file });
  expect([...feed(out, { file })]).not.toEqual([...feed(out)]);
});

test.each([2, 4, 8, 16])('gives %i ranks the parts of the same batches', (world) => {
  const parts = Array.from({ length: world }, (_, rank) => [...feed(out, { rank, world })]);
  for (const [step, { rows: whole }] of [...feed(out)].entries()) {
    expect(parts.flatMap((part) => [...part[step]!.rows])).toEqual([...whole]);
  }
});

test('goes on at any step as if it had never stopped', () => {
  const all = [...feed(out)];
  expect(all.map(({ step }) => step)).toEqual([...all.keys()]);
  for (const fromStep of [0, 1, 17, all.length - 1, all.length, all.length + 5]) {
    expect([...feed(out, { fromStep })]).toEqual(all.slice(fromStep));
  }
});

test('begins in the middle of a long one', async () => {
  const file = join(root, 'long.arrow');
  // More than a record batch of the file holds.
  const steps = 2 ** 18 / BATCH + 100;
  await makeFeed(out, { batch: BATCH, steps, file });
  const opened = feed(out, { file, fromStep: steps - 150, rank: 1, world: 2 });
  expect(opened.steps).toBe(steps);
  const tail = [...opened];
  expect(tail.map(({ step }) => step)).toEqual(Array.from({ length: 150 }, (_, i) => steps - 150 + i));
  const all = [...feed(out, { file, rank: 1, world: 2 })];
  expect(all.slice(-150)).toEqual(tail);
});

test('of tags has batches with a tag in common', async () => {
  const file = join(root, 'tags.arrow');
  const share = (batches: Iterable<{ readonly rows: Uint32Array }>) => {
    const shared = [...batches].filter(({ rows: batch }) => {
      const [first, ...others] = [...batch].map((row) => new Set(rows[row]!.provenance.tags));
      return [...first!].some((tag) => others.every((tags) => tags.has(tag)));
    });
    return shared.length / [...batches].length;
  };
  const options: FeedOptions = { batch: 4, file, weights: { 'title-answer': 0 } };
  await makeFeed(out, { ...options, group: 'tags' });
  const byTags = share([...feed(out, { file })]);
  await makeFeed(out, options);
  expect(byTags).toBeGreaterThan(0.2);
  expect(byTags).toBeGreaterThan(5 * share([...feed(out, { file })]));
});

test('weighs configs as it is told', async () => {
  const file = join(root, 'weighed.arrow');
  const weights = { 'title-body': 3, 'title-answer': 1, 'title-body-answer': 0, 'best-worst-answers': 0 };
  const { sources } = await makeFeed(out, { batch: BATCH, steps: 400, weights, file });
  expect(sources.map(({ config, batches }) => [config, batches])).toEqual([
    ['title-body', 300],
    ['title-answer', 100],
  ]);
});

test('lies beside the dataset without being a part of it', async () => {
  expect((await verify(out)).faults).toEqual([]);
});

describe('is refused', () => {
  const file = join(root, 'refused.arrow');

  test('where the dataset was built anew since', () => {
    const folder = join(root, 'changed');
    cpSync(out, folder, { recursive: true });
    const list = JSON.parse(readFileSync(join(folder, 'data_config.json'), 'utf8'));
    writeFileSync(join(folder, 'data_config.json'), JSON.stringify([{ ...list[0], sha256: 'f'.repeat(64) }]));
    expect(() => feed(folder)).toThrow(/a feed of another dataset/);
  });

  test('where it was cut off, wherever', () => {
    const whole = readFileSync(join(out, 'feed.arrow'));
    for (const bytes of [0, 1, 8, 300, whole.length - 8, whole.length - 1]) {
      copyFileSync(join(out, 'feed.arrow'), file);
      truncateSync(file, bytes);
      expect(() => feed(out, { file })).toThrow(/not a whole shard/);
    }
  });

  test('where it is something else', () => {
    const shard = join(out, JSON.parse(readFileSync(join(out, 'data_config.json'), 'utf8'))[0].name);
    expect(() => feed(out, { file: shard })).toThrow(/not a feed/);
    expect(() => feed(out, { file: join(root, 'nothing.arrow') })).toThrow(/ENOENT/);
  });

  test('to ranks that cannot share a batch', () => {
    for (const reader of [{ world: 3 }, { rank: 2, world: 2 }, { rank: -1 }, { world: 0 }, { fromStep: 0.5 }]) {
      expect(() => feed(out, reader)).toThrow(/cannot be shared/);
    }
  });

  test('for batches larger than any config, weights of nothing, and of nobody', async () => {
    for (const batch of [1_000_000, 2 ** 32 - 1]) {
      await expect(makeFeed(out, { batch, file })).rejects.toThrow(/no batch can be made/);
    }
    await expect(makeFeed(out, { weights: { 'title-bdoy': 1 }, file })).rejects.toThrow(
      /no config to weigh: title-bdoy/,
    );
    const none = Object.fromEntries(
      ['title-body', 'title-answer', 'title-body-answer', 'best-worst-answers'].map((name) => [name, 0]),
    );
    await expect(makeFeed(out, { weights: none, file })).rejects.toThrow(/no config is left/);
  });

  test('halfway, leaving no file', async () => {
    const stop = new AbortController();
    const stopped = makeFeed(out, {
      batch: 8,
      file: join(root, 'stopped.arrow'),
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(stopped).rejects.toThrow(/abort/);
    expect(() => readFileSync(join(root, 'stopped.arrow'))).toThrow(/ENOENT/);
  });
});

/** What makes two texts the same. */
function letters(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

function expectDistinct(values: readonly string[]): void {
  expect(new Set(values).size).toBe(values.length);
}
