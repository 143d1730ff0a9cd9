// `verify` finds whatever was changed in a finished build: in its files, and in files and manifest alike.
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Manifest } from '../../src/manifest.ts';
import { readManifest } from '../../src/manifest-file.ts';
import { idHash } from '../../src/order-key.ts';
import { writeSample } from '../../src/sample/index.ts';
import { verify } from '../../src/verify.ts';
import { buildFrom, digestsOf, testFolder } from './dataset.ts';
import { seal } from './seal.ts';

const root = testFolder();
const good = join(root, 'good');
let shards: string[];
let copies = 0;

beforeAll(async () => {
  await writeSample(join(root, 'dump'), { bytes: 700_000 });
  await buildFrom([join(root, 'dump')], good);
  shards = readManifest(good).shards.map(({ path }) => path);
});

/** A copy of the good build, to be spoiled. */
function copy(): string {
  const out = join(root, `copy-${copies++}`);
  cpSync(good, out, { recursive: true });
  onTestFinished(() => rmSync(out, { recursive: true }));
  return out;
}

function edit(out: string, file: string, change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(join(out, file));
  change(bytes);
  writeFileSync(join(out, file), bytes);
}

const flip = (out: string, file: string, at: number) =>
  edit(out, file, (bytes) => {
    bytes[at]! ^= 1;
  });

function swap(out: string, a: string, b: string): void {
  renameSync(join(out, a), join(out, 'aside'));
  renameSync(join(out, b), join(out, a));
  renameSync(join(out, 'aside'), join(out, b));
}

const shard = (kind: string, file: string) => shards.find((path) => path.startsWith(`${kind}/title-body/${file}`))!;
const faultsOf = async (out: string) => (await verify(out)).faults;

test('a good build passes every check', async () => {
  const { checks, faults } = await verify(good);
  expect(faults).toEqual([]);
  expect(checks.length).toBe(14);
});

test('the work folder is not needed', async () => {
  const out = copy();
  rmSync(join(out, '.work'), { recursive: true });
  expect(await faultsOf(out)).toEqual([]);
});

describe('a file that changed', () => {
  test('is found for 100 of 100 flipped bits, spread over all shards', async () => {
    const out = copy();
    const dice = idHash('flips', '1');
    for (let flips = 0; flips < 100; flips++) {
      const path = shards[flips % shards.length]!;
      const size = readFileSync(join(out, path)).length;
      // The first and the last bytes are the likeliest to be overlooked.
      const at = flips < shards.length ? [0, size - 1, 8, size - 9][flips % 4]! : dice(flips) % size;
      flip(out, path, at);
      expect(await faultsOf(out)).toEqual([`${path}: its SHA-256 is not the manifest's`]);
      flip(out, path, at);
    }
    expect(await faultsOf(out)).toEqual([]);
  });

  test('is found when it lost its end', async () => {
    const out = copy();
    writeFileSync(join(out, shards[0]!), readFileSync(join(out, shards[0]!)).subarray(0, -8));
    expect(await faultsOf(out)).toEqual([expect.stringMatching(/bytes, the manifest says/)]);
  });

  test.each(['data', 'provenance'])('is found when it is gone from %s', async (kind) => {
    const out = copy();
    rmSync(join(out, shard(kind, 'test')));
    expect(await faultsOf(out)).toEqual([`${shard(kind, 'test')}: missing`]);
  });

  test.each(['data/title-body/train-00099-of-00100.arrow', 'provenance/notes.txt'])(
    'is found when it is an extra %s',
    async (file) => {
      const out = copy();
      writeFileSync(join(out, file), 'extra');
      expect(await faultsOf(out)).toEqual([`${file}: not in the manifest`]);
    },
  );

  test('is found when two shards were swapped', async () => {
    const out = copy();
    swap(out, shard('data', 'train-00000'), shard('data', 'train-00001'));
    expect((await faultsOf(out)).length).toBe(2);
  });

  test.each<[string, (list: { weight: number; name: string }[]) => unknown]>([
    ['another weight', ([first, ...rest]) => [{ ...first, weight: 2 }, ...rest]],
    ['another order', (list) => list.toReversed()],
    ['one shard less', (list) => list.slice(1)],
    ['no weight', ([first, ...rest]) => [{ ...first, weight: undefined }, ...rest]],
  ])('is found when it is data_config.json with %s', async (_, change) => {
    const out = copy();
    const path = join(out, 'data_config.json');
    const changed = change(JSON.parse(readFileSync(path, 'utf8')));
    writeFileSync(path, typeof changed === 'string' ? changed : JSON.stringify(changed));
    expect(await faultsOf(out)).toEqual(['data_config.json: not what the manifest says']);
  });

  test.each<[string, string]>([
    ['[', 'data_config.json: not JSON'],
    ['{}', 'data_config.json: no list'],
    ['[{"name":"a","weight":-1}]', 'data_config.json entry 1, weight: no list'],
  ])('is found when it is data_config.json and no list a trainer could read: %s', async (text, words) => {
    const out = copy();
    writeFileSync(join(out, 'data_config.json'), text);
    expect(await faultsOf(out)).toEqual([expect.stringContaining(words)]);
  });

  test.each<[string, (card: string) => string]>([
    ['another count of rows', (card) => card.replace(/num_examples: \d+/, 'num_examples: 3')],
    ['other files', (card) => card.replace('train-*', 'test-*')],
    ['nothing in it', () => ''],
  ])('is found when it is the card with %s', async (_, change) => {
    const out = copy();
    const path = join(out, 'README.md');
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    expect(await faultsOf(out)).toEqual(['README.md: it does not begin as the manifest says']);
  });

  test.each<[string, (page: string) => string, string]>([
    [
      'another count of rows',
      (page) => page.replace(/(?<=class="main">)[\d,]+/, '7'),
      'it does not begin as the manifest says',
    ],
    ['another text', (page) => page.replace('In the dataset', 'In the database'), 'it is not as it was written'],
    ['its end cut off', (page) => page.slice(0, -1000), 'it is not as it was written'],
    ['nothing in it', () => '', 'it does not begin as the manifest says'],
  ])('is found when it is the report with %s', async (_, change, fault) => {
    const out = copy();
    const path = join(out, 'report.html');
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    expect(await faultsOf(out)).toEqual([`report.html: ${fault}`]);
  });

  test('is found when it is data_config.json and gone', async () => {
    const out = copy();
    rmSync(join(out, 'data_config.json'));
    expect(await faultsOf(out)).toEqual(['data_config.json: missing']);
  });
});

describe('a manifest and files that were changed together', () => {
  const withBook =
    (change: (book: Manifest['books'][number]) => Manifest['books'][number]) => (manifest: Manifest) => ({
      ...manifest,
      books: manifest.books.map((book, index) => (index === 0 ? change(book) : book)),
    });

  test.each<[string, (manifest: Manifest) => Manifest, RegExp]>([
    [
      'books with a row too many',
      withBook((book) => ({ ...book, rows: book.rows + 1 })),
      /1 of \d+ rows are not accounted for/,
    ],
    [
      'books that keep a row they had dropped',
      withBook((book) => ({
        ...book,
        kept: book.kept + 1,
        dropped: { ...book.dropped, not_a_question: book.dropped.not_a_question! - 1 },
      })),
      /the books keep \d+ rows, the splits list \d+/,
    ],
    [
      'a shard left out of it',
      (manifest) => ({
        ...manifest,
        shards: manifest.shards.filter(({ path }) => path !== shard('provenance', 'test')),
      }),
      /title-body-provenance: its shards have not the rows of the splits/,
    ],
    [
      'another pipeline',
      (manifest) => ({ ...manifest, pipeline: { ...manifest.pipeline, definition: '{}' } }),
      /^pipeline: /,
    ],
    [
      'another name of the pipeline',
      (manifest) => ({ ...manifest, pipeline: { ...manifest.pipeline, name: 'other' } }),
      /^pipeline: its definition has another name/,
    ],
    [
      'a definition that is none',
      (manifest) => ({ ...manifest, pipeline: { ...manifest.pipeline, definition: '{' } }),
      /^pipeline: /,
    ],
    ['no inputs', (manifest) => ({ ...manifest, inputs: [] }), /its books are not those of the inputs/],
    [
      'inputs of other sites',
      (manifest) => ({ ...manifest, inputs: manifest.inputs.map((input) => ({ ...input, site: 'elsewhere' })) }),
      /row \d+: of a site that is no input/,
    ],
    [
      'other columns',
      (manifest) => ({ ...manifest, configs: manifest.configs.map((one) => ({ ...one, columns: ['body', 'title'] })) }),
      /its columns are title, body/,
    ],
    [
      'another licence',
      (manifest) => ({ ...manifest, licenses: { ...manifest.licenses, 'CC0-1.0': 1 } }),
      /^licenses: /,
    ],
    [
      'another author',
      (manifest) => ({ ...manifest, authors: { ...manifest.authors!, named: manifest.authors!.named - 1 } }),
      /^authors: /,
    ],
  ])('are found by %s', async (_, change, fault) => {
    const out = copy();
    seal(out, change);
    expect(await faultsOf(out)).toContainEqual(expect.stringMatching(fault));
  });

  test('are found by a text that was changed', async () => {
    const out = copy();
    edit(out, shard('data', 'test'), (bytes) => {
      const at = bytes.indexOf(' the ');
      expect(at).toBeGreaterThan(0);
      bytes.write(' her ', at);
    });
    seal(out);
    expect(await faultsOf(out)).toEqual([expect.stringMatching(/row \d+: not its fingerprint/)]);
  });

  test('are found by shards that lie in another order', async () => {
    const out = copy();
    for (const kind of ['data', 'provenance']) swap(out, shard(kind, 'train-00000'), shard(kind, 'train-00001'));
    seal(out);
    expect(await faultsOf(out)).toContainEqual(expect.stringMatching(/train-00001\S+ row 0: out of order/));
  });

  test('are found by provenance of other rows', async () => {
    const out = copy();
    swap(out, shard('provenance', 'train-00000'), shard('provenance', 'train-00001'));
    seal(out);
    expect(await faultsOf(out)).toContainEqual(expect.stringMatching(/not its fingerprint/));
  });

  test('are found by a shard that cannot be read', async () => {
    const out = copy();
    edit(out, shard('data', 'test'), (bytes) => bytes.fill(0, 0, 64));
    seal(out);
    expect(await faultsOf(out)).toContainEqual(expect.stringContaining(shard('data', 'test')));
  });

  test('are found by a thousand faults, of which the first ones are told', async () => {
    const out = copy();
    swap(out, shard('provenance', 'train-00000'), shard('provenance', 'train-00001'));
    seal(out);
    const faults = await faultsOf(out);
    expect(faults.length).toBe(21);
    expect(faults.at(-1)).toBe('and more');
  });
});

test('a build that cannot be verified for want of a manifest says so', async () => {
  await expect(verify(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'bad_input' });
});

test('what was removed is written anew by the same build', async () => {
  const out = copy();
  const before = digestsOf(out);
  for (const file of [shard('data', 'test'), shard('provenance', 'train'), 'README.md', 'report.html'])
    rmSync(join(out, file));
  await buildFrom([join(root, 'dump')], out);
  expect(digestsOf(out)).toEqual(before);
  for (const file of ['data_config.json', 'report.html']) {
    rmSync(join(out, file));
    await buildFrom([join(root, 'dump')], out);
    expect(digestsOf(out)).toEqual(before);
  }
});

test('a signal stops it', async () => {
  await expect(verify(good, { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped');
});
