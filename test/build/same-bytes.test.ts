// The same dumps give the same dataset, byte for byte, however the work is cut up and wherever it is done.
import { createReadStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/manifest.ts';
import { writeSample } from '../../src/sample/index.ts';
import { runCli } from '../cli/run-cli.ts';
import { makeArchive, makeBzip2 } from '../extract/make-archive.ts';
import { buildFrom, digestsOf, type Options, SMALL_SHARDS, testFolder } from './dataset.ts';

const root = testFolder();
const dump = join(root, 'dump');
let expected: Record<string, string>;

beforeAll(async () => {
  await writeSample(dump, { bytes: 1_500_000 });
  await buildFrom([dump], join(root, 'expected'));
  expected = digestsOf(join(root, 'expected'));
});

test('a build leaves the dataset, its provenance, the card, the report, the list and the manifest, and nothing else', () => {
  const left = Object.keys(expected).map((path) => path.replace(/\d{5}/g, 'N'));
  expect([...new Set(left)].sort()).toEqual(
    [
      'README.md',
      ...['data', 'provenance'].flatMap((kind) =>
        ['test', 'train', 'validation'].map((side) => `${kind}/title-body/${side}-N-of-N.arrow`),
      ),
      'data_config.json',
      'manifest.json',
      'report.html',
    ].sort(),
  );
  expect(left.length).toBeGreaterThan(12);
});

test.each([1, 2, 5])('%i threads give the same bytes as none', async (threads) => {
  const out = join(root, `threads-${threads}`);
  await buildFrom([dump], out, { threads, tuning: { unitBytes: 200_000 } });
  expect(digestsOf(out)).toEqual(expected);
});

test('comments that reach into the next unit hide the rows in them, wherever units begin', async () => {
  const row = (id: number) =>
    `<row Id="${id}" PostTypeId="1" Score="1" CreationDate="2020-01-02T03:04:05.678" Title="A title of number ${id}, long enough" Body="&lt;p&gt;A body, the one of number ${id}.&lt;/p&gt;" />\n`;
  const rows = Array.from({ length: 200 }, (_, id) => row(id + 1));
  const hidden = [20, 21, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99].map((id) => id - 1);
  const text = rows.map((one, i) => {
    const opens = hidden.includes(i) && !hidden.includes(i - 1);
    const closes = hidden.includes(i) && !hidden.includes(i + 1);
    return `${opens ? '<!-- ' : ''}${one}${closes ? ' -->' : ''}`;
  });
  const folder = join(root, 'comments', 'beer.stackexchange.com');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'Posts.xml'), `<posts>\n${text.join('')}</posts>\n`);
  for (const unitBytes of [700, 1000, 1500, Number.POSITIVE_INFINITY]) {
    const out = join(root, `comments-${unitBytes}`);
    const { books } = await buildFrom([folder], out, { threads: unitBytes === 1000 ? 2 : 0, tuning: { unitBytes } });
    expect(books).toMatchObject([{ rows: rows.length - hidden.length, kept: rows.length - hidden.length }]);
    expect(digestsOf(out)).toEqual(digestsOf(join(root, 'comments-700')));
  }
});

test('the pass in JavaScript gives the same bytes as in WebAssembly', async () => {
  const out = join(root, 'kernel-js');
  await buildFrom([dump], out, { threads: 1, kernel: 'js' });
  expect(digestsOf(out)).toEqual(expected);
});

test.each<[string, Options['tuning']]>([
  ['units of 50 kB', { unitBytes: 50_000 }],
  ['units that end within rows', { unitBytes: 77_777 }],
  ['units of whole files', { unitBytes: Number.POSITIVE_INFINITY }],
  [
    'one partition of each kind',
    { layout: { sides: { train: 1, validation: 1, test: 1 }, fingerprints: 1, bands: 0 } },
  ],
  ['many small partitions', { layout: { sides: { train: 64, validation: 7, test: 9 }, fingerprints: 33, bands: 0 } }],
  [
    'more partitions than rows',
    { layout: { sides: { train: 9, validation: 150, test: 150 }, fingerprints: 3, bands: 0 } },
  ],
])('%s give the same bytes', async (name, tuning) => {
  const out = join(root, name.replaceAll(' ', '-'));
  await buildFrom([dump], out, { tuning });
  expect(digestsOf(out)).toEqual(expected);
});

test.each([
  { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
  { TZ: 'America/St_Johns', LANG: 'C', LC_ALL: 'C' },
])('a machine with %o gives the same bytes', async (env) => {
  const out = join(root, `env-${env.LANG}`);
  const { code } = await runCli(['run', SMALL_SHARDS, '--dumps', dump, '--out', out, '--threads', '0'], { env });
  expect(code).toBe(0);
  expect(digestsOf(out)).toEqual(expected);
});

test('the order of the dumps on the command line does not matter', async () => {
  const out = join(root, 'reversed');
  const sites = ['loomcraft', 'lanterns', 'kitebuilding'].map((site) => `${site}.stackexchange.example`);
  await buildFrom(sites.map(folderOf), out);
  expect(digestsOf(out)).toEqual(expected);
});

const DATES: Readonly<Record<string, string>> = { loomcraft: '2017-12', lanterns: '2026-03', kitebuilding: '2026-03' };
const folderOf = (site: string) => join(dump, `${site}-${DATES[site.split('.')[0]!]}`);

describe('the container of a dump', () => {
  const site = 'lanterns.stackexchange.example';
  let xml: Buffer;
  let users: Buffer;
  let shards: Record<string, string>;
  let books: unknown[];

  beforeAll(async () => {
    const out = join(root, 'plain');
    xml = readFileSync(join(folderOf(site), 'Posts.xml'));
    users = readFileSync(join(folderOf(site), 'Users.xml'));
    books = booksOf(await buildFrom([folderOf(site)], out));
    shards = shardsOf(out);
  });

  const wrapped: readonly [string, (xml: Buffer) => Uint8Array | Promise<Uint8Array>][] = [
    [`${site}.xml`, (xml) => xml],
    [`${site}.xml.gz`, (xml) => gzipSync(xml)],
    [`${site}.xml.bz2`, makeBzip2],
    [`${site}.7z`, (xml) => makeArchive({ 'Posts.xml': xml, 'Users.xml': users })],
    [`${site}-Posts.7z`, (xml) => makeArchive({ 'Posts.xml': xml })],
  ];

  test.each(wrapped)('%s gives the same shards', async (name, wrap) => {
    const folder = join(root, `as-${name}`);
    mkdirSync(folder);
    writeFileSync(join(folder, name), await wrap(xml));
    if (name !== `${site}.7z`) writeFileSync(join(folder, `${site}-Users.xml`), users);
    const out = join(folder, 'out');
    const manifest = await buildFrom([join(folder, name)], out);
    expect(shardsOf(out)).toEqual(shards);
    expect(booksOf(manifest)).toEqual(books);
    expect(manifest.inputs).toEqual([expect.objectContaining({ site, file: name, sha256: expect.any(String) })]);
  });

  test('standard input gives the same shards, but for the names of users', async () => {
    const out = join(root, 'stdin');
    const stdin = createReadStream(join(folderOf(site), 'Posts.xml'), { highWaterMark: 3333 });
    const manifest = await buildFrom(['-'], out, { stdin, stdinSite: site });
    const withoutUsers = join(root, 'without-users');
    mkdirSync(withoutUsers);
    writeFileSync(join(withoutUsers, `${site}.xml`), xml);
    await buildFrom([join(withoutUsers, `${site}.xml`)], join(withoutUsers, 'out'));
    expect(shardsOf(out)).toEqual(shardsOf(join(withoutUsers, 'out')));
    expect(digestsOf(out, 'data')).toEqual(digestsOf(join(root, 'plain'), 'data'));
    expect(booksOf(manifest)).toEqual(books);
    expect(manifest.inputs[0]).toMatchObject({ file: '-', site, bytes: xml.length });
  });

  const shardsOf = (out: string) => ({ ...digestsOf(out, 'data'), ...digestsOf(out, 'provenance') });
  const booksOf = ({ books }: Manifest) => books.map(({ file: _, ...book }) => book);
});
