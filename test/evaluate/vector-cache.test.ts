// Vectors that are kept between runs: whose they are, what happens to damage, to other runs, and to the room they take.
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Encoder, TextRole } from '../../src/encoder.ts';
import { keepVectors } from '../../src/evaluate/vector-cache/keep-vectors.ts';
import type { VectorCache } from '../../src/evaluate/vector-cache/vector-store.ts';
import { testFolder } from '../build/dataset.ts';

const root = testFolder();
const TEXTS = Array.from({ length: 40 }, (_, i) => `text ${i}`);
let folder: string;
let encoded: string[];
let day = 1;

beforeEach(({ task }) => {
  folder = join(root, task.id);
  encoded = [];
});

/** Lengths and last letters, so that every text has another vector. */
function model(overrides: Partial<Encoder> = {}): Encoder {
  const vectorOf = (text: string, role: TextRole) => [text.length, Number(text.slice(-2)), role === 'query' ? 1 : 0];
  return {
    name: 'model',
    dimensions: 3,
    async encode(texts, role) {
      encoded.push(...texts);
      return Float32Array.from(texts.flatMap((text) => vectorOf(text, role)));
    },
    identity: async () => 'one',
    close: async () => {},
    ...overrides,
  };
}

interface Run extends Partial<VectorCache> {
  readonly encoder?: Encoder;
  readonly texts?: readonly string[];
  readonly role?: TextRole;
}

/** One run: opens the model, encodes, closes. A day passes between two of them. */
async function run({ encoder = model(), texts = TEXTS, role = 'document', ...cache }: Run = {}) {
  const date = () => new Date(86_400_000 * day);
  const opened = await keepVectors(encoder, { folder, date, ...cache });
  const vectors = await opened.encode(texts, role);
  await opened.close();
  day++;
  return vectors;
}

const files = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

describe('texts', () => {
  test('are encoded once, by whatever run, in whatever order', async () => {
    const [first, again] = [await run(), await run()];
    expect(again).toEqual(first);
    expect(encoded).toEqual(TEXTS);
    const turned = await run({ texts: [...TEXTS, 'text 99'].reverse() });
    expect([...turned.subarray(0, 6)]).toEqual([7, 99, 0, 7, 39, 0]);
    expect(encoded).toEqual([...TEXTS, 'text 99']);
  });

  test('that are there twice are encoded once', async () => {
    const vectors = await run({ texts: ['text 1', 'text 2', 'text 1'] });
    expect([...vectors]).toEqual([6, 1, 0, 6, 2, 0, 6, 1, 0]);
    expect(encoded).toEqual(['text 1', 'text 2']);
  });

  test.each<[string, Run]>([
    ['in another role', { role: 'query' }],
    ['of another model', { encoder: model({ identity: async () => 'two' }) }],
    ['that differ by white space alone', { texts: TEXTS.map((text) => `${text} `) }],
  ])('%s are encoded by themselves', async (_, other) => {
    await run();
    await run(other);
    expect(encoded).toHaveLength(2 * TEXTS.length);
  });

  test('of a model without an identity are never kept', async () => {
    const { identity: _, ...bare } = model();
    expect(await keepVectors(bare, { folder, date: () => new Date(0) })).toBe(bare);
  });

  test('in small numbers are not worth a file', async () => {
    await run({ texts: ['text 1'] });
    expect(files()).toEqual([]);
  });
});

test.each([
  [
    'a bit turned',
    (path: string) =>
      writeFileSync(
        path,
        readFileSync(path).map((byte, at) => (at === 900 ? byte ^ 1 : byte)),
      ),
  ],
  ['its end cut off', (path: string) => truncateSync(path, 900)],
  ['nothing but its head', (path: string) => truncateSync(path, 64)],
  ['nothing in it', (path: string) => truncateSync(path, 0)],
  ['other things in it', (path: string) => writeFileSync(path, '{"rows":1e9,"dimensions":3}')],
])('a file with %s is not believed', async (_, damage) => {
  const first = await run();
  files().forEach(damage);
  expect(await run()).toEqual(first);
  expect(encoded).toHaveLength(2 * TEXTS.length);
});

test.each<[string, number[]]>([
  ['of no numbers', [Number.NaN, 0, 0]],
  ['of another length', [1, 0]],
])('vectors %s are an error, and not kept', async (_, vector) => {
  const encode = async (texts: readonly string[]) => Float32Array.from(texts.flatMap(() => vector));
  await expect(run({ encoder: model({ encode }) })).rejects.toMatchObject({ code: 'bad_input' });
  expect(files()).toEqual([]);
});

describe('two runs at once', () => {
  test('write the same file, and none is left half-written', async () => {
    const [a, b] = await Promise.all([run(), run()]);
    expect(a).toEqual(b);
    expect(files()).toHaveLength(1);
  });

  test('do without what the other removed', async () => {
    const first = await run();
    const opened = await keepVectors(model(), { folder, date: () => new Date(0) });
    for (const path of files()) rmSync(path);
    expect(await opened.encode(TEXTS, 'document')).toEqual(first);
  });
});

describe('room', () => {
  const texts = (from: number) => Array.from({ length: 20 }, (_, i) => `text ${from + i}`);
  const bytes = 64 + 20 * (16 + 12);

  test('is made by what was not used for the longest time', async () => {
    for (const from of [10, 30, 10, 50]) await run({ texts: texts(from), mostBytes: 2 * bytes });
    encoded = [];
    for (const from of [10, 50, 30]) await run({ texts: texts(from), mostBytes: 2 * bytes });
    expect(encoded).toEqual(texts(30));
  });

  test('is not made by what the run itself has used', async () => {
    await run({ texts: texts(10), mostBytes: bytes });
    await run({ texts: [...texts(10), ...texts(30)], mostBytes: bytes });
    encoded = [];
    await run({ texts: texts(10), mostBytes: bytes });
    expect(encoded).toEqual([]);
    expect(files()).toHaveLength(1);
  });
});
