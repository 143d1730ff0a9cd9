// The original data set in whole builds: its rows, its order, the same bytes however it is run, and a check that notices
// another order. test/interop/test_seed_compat.py holds it against a script of its own.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { dataConfig } from '../../src/data-config.ts';
import { balance, type Manifest } from '../../src/manifest.ts';
import { readManifest } from '../../src/manifest-file.ts';
import { PythonRandom } from '../../src/python-random.ts';
import { verify } from '../../src/verify.ts';
import { runCli, startCli } from '../cli/run-cli.ts';
import { makeArchive } from '../extract/make-archive.ts';
import { buildFrom, digestsOf, type Options, rowsIn, temporariesIn, testFolder } from './dataset.ts';
import { postsXml, type Question } from './dump.ts';

const SEED_COMPAT = fileURLToPath(new URL('../../pipelines/seed-compat.ts', import.meta.url));
const root = testFolder();
const dump = join(root, 'dump');
/** Sites by the size of their files; ids descend in one, as a dump may have them in any order. */
const SITES: Readonly<Record<string, readonly Question[]>> = {
  lamps: numbered(900, (at) => ({ id: at + 1, votes: (at % 7) - 1, body: `<p>Wick &amp; oil, number ${at}</p>` })),
  kites: numbered(500, (at) => ({ id: 5000 - at, title: `Why does <kite> number ${at} not fly?` })),
  looms: numbered(30, (at) => ({ id: at + 1, body: `<p>Too short${at % 2 === 0 ? '' : ', but not this one'}</p>` })),
};

function numbered(count: number, question: (at: number) => Question): Question[] {
  return Array.from({ length: count }, (_, at) => question(at));
}

const build = (name: string, options: Options = {}) =>
  buildFrom([dump], join(root, name), { pipeline: SEED_COMPAT, ...options });
const idsIn = (name: string) =>
  rowsIn(join(root, name)).map(({ provenance }) => `${provenance.site} ${provenance.questionId}`);

/** What is kept of a site, in the order of the dump. */
const keptOf = (site: string) =>
  SITES[site]!.filter(({ votes = 1, body }) => votes >= 0 && body !== '<p>Too short</p>').map(({ id }) => id);

let manifest: Manifest;
let expected: Record<string, string>;

beforeAll(async () => {
  for (const [site, questions] of Object.entries(SITES)) {
    mkdirSync(join(dump, site), { recursive: true });
    writeFileSync(join(dump, site, 'Posts.xml'), postsXml(questions));
  }
  manifest = await build('expected');
  expected = digestsOf(join(root, 'expected'));
});

describe('the rows', () => {
  test('stand site after site, the largest file first, each shuffled by a generator that goes on', () => {
    const random = new PythonRandom(42);
    const order = ['lamps', 'kites', 'looms'].flatMap((site) => {
      const kept = keptOf(site);
      const ranks = Uint32Array.from(kept, (_, rank) => rank);
      random.shuffle(ranks);
      return Array.from(ranks, (rank) => `${site} ${kept[rank]}`);
    });
    expect(idsIn('expected')).toEqual(order);
  });

  test('are cleaned with all the faults of the original', () => {
    const texts = rowsIn(join(root, 'expected')).map((row) => [row.provenance.site, row.texts.title, row.texts.body]);
    expect(texts).toContainEqual(['lamps', 'How do I light lantern number 3?', 'Wick &amp; oil, number 2']);
    expect(texts).toContainEqual(['kites', 'Why does  number 8 not fly?', expect.any(String)]);
  });

  test('are in the books and pass every check', async () => {
    expect(manifest.books.map(balance)).toEqual([0, 0, 0]);
    expect(manifest.seedOrder?.map(({ site, rows }) => [site, rows])).toEqual(
      ['lamps', 'kites', 'looms'].map((site) => [site, keptOf(site).length]),
    );
    expect((await verify(join(root, 'expected'))).faults).toEqual([]);
  });

  test('of no question at all are none', async () => {
    const folder = join(root, 'empty', 'lamps');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'Posts.xml'), postsXml([]));
    const none = await buildFrom([folder], join(root, 'of-none'), { pipeline: SEED_COMPAT });
    expect([none.shards, none.seedOrder]).toEqual([[], [{ site: 'lamps', rows: 0, sum: 0 }]]);
    expect((await verify(join(root, 'of-none'))).faults).toEqual([]);
  });
});

describe('the same bytes come', () => {
  test.each<[string, Options]>([
    ['of one thread', { threads: 1 }],
    ['of two threads and many units', { threads: 2, tuning: { unitBytes: 20_000 } }],
    ['of units that end within rows', { tuning: { unitBytes: 7777 } }],
    ['of the pass in JavaScript', { kernel: 'js', threads: 1 }],
    ['of many partitions', { tuning: { layout: layoutOf(64) } }],
    ['of more partitions than rows', { tuning: { layout: layoutOf(5000), unitBytes: 50_000 } }],
  ])('%s', async (name, options) => {
    await build(name, options);
    expect(digestsOf(join(root, name))).toEqual(expected);
  });

  test('of an archive as of its XML', async () => {
    const xml = readFileSync(join(dump, 'lamps', 'Posts.xml'));
    const archive = join(root, 'lamps.7z');
    writeFileSync(archive, await makeArchive({ 'Posts.xml': xml }));
    await buildFrom([archive], join(root, 'packed'), { pipeline: SEED_COMPAT });
    await buildFrom([join(dump, 'lamps')], join(root, 'unpacked'), { pipeline: SEED_COMPAT });
    expect(digestsOf(join(root, 'packed'), 'data')).toEqual(digestsOf(join(root, 'unpacked'), 'data'));
  });

  function layoutOf(train: number) {
    return { sides: { train, validation: 1, test: 1 }, fingerprints: 1, bands: 0 };
  }
});

describe('a run', () => {
  const run = (out: string) => ['run', SEED_COMPAT, '--dumps', dump, '--out', out, '--threads', '1'];

  let length = 0;
  beforeAll(async () => {
    const started = performance.now();
    expect((await runCli(run(join(root, 'timed')))).code).toBe(0);
    length = performance.now() - started;
  });

  test.each([0.2, 0.5, 0.7, 0.9])('killed at %f of its time is finished by the same command', async (share) => {
    const out = join(root, `killed-${share}`);
    const { child, ended } = startCli(run(out));
    const stop = setTimeout(() => child.kill('SIGKILL'), share * length);
    await ended;
    clearTimeout(stop);
    expect((await runCli(run(out))).code).toBe(0);
    expect(digestsOf(out)).toEqual(expected);
    expect(temporariesIn(out)).toEqual([]);
  });

  test.each([
    'title-body/shuffle-000001.json',
    'title-body/shuffle-000001.records',
    'route-000002.records',
    'title-body/reduce-000000.json',
  ])('goes on where %s is missing', async (file) => {
    const out = join(root, `without-${basename(file)}`);
    await buildFrom([dump], out, { pipeline: SEED_COMPAT });
    for (const gone of [join('.work', file), 'manifest.json']) rmSync(join(out, gone));
    await buildFrom([dump], out, { pipeline: SEED_COMPAT });
    expect(digestsOf(out)).toEqual(expected);
  });
});

describe('verify', () => {
  test.each<[string, (manifest: Manifest) => Manifest, RegExp]>([
    ['of another seed', (given) => ({ ...given, pipeline: withSeed(given, 43) }), /not in the order of the original/],
    [
      'whose sum is another',
      (given) => ({ ...given, seedOrder: changed(given, { sum: 1 }) }),
      /lamps: its rows are not in the/,
    ],
    [
      'of other rows',
      (given) => ({ ...given, seedOrder: changed(given, { rows: 1e15 }) }),
      /not the rows of the sites/,
    ],
    ['whose sites are others', (given) => ({ ...given, seedOrder: [] }), /not the sites by size/],
  ])('finds an order %s', async (name, change, fault) => {
    const out = join(root, name);
    await buildFrom([dump], out, { pipeline: SEED_COMPAT });
    const spoiled = change(readManifest(out));
    writeFileSync(join(out, 'manifest.json'), JSON.stringify(spoiled));
    writeFileSync(join(out, 'data_config.json'), JSON.stringify(dataConfig(spoiled)));
    expect((await verify(out)).faults.join('\n')).toMatch(fault);
  });

  function changed({ seedOrder }: Manifest, parts: { readonly sum?: number; readonly rows?: number }) {
    return seedOrder!.map((one, index) => (index === 0 ? { ...one, ...parts } : one));
  }

  function withSeed({ pipeline }: Manifest, seed: number) {
    const definition = pipeline.definition.replace('"seed":42', `"seed":${seed}`);
    return { ...pipeline, definition, sha256: createHash('sha256').update(definition).digest('hex') };
  }
});
