// Whole builds whose rows are held against datasets that exist: builds, and files of pairs of other people.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DedupeDefinition } from '../../src/dedupe-rule.ts';
import type { Manifest } from '../../src/manifest.ts';
import { verify } from '../../src/verify.ts';
import { plainJaccard, plainShingles, someWords } from '../near/texts.ts';
import { dice } from '../passes/helpers.ts';
import { writeSet } from '../read-foreign/foreign-set.ts';
import { buildFrom, digestsOf, type Options, rowsIn, temporariesIn, testFolder } from './dataset.ts';
import { type Question, writeDump } from './dump.ts';
import { killInPass } from './kill-in-pass.ts';

const root = testFolder();
const SIMILARITY = 0.6;
/** With bands of one row, all similar rows meet. */
const NEAR = { field: 'body', similarity: SIMILARITY, bands: 128, rows: 1 } as const;
let folders = 0;
const folder = () => join(root, `${folders++}`);

/** A pipeline file that keeps every question but for duplicates by this rule. */
function pipelineWith(dedupe: DedupeDefinition): string {
  const path = join(root, `pipeline-${folders++}.ts`);
  writeFileSync(
    path,
    `import { definePipeline, htmlToText, squeeze, titleBody } from 'stackpairs';
     export default definePipeline({ name: 'against', pairs: [titleBody()],
       clean: [htmlToText({ code: 'keep' }), squeeze()], dedupe: ${JSON.stringify(dedupe)},
       split: { validation: 0.1, test: 0.1 }, shard: { rows: 100 } });`,
  );
  return path;
}

const lost = ({ books }: Manifest, reason: string) =>
  books.reduce((sum, { dropped }) => sum + (dropped[reason] ?? 0), 0);
const nameOf = ({ site, id }: { readonly site: string; readonly id: number }) => `${site}/${id}`;
const keptIn = (out: string) =>
  rowsIn(out)
    .map(({ provenance: { site, questionId } }) => `${site}/${questionId}`)
    .sort();

interface Pair {
  readonly title: string;
  readonly body: string;
}

const jsonl = (pairs: readonly object[]) => pairs.map((pair) => `${JSON.stringify(pair)}\n`).join('');

/** What is left of questions that are held against a file of pairs. */
async function heldAgainst(
  sites: Readonly<Record<string, readonly Question[]>>,
  pairs: readonly Pair[],
  dedupe: DedupeDefinition,
  options: Options = {},
) {
  const place = folder();
  const existing = join(writeSet(place, { 'pairs.jsonl': jsonl(pairs) }), 'pairs.jsonl');
  const out = join(place, 'out');
  const dump = writeDump(join(place, 'dump'), sites);
  const manifest = await buildFrom([dump], out, { pipeline: pipelineWith(dedupe), against: [existing], ...options });
  const { faults } = await verify(out);
  expect(faults).toEqual([]);
  return { manifest, out, kept: keptIn(out) };
}

const TITLE = 'Which wick for a brass lantern?';
const BODY = 'Mine is too short for the oil.';
const question = (id: number, title: string, body: string, votes = 1): Question => ({
  id,
  title,
  body: `<p>${body}</p>`,
  votes,
});

describe('a row that a file has already', () => {
  const sites = {
    bells: [question(1, TITLE, BODY), question(2, TITLE, 'It smokes.'), question(3, 'Quite another title', BODY)],
  };

  test.each<[string, DedupeDefinition, Pair, string[]]>([
    ['as a pair', { exact: 'pair' }, { title: TITLE, body: BODY }, ['bells/2', 'bells/3']],
    ['but for case', {}, { title: TITLE.toUpperCase(), body: BODY }, ['bells/2', 'bells/3']],
    ['its title only', {}, { title: TITLE, body: 'Nothing' }, ['bells/1', 'bells/2', 'bells/3']],
    ['by title', { exact: 'title' }, { title: TITLE, body: 'Nothing' }, ['bells/3']],
    ['by body', { exact: 'body' }, { title: 'Nothing', body: BODY }, ['bells/2']],
    [
      'but for punctuation',
      { ignore: ['punctuation', 'case'] },
      { title: 'which wick, for a brass lantern', body: BODY },
      ['bells/2', 'bells/3'],
    ],
  ])('%s is left out', async (_, dedupe, pair, kept) => {
    const held = await heldAgainst(sites, [{ title: 'Another', body: 'pair' }, pair], dedupe);
    expect(held.kept).toEqual(kept);
    const left = 3 - kept.length;
    expect(held.manifest.books[0]!.dropped.duplicate_of_existing ?? 0).toBe(left);
    expect(held.manifest.against).toMatchObject([{ name: 'pairs.jsonl', rows: 2 }]);
  });
});

describe.each(['votes', 'oldest', 'none'] as const)('where %s decides', (keep) => {
  test('all copies of an existing row are left out, and no other is charged for it', async () => {
    const copies = Array.from({ length: 40 }, (_, i) => question(i + 1, TITLE, BODY, i));
    const sites = { bells: copies.slice(0, 20), lanterns: [...copies.slice(20), question(77, 'Another title', BODY)] };
    const { kept, manifest } = await heldAgainst(sites, [{ title: TITLE, body: BODY }], { keep });
    expect(kept).toEqual(['lanterns/77']);
    expect(manifest.books.map(({ dropped }) => dropped)).toEqual([
      { duplicate_of_existing: 20 },
      { duplicate_of_existing: 20 },
    ]);
  });
});

test('a row that is left out leaves its near-duplicates in, unless they are alike to an existing row themselves', async () => {
  const words = someWords(80, dice(3));
  const bodies = [0, 10, 20].map((from) => words.slice(from, from + 60).join(' '));
  const alike = (a: number, b: number) => plainJaccard(plainShingles(bodies[a]!, 5), plainShingles(bodies[b]!, 5));
  expect([alike(0, 1) >= SIMILARITY, alike(1, 2) >= SIMILARITY, alike(0, 2) >= SIMILARITY]).toEqual([
    true,
    true,
    false,
  ]);
  const sites = {
    bells: [question(1, 'The far one of three', bodies[2]!), question(2, 'The one between', bodies[1]!)],
  };
  const near = { ...NEAR, action: 'drop' } as const;
  const { kept, manifest } = await heldAgainst(sites, [{ title: 'Existing', body: bodies[0]! }], { near });
  expect(kept).toEqual(['bells/1']);
  expect(manifest.books[0]!.dropped).toEqual({ near_duplicate_of_existing: 1 });
});

describe('within a site', () => {
  const BEER = 'beer.stackexchange.com';
  const sites = { [BEER]: [question(1, TITLE, BODY)], 'bells.stackexchange.com': [question(2, TITLE, BODY)] };
  const pipeline = pipelineWith({ within: 'site' });

  test('rows are held against those of a build of the same site, whatever it is called today', async () => {
    const place = folder();
    const earlier = join(place, 'earlier');
    await buildFrom([writeDump(join(place, 'beer'), { [BEER]: sites[BEER]! })], earlier, { pipeline });
    const out = join(place, 'out');
    await buildFrom([writeDump(join(place, 'dump'), sites)], out, { pipeline, against: [earlier] });
    expect(keptIn(out)).toEqual(['bells.stackexchange.com/2']);
  });

  test('pairs of no site are those of no site of the build', async () => {
    const { kept } = await heldAgainst(sites, [{ title: TITLE, body: BODY }], { within: 'site' });
    expect(kept).toHaveLength(2);
  });
});

describe('many rows', () => {
  interface Row extends Pair {
    readonly site: string;
    readonly id: number;
    readonly votes: number;
  }
  const roll = dice(41);
  const rows: Row[] = [];
  for (let id = 1; id <= 600; id++) {
    const parent = roll(3) === 0 ? undefined : rows[roll(rows.length)];
    const words = parent === undefined ? someWords(20 + roll(60), roll) : parent.body.split(' ');
    for (let change = roll(4); change > 0; change--) words[roll(words.length)] = someWords(1, roll)[0]!;
    const title = parent !== undefined && roll(2) ? parent.title : `How do I mend lantern number ${id}?`;
    rows.push({ site: ['bells', 'lanterns', 'wicks'][roll(3)]!, id, title, body: words.join(' '), votes: roll(9) });
  }
  const isOld = ({ id }: Row) => id % 3 === 0;
  const existing = rows.filter(isOld);
  const fresh = rows.filter((row) => !isOld(row));
  const dump = join(root, 'many');
  const MARK = pipelineWith({ near: NEAR });
  const formats: Record<string, string> = {
    build: join(root, 'old', 'build'),
    'JSON lines': join(root, 'old', 'pairs.jsonl'),
    Parquet: join(root, 'old', 'pairs.parquet'),
  };
  const sitesOf = (some: readonly Row[]) => {
    const of = (site: string) => some.filter((row) => row.site === site);
    const asQuestion = ({ id, title, body, votes }: Row) => question(id, title, body, votes);
    return Object.fromEntries(['bells', 'lanterns', 'wicks'].map((site) => [site, of(site).map(asQuestion)]));
  };
  let manifest: Manifest;
  let expected: Record<string, string>;

  beforeAll(async () => {
    writeDump(dump, sitesOf(fresh));
    const pairs = existing.map(({ title, body }) => ({ title, body }));
    writeSet(join(root, 'old'), {
      'pairs.jsonl': jsonl(pairs),
      'pairs.parquet': { title: pairs.map(({ title }) => title), body: pairs.map(({ body }) => body) },
    });
    const old = writeDump(join(root, 'old-dump'), sitesOf(existing));
    await buildFrom([old], formats.build!, { pipeline: pipelineWith({ exact: 'off' }) });
    const out = join(root, 'expected');
    manifest = await buildFrom([dump], out, { pipeline: MARK, against: [formats['JSON lines']!] });
    expected = digestsOf(out);
  });

  /** Rows that an existing one says already, and those that are only alike to one. */
  function known() {
    const pairs = new Set(existing.map(({ title, body }) => `${title}\n${body}`));
    const sets = existing.map(({ body }) => plainShingles(body, 5));
    const same = fresh.filter(({ title, body }) => pairs.has(`${title}\n${body}`));
    const alike = fresh.filter((row) => {
      if (same.includes(row)) return false;
      const own = plainShingles(row.body, 5);
      return sets.some((set) => plainJaccard(own, set) >= SIMILARITY);
    });
    return { same, alike };
  }

  test('are left out if an existing row is the same or alike, by a comparison of all with all', () => {
    const { same, alike } = known();
    expect(Math.min(same.length, alike.length)).toBeGreaterThan(10);
    expect(lost(manifest, 'duplicate_of_existing')).toBe(same.length);
    expect(lost(manifest, 'near_duplicate_of_existing')).toBe(alike.length);
    const gone = new Set([...same, ...alike].map(nameOf));
    const left = keptIn(join(root, 'expected'));
    expect(left.filter((name) => gone.has(name))).toEqual([]);
  });

  test('that are left are those of a build without the others', async () => {
    const { same, alike } = known();
    const rest = fresh.filter((row) => !same.includes(row) && !alike.includes(row));
    const out = join(root, 'rest');
    await buildFrom([writeDump(join(root, 'rest-dump'), sitesOf(rest))], out, { pipeline: MARK });
    expect(digestsOf(out, 'data')).toEqual(digestsOf(join(root, 'expected'), 'data'));
    expect(digestsOf(out, 'provenance')).toEqual(digestsOf(join(root, 'expected'), 'provenance'));
  });

  test('of which nothing exists are those of a build against nothing', async () => {
    const other = join(root, 'old', 'other.jsonl');
    writeFileSync(other, jsonl([{ title: 'Nothing', body: 'Nothing of the kind is said anywhere here.' }]));
    for (const dedupe of [{}, { near: NEAR }, { exact: 'title', keep: 'newest' }] as const) {
      const pipeline = pipelineWith(dedupe);
      const [plain, held] = [folder(), folder()];
      const before = await buildFrom([dump], plain, { pipeline });
      const { books } = await buildFrom([dump], held, { pipeline, against: [other] });
      expect(books).toEqual(before.books);
      expect(digestsOf(held, 'data')).toEqual(digestsOf(plain, 'data'));
      expect(digestsOf(held, 'provenance')).toEqual(digestsOf(plain, 'provenance'));
    }
  });

  test.each(['build', 'Parquet'])('are held against a %s as against JSON lines', async (format) => {
    const out = folder();
    const { against } = await buildFrom([dump], out, { pipeline: MARK, against: [formats[format]!] });
    expect(against[0]!.rows).toBe(existing.length);
    expect(digestsOf(out, 'data')).toEqual(digestsOf(join(root, 'expected'), 'data'));
  });

  test('are held against a shard of a build by itself, and against several datasets', async () => {
    const out = folder();
    const shards = join(formats.build!, 'data', 'title-body');
    const against = readdirSync(shards)
      .sort()
      .map((name) => join(shards, name));
    expect(against.length).toBeGreaterThan(2);
    const built = await buildFrom([dump], out, { pipeline: MARK, against });
    expect(built.against.reduce((sum, { rows }) => sum + rows, 0)).toBe(existing.length);
    expect(digestsOf(out, 'data')).toEqual(digestsOf(join(root, 'expected'), 'data'));
  });

  const layout = (train: number, held: number, fingerprints: number, bands: number) => ({
    layout: { sides: { train, validation: held, test: held }, fingerprints, bands },
  });

  test.each<[string, Options]>([
    ['one thread', { threads: 1 }],
    ['two threads and small units', { threads: 2, tuning: { unitBytes: 3000, ...layout(7, 3, 4, 5) } }],
    ['the kernel in JavaScript', { kernel: 'js' }],
    ['one partition of each kind', { tuning: layout(1, 1, 1, 1) }],
    ['many partitions', { tuning: layout(30, 9, 7, 13) }],
  ])('give the same bytes with %s', async (_, options) => {
    const out = folder();
    await buildFrom([dump], out, { pipeline: MARK, against: [formats['JSON lines']!], ...options });
    expect(digestsOf(out)).toEqual(expected);
  });

  test.each(['borrow', 'sketch', 'pair', 'verify', 'connect'])(
    'give the same bytes when the build is killed in the %s pass and started again',
    async (pass) => {
      const out = folder();
      const against = formats['JSON lines']!;
      const args = ['run', MARK, '--dumps', dump, '--out', out, '--threads', '1', '--against', against];
      const { code, stderr } = await killInPass(pass, out, args);
      expect(code, stderr).toBe(0);
      expect(digestsOf(out)).toEqual(expected);
      expect(temporariesIn(out)).toEqual([]);
    },
    60_000,
  );

  test('that are left out are kept aside with their reasons, if asked for', async () => {
    const out = folder();
    await buildFrom([dump], out, { pipeline: MARK, against: [formats['JSON lines']!], keepDropped: true });
    const lines = readFileSync(join(out, 'dropped', 'title-body', 'duplicates.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const reasons = lines.map((line) => JSON.parse(line).reason);
    const count = (reason: string) => reasons.filter((one) => one === reason).length;
    const { same, alike } = known();
    expect(count('duplicate_of_existing')).toBe(same.length);
    expect(count('near_duplicate_of_existing')).toBe(alike.length);
  });

  test('all of which exist leave an empty dataset', async () => {
    const out = folder();
    const self = join(root, 'self');
    await buildFrom([dump], self, { pipeline: pipelineWith({ exact: 'off' }) });
    const { books, splits } = await buildFrom([dump], out, { pipeline: MARK, against: [self] });
    expect(books.map(({ dropped, rows }) => dropped.duplicate_of_existing === rows)).toEqual([true, true, true]);
    expect(splits).toEqual({ 'title-body': {} });
    expect((await verify(out)).faults).toEqual([]);
  });
});

test('a crowd of existing rows of one kind still finds each row that is there', async () => {
  const roll = dice(8);
  const base = someWords(40, roll);
  const crowd = Array.from({ length: 300 }, (_, id) => ({
    title: `How do I mend lantern number ${id}?`,
    body: base.with(id % 40, someWords(1, roll)[0]!).join(' '),
  }));
  const sites = { bells: crowd.slice(0, 150).map(({ title, body }, id) => question(id + 1, `${title} Really?`, body)) };
  const near = { field: 'body', similarity: 0.7, bands: 16, rows: 1 } as const;
  const { kept, manifest } = await heldAgainst(sites, crowd, { near });
  expect(kept).toEqual([]);
  expect(lost(manifest, 'near_duplicate_of_existing')).toBe(150);
});

describe('a dataset', () => {
  const place = () => {
    const path = folder();
    writeSet(path, { 'set/pairs.jsonl': jsonl([{ title: TITLE, body: BODY }]), 'set/notes.md': 'notes' });
    writeDump(join(path, 'dump'), { bells: [question(1, TITLE, BODY), question(2, 'Another title', BODY)] });
    return path;
  };
  const plain = pipelineWith({});

  test.each<[string, (set: string) => void]>([
    ['more pairs', (set) => writeFileSync(join(set, 'pairs.jsonl'), jsonl([{ title: 'a', body: 'b' }]), { flag: 'a' })],
    ['a later date', (set) => utimesSync(join(set, 'pairs.jsonl'), 4e9, 4e9)],
  ])('that has %s than at the first run is another plan', async (_, change) => {
    const path = place();
    const run = () =>
      buildFrom([join(path, 'dump')], join(path, 'out'), { pipeline: plain, against: [join(path, 'set')] });
    await run();
    await run();
    change(join(path, 'set'));
    await expect(run()).rejects.toThrow(/another plan \(against\)/);
  });

  test.each(['against', 'benchmarks'])('of --%s that grows while the rows are read ends the build', async (kind) => {
    const path = place();
    const file = join(path, 'set', 'pairs.jsonl');
    const grow = () => writeFileSync(file, jsonl([{ title: 'a', body: 'b' }]), { flag: 'a' });
    const built = buildFrom([join(path, 'dump')], join(path, 'out'), {
      pipeline: plain,
      [kind]: [join(path, 'set')],
      onPassEnd: grow,
    });
    await expect(built).rejects.toThrow(/set: the file changed while it was read/);
    expect(existsSync(join(path, 'out', 'manifest.json'))).toBe(false);
  });

  test('with links that lead nowhere and folders without files is read for what it has', async () => {
    const path = place();
    const { symlinkSync, mkdirSync } = await import('node:fs');
    symlinkSync(join(path, 'nowhere'), join(path, 'set', 'gone.jsonl'));
    mkdirSync(join(path, 'real'));
    renameSync(join(path, 'set', 'pairs.jsonl'), join(path, 'real', 'pairs.jsonl'));
    symlinkSync(join(path, 'real'), join(path, 'set', 'linked'));
    const run = () =>
      buildFrom([join(path, 'dump')], join(path, 'out'), { pipeline: plain, against: [join(path, 'set')] });
    expect((await run()).against).toMatchObject([{ name: 'set', rows: 1 }]);
    utimesSync(join(path, 'real', 'pairs.jsonl'), 4e9, 4e9);
    await expect(run()).rejects.toThrow(/another plan \(against\)/);
  });

  test.each<[string, (set: string) => void, RegExp]>([
    ['that is not there', (set) => rmSync(set, { recursive: true }), /set: no such file or folder.*--against/],
    ['without a file of pairs', (set) => rmSync(join(set, 'pairs.jsonl')), /set: no file of texts in this folder/],
    [
      'of texts that are no pairs',
      (set) => writeFileSync(join(set, 'pairs.jsonl'), jsonl([{ text: 'only one' }])),
      /pairs\.jsonl line 1: one text where a pair is wanted/,
    ],
    [
      'of pairs without texts',
      (set) => writeFileSync(join(set, 'pairs.jsonl'), jsonl([{ title: '', body: '' }])),
      /set/,
    ],
    ['of half a line', (set) => writeFileSync(join(set, 'pairs.jsonl'), '{"title":"a",'), /line 1: .* not JSON/],
  ])('%s is an error, however often it is tried', async (_, change, message) => {
    const path = place();
    change(join(path, 'set'));
    const run = () =>
      buildFrom([join(path, 'dump')], join(path, 'out'), { pipeline: plain, against: [join(path, 'set')] });
    await expect(run()).rejects.toThrow(message);
    await expect(run()).rejects.toThrow(message);
    expect(temporariesIn(path)).toEqual([]);
  });

  test('is nothing to a pipeline that says of no rows that they are the same, and nothing is written', async () => {
    const path = place();
    const built = buildFrom([join(path, 'dump')], join(path, 'out'), {
      pipeline: pipelineWith({ exact: 'off' }),
      against: [join(path, 'set')],
    });
    await expect(built).rejects.toThrow(/the pipeline says of no rows that they are the same/);
    expect(existsSync(join(path, 'out'))).toBe(false);
  });

  test('and a benchmark are both held against: who is in the benchmark is counted there', async () => {
    const path = place();
    const bench = join(path, 'bench.jsonl');
    writeFileSync(bench, jsonl([{ text: TITLE }]));
    const { books } = await buildFrom([join(path, 'dump')], join(path, 'out'), {
      pipeline: plain,
      against: [join(path, 'set')],
      benchmarks: [bench],
    });
    expect(books[0]).toMatchObject({ kept: 1, dropped: { benchmark_text: 1 } });
  });
});
