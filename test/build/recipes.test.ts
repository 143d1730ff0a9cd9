// Every kind of recipe in one reading: the same bytes however the work is done, and links that lead nowhere are counted.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { rowsOf } from '../../src/inspect.ts';
import { balance, type Manifest } from '../../src/manifest.ts';
import { readManifest } from '../../src/manifest-file.ts';
import { type SampleReport, writeSample } from '../../src/sample/index.ts';
import { arrowStreams } from '../../src/shard/arrow-format.ts';
import { takedown } from '../../src/takedown.ts';
import { verify } from '../../src/verify.ts';
import { makeArchive } from '../extract/make-archive.ts';
import { dice } from '../passes/helpers.ts';
import { buildFrom, digestsOf, type Options, rowsIn, SMALL_SHARDS, temporariesIn, testFolder } from './dataset.ts';
import { killInPass } from './kill-in-pass.ts';

const RECIPES = fileURLToPath(new URL('recipes.ts', import.meta.url));
const root = testFolder();
const dump = join(root, 'dump');
/** A sample without oddities: each row on a line of its own. */
const plain = join(root, 'plain');
const first = join(root, 'first');
let sample: SampleReport;
let expected: Record<string, string>;
let folders = 0;
const folder = () => join(root, `${folders++}`);
const build = (out: string, options: Options = {}) => buildFrom([dump], out, { pipeline: RECIPES, ...options });

beforeAll(async () => {
  sample = await writeSample(dump, { bytes: 2_000_000, anomalies: 0.05 });
  await writeSample(plain, { bytes: 1_500_000, sites: 1, anomalies: false });
  await build(first);
  expected = digestsOf(first);
});

const booksOf = ({ books }: Manifest, recipe: string) => books.filter((book) => book.recipe === recipe);
const sumOf = (manifest: Manifest, recipe: string, reason: string) =>
  booksOf(manifest, recipe).reduce((sum, { dropped }) => sum + (dropped[reason] ?? 0), 0);

test('the books of every config balance, the build verifies, and each config has rows', async () => {
  const manifest = readManifest(first);
  expect(manifest.books.map(balance)).toEqual(manifest.books.map(() => 0));
  expect((await verify(first)).faults).toEqual([]);
  for (const { name } of manifest.configs) {
    const kept = booksOf(manifest, name).reduce((sum, book) => sum + book.kept, 0);
    expect(kept, name).toBeGreaterThan(0);
  }
  expect(manifest.configs.length).toBe(10);
});

test('the books of links are as the sample was planted', () => {
  const manifest = readManifest(first);
  const planted = (count: (site: SampleReport['sites'][number]) => number) =>
    sample.sites.reduce((sum, site) => sum + count(site), 0);
  const rows = booksOf(manifest, 'duplicates-title').reduce((sum, book) => sum + book.rows, 0);
  expect(rows).toBe(planted(({ links }) => links.linked + links.duplicate + links.malformed));
  const counted = Object.fromEntries(
    ['not_a_duplicate', 'malformed_row', 'self_link', 'duplicate_circle', 'repeated_link'].map((reason) => [
      reason,
      sumOf(manifest, 'duplicates-title', reason),
    ]),
  );
  expect(counted).toEqual({
    not_a_duplicate: planted(({ links }) => links.linked),
    malformed_row: planted(({ links }) => links.malformed),
    self_link: planted(({ planted }) => planted.self_link),
    duplicate_circle: planted(({ planted }) => 3 * planted.duplicate_cycle),
    repeated_link: expect.any(Number),
  });
  expect(sumOf(manifest, 'linked-title', 'not_linked')).toBe(planted(({ links }) => links.duplicate));
  const dangling = ['duplicates-title', 'linked-title'].map((name) => sumOf(manifest, name, 'dangling_link'));
  // A link from or to an answer leads to no question either.
  expect(dangling[0]! + dangling[1]!).toBe(
    planted(({ links, planted }) => links.dangling + planted.link_to_answer + planted.link_from_answer),
  );
});

describe('the same bytes come out', () => {
  const layout = (train: number, held: number, fingerprints: number) => ({
    layout: { sides: { train, validation: held, test: held }, fingerprints, bands: 0 },
  });
  test.each<[string, Options]>([
    ['of one thread', { threads: 1 }],
    ['of two threads', { threads: 2, tuning: { unitBytes: 60_000 } }],
    ['of a unit a file', { tuning: { unitBytes: Number.POSITIVE_INFINITY } }],
    ['of 7 units', { tuning: { unitBytes: 290_000 } }],
    ['of 64 units', { tuning: { unitBytes: 31_250 } }],
    ['of one partition of each kind', { tuning: layout(1, 1, 1) }],
    ['of many partitions', { tuning: layout(64, 9, 33) }],
    ['of many partitions in two threads', { threads: 2, tuning: { unitBytes: 100_000, ...layout(16, 3, 5) } }],
    ['by the pass in JavaScript', { threads: 1, kernel: 'js' }],
  ])('%s', async (_, options) => {
    const out = folder();
    await build(out, options);
    expect(digestsOf(out)).toEqual(expected);
  });
});

test('the title-body config of many recipes is that of title-body alone', async () => {
  const out = folder();
  await build(out, { pipeline: SMALL_SHARDS });
  for (const kind of ['data', 'provenance']) {
    const alone = digestsOf(out, join(kind, 'title-body'));
    expect(Object.keys(alone).length).toBeGreaterThan(5);
    expect(digestsOf(first, join(kind, 'title-body'))).toEqual(alone);
  }
  const [alone, among] = [out, first].map((one) => booksOf(readManifest(one), 'title-body'));
  expect(among).toEqual(alone);
});

describe('a run killed as soon as', () => {
  test.each(['links', 'join', 'meet'])('the %s pass has begun is finished by the same command', async (pass) => {
    const out = folder();
    const args = ['run', RECIPES, '--dumps', dump, '--out', out, '--threads', '1'];
    const { code, stderr, wasKilled } = await killInPass(pass, out, args);
    expect([wasKilled, code], stderr).toEqual([true, 0]);
    expect(digestsOf(out)).toEqual(expected);
    expect(temporariesIn(out)).toEqual([]);
  });

  test.each([
    'links-000000.rows',
    'links-000001.ids',
    'join/join-000000.questions',
    'links/meet-000001.linked-title.records',
  ])('it was finished, and its file %s was harmed, does that unit again', async (file) => {
    const out = folder();
    await build(out);
    rmSync(join(out, 'manifest.json'));
    writeFileSync(join(out, '.work', file), 'harmed');
    await build(out);
    expect(digestsOf(out)).toEqual(expected);
  });
});

/** The one site of the plain sample, with its tables changed. */
function changed(tables: Readonly<Record<string, (xml: string) => string | undefined>>): string {
  const copy = folder();
  cpSync(plain, copy, { recursive: true });
  const site = readdirSync(copy).find((name) => name.includes('stackexchange'))!;
  for (const [table, change] of Object.entries(tables)) {
    const path = join(copy, site, table);
    const xml = change(readFileSync(path, 'utf8'));
    if (xml === undefined) rmSync(path);
    else writeFileSync(path, xml);
  }
  return copy;
}

/** A table with its rows put together anew. */
const withRows = (change: (rows: string[]) => string[]) => (xml: string) => {
  const lines = xml.split('\n');
  const [from, to] = [
    lines.findIndex((line) => line.includes('<row ')),
    lines.findLastIndex((line) => line.includes('<row ')),
  ];
  return [...lines.slice(0, from), ...change(lines.slice(from, to + 1)), ...lines.slice(to + 1)].join('\n');
};

const attribute = (row: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(row)?.[1];
const buildPlain = async (dumps: string, options: Options = {}) => {
  const out = folder();
  return { out, manifest: await buildFrom([dumps], out, { pipeline: RECIPES, ...options }) };
};

test('rows of Posts.xml in another order give the same pairs', async () => {
  const below = dice(4);
  const shuffle = (rows: string[]) =>
    rows
      .map((row) => ({ row, rank: below(1e9) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ row }) => row);
  const [straight, shuffled] = [await buildPlain(plain), await buildPlain(changed({ 'Posts.xml': withRows(shuffle) }))];
  const data = digestsOf(straight.out, 'data');
  expect(Object.keys(data).length).toBeGreaterThan(20);
  expect(digestsOf(shuffled.out, 'data')).toEqual(data);
  expect(shuffled.manifest.books).toEqual(straight.manifest.books);
});

test('links to posts that are newer than the posts there are dangle, and are counted', async () => {
  let questions = new Set<string | undefined>();
  let links: string[] = [];
  const older = changed({
    'Posts.xml': withRows((rows) => {
      const kept = rows.slice(0, rows.length / 2);
      questions = new Set(
        kept.filter((row) => attribute(row, 'PostTypeId') === '1').map((row) => attribute(row, 'Id')),
      );
      return kept;
    }),
    'PostLinks.xml': withRows((rows) => {
      links = rows;
      return rows;
    }),
  });
  const { out, manifest } = await buildPlain(older);
  const dangling = (typeId: string) =>
    links.filter((row) => {
      const ends = [attribute(row, 'PostId'), attribute(row, 'RelatedPostId')];
      return attribute(row, 'LinkTypeId') === typeId && ends.some((id) => !questions.has(id));
    }).length;
  const [duplicates, linked] = [dangling('3'), dangling('1')];
  expect(Math.min(duplicates, linked)).toBeGreaterThan(2);
  expect(sumOf(manifest, 'duplicates-title', 'dangling_link')).toBe(duplicates);
  expect(sumOf(manifest, 'linked-title', 'dangling_link')).toBe(linked);
  expect((await verify(out)).faults).toEqual([]);
});

describe('PostLinks.xml', () => {
  test('that is not there is an error that says what to do', async () => {
    await expect(buildPlain(changed({ 'PostLinks.xml': () => undefined }))).rejects.toThrow(
      /there are no links of \S+, and the pipeline pairs linked questions; expected PostLinks\.xml in the same archive or folder, found none\. Fetch it/,
    );
  });

  test('that is not there is none of the business of recipes of answers', async () => {
    const path = `${folder()}.ts`;
    const imports = "import { definePipeline, titleAnswer, titleBody } from 'stackpairs';";
    writeFileSync(
      path,
      `${imports}\nexport default definePipeline({ name: 'two', pairs: [titleBody(), titleAnswer()] });`,
    );
    const { manifest } = await buildPlain(changed({ 'PostLinks.xml': () => undefined }), { pipeline: path });
    expect(manifest.tables.map(({ table }) => table)).toEqual(['Users']);
    expect(manifest.books.map(({ kept }) => kept > 0)).toEqual([true, true]);
  });

  const cut = () => changed({ 'PostLinks.xml': (xml) => xml.slice(0, xml.lastIndexOf('<row ') + 30) });

  test('that breaks off keeps its whole rows, and is counted as truncated', async () => {
    const [whole, { out, manifest }] = [await buildPlain(plain), await buildPlain(cut())];
    const [before, after] = [whole.manifest, manifest].map((one) => booksOf(one, 'duplicates-title')[0]!);
    expect(after!.dropped.truncated_file).toBe(1);
    expect(after!.rows).toBe(before!.rows);
    expect(balance(after!)).toBe(0);
    expect((await verify(out)).faults).toEqual([]);
  });

  test('that breaks off is fatal where that is asked for', async () => {
    await expect(buildPlain(cut(), { strict: true })).rejects.toThrow(
      /PostLinks\.xml row \d+, byte \d+: truncated_file/,
    );
    await expect(buildPlain(plain, { strict: true })).resolves.toBeDefined();
  });

  test('with a row that cannot be read is fatal where that is asked for', async () => {
    const spoil = withRows((rows) =>
      rows.map((row, i) => (i === 4 ? row.replace(/PostId="\d+"/, 'PostId="none"') : row)),
    );
    const spoilt = changed({ 'PostLinks.xml': spoil });
    await expect(buildPlain(spoilt, { strict: true })).rejects.toThrow(/PostLinks\.xml row 5, byte \d+: malformed_row/);
    const { manifest } = await buildPlain(spoilt);
    expect(sumOf(manifest, 'linked-title', 'malformed_row')).toBe(1);
    expect(sumOf(manifest, 'title-body', 'malformed_row')).toBe(0);
  });

  test('without any links makes no pairs, and the build is whole', async () => {
    const { out, manifest } = await buildPlain(changed({ 'PostLinks.xml': withRows(() => []) }));
    expect(booksOf(manifest, 'linked-title')).toMatchObject([{ rows: 0, kept: 0, dropped: {} }]);
    expect(digestsOf(out, 'data')).not.toHaveProperty('data/linked-title');
    expect((await verify(out)).faults).toEqual([]);
  });

  test('is read whole where rows of posts are limited', async () => {
    const { manifest } = await buildPlain(plain, { limit: 20 });
    const [all] = booksOf((await buildPlain(plain)).manifest, 'linked-title');
    expect(booksOf(manifest, 'linked-title')[0]!.rows).toBe(all!.rows);
    expect(sumOf(manifest, 'linked-title', 'dangling_link')).toBeGreaterThan(0);
  });
});

test('archives with the tables in them give what folders give', async () => {
  const archives = folder();
  mkdirSync(archives);
  for (const { site, folder } of sample.sites) {
    const members = ['PostLinks.xml', 'Posts.xml', 'Users.xml'].map((name) => [
      name,
      readFileSync(join(dump, folder, name)),
    ]);
    writeFileSync(join(archives, `${site}.7z`), await makeArchive(Object.fromEntries(members)));
  }
  const out = folder();
  const manifest = await buildFrom([archives], out, { pipeline: RECIPES, threads: 1 });
  for (const kind of ['data', 'provenance']) expect(digestsOf(out, kind)).toEqual(digestsOf(first, kind));
  const unnamed = ({ books }: Manifest) => books.map(({ file: _, ...book }) => book);
  expect(unnamed(manifest)).toEqual(unnamed(readManifest(first)));
  expect(manifest.tables.map(({ file }) => file)).toEqual(
    ['PostLinks', 'Users'].flatMap((table) => sample.sites.map(({ site }) => `${site}.7z/${table}.xml`).sort()),
  );
});

describe('a takedown', () => {
  const configOf = ({ configs }: Manifest, config: string) => configs.find(({ name }) => name === config)!;
  /** The post of the first row of a config that has this role. */
  const oneOf = (config: string, role: string) => {
    const manifest = readManifest(first);
    const [row] = rowsOf({ out: first, manifest, format: arrowStreams }, configOf(manifest, config));
    const { provenance } = row!;
    return { site: provenance.site, id: provenance.posts.find((post) => post.role === role)!.id };
  };
  const rowsWith = (out: string, { site, id }: ReturnType<typeof oneOf>) =>
    rowsIn(out).filter(({ provenance }) => provenance.site === site && provenance.posts.some((post) => post.id === id));

  test.each([
    ['an answer', 'title-body-answer', 'answer'],
    ['a worst answer', 'best-worst-answers', 'negative'],
    ['a duplicate', 'duplicates-title', 'duplicate'],
    ['a canonical question', 'duplicates-title', 'question'],
    ['a linked question', 'linked-title', 'linked'],
  ])('of %s takes out every pair it is in, from a build and from what it leaves', async (_, config, role) => {
    const post = oneOf(config, role);
    expect(rowsWith(first, post).length).toBeGreaterThan(0);
    const list = `${folder()}.txt`;
    writeFileSync(list, `${post.site}/${post.id}\n`);
    const [built, taken] = [folder(), folder()];
    await build(built, { takedowns: list });
    cpSync(first, taken, { recursive: true });
    const { rows } = await takedown(taken, { ids: list, temporary: tmpdir() });
    expect(rows).toBe(rowsWith(first, post).length);
    for (const out of [built, taken]) {
      expect(rowsWith(out, post)).toEqual([]);
      expect((await verify(out)).faults).toEqual([]);
      expect(readManifest(out).books.map(balance)).toEqual(readManifest(out).books.map(() => 0));
    }
  });
});

test('authors that are omitted are named in no config', async () => {
  const path = `${folder()}.ts`;
  writeFileSync(path, readFileSync(RECIPES, 'utf8').replace("name: 'recipes',", "name: 'recipes', authors: 'omit',"));
  const out = folder();
  await build(out, { pipeline: path });
  const posts = (of: string) => rowsIn(of).flatMap(({ provenance }) => provenance.posts);
  expect(posts(out).length).toBe(posts(first).length);
  expect(posts(first).some(({ authorId }) => authorId !== undefined)).toBe(true);
  expect(posts(out).filter(({ author, authorId }) => author !== undefined || authorId !== undefined)).toEqual([]);
  expect(digestsOf(out, 'data')).toEqual(digestsOf(first, 'data'));
  expect((await verify(out)).faults).toEqual([]);
});
