// Whole builds whose rows are held against benchmarks, and a plain reading of the same rules: words, sets of strings.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DecontaminateDefinition } from '../../src/decontaminate-rule.ts';
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
const UNIX = 'unix.stackexchange.com';
const dump = join(root, 'dump');
/** Texts at this similarity meet with a chance of 1 - 1e-5; those between the threshold and this one may be missed. */
const SURE = 0.9;
const RULE = { ngram: 13, similarity: 0.8 };

/** A pipeline file that keeps every question but for those of benchmarks and duplicates. */
function pipelineWith(
  name: string,
  decontaminate?: DecontaminateDefinition,
  dedupe: DedupeDefinition = { exact: 'pair' },
): string {
  const path = join(root, `${name}.ts`);
  const rules = `dedupe: ${JSON.stringify(dedupe)}, decontaminate: ${JSON.stringify(decontaminate ?? {})}`;
  writeFileSync(
    path,
    `import { definePipeline, htmlToText, squeeze, titleBody } from 'stackpairs';
     export default definePipeline({ name: 'screened', pairs: [titleBody()],
       clean: [htmlToText({ code: 'keep' }), squeeze()], ${rules},
       split: { validation: 0.1, test: 0.1 }, shard: { rows: 100 } });`,
  );
  return path;
}

interface Row {
  readonly site: string;
  readonly id: number;
  readonly title: string;
  readonly body: string;
}

interface Text {
  readonly text: string;
  /** `site/id` of the post it is of. */
  readonly post?: string;
}

const roll = dice(77);
const text = (count: number) => someWords(count, roll).join(' ');

const rows: readonly Row[] = Array.from({ length: 400 }, (_, i) => ({
  site: i % 3 === 0 ? UNIX : 'bells',
  id: i + 1,
  title: text(5 + roll(14)),
  body: text(i % 7 === 0 ? 10 + roll(3) : 20 + roll(120)),
}));

/** A text that has exactly so many words in a row in common with another one. */
function sharing(count: number, body: string): string {
  const words = body.split(' ');
  const from = roll(words.length - count + 1);
  return [text(7), ...words.slice(from, from + count), text(9)].join(' ');
}

const shouted = (text: string) => `${text.toUpperCase().replaceAll(' ', ', ')}!?`;
const changed = (text: string, at: number) => text.slice(0, at) + (text[at] === 'z' ? 'y' : 'z') + text.slice(at + 1);

/** One text for each of many rows, in every way that a row can be in a benchmark, or nearly. */
function planted(shift: number): Text[] {
  return rows.flatMap(({ title, body }, i): Text[] => {
    switch ((i + shift) % 40) {
      case 0:
        return [{ text: shouted(body) }];
      case 1:
        return [{ text: shouted(title) }];
      case 2:
      case 3:
      case 4:
        return body.split(' ').length < 20 ? [] : [{ text: sharing(10 + ((i + shift) % 40), body) }];
      case 5:
        return [{ text: title.slice(0, -1) }];
      case 6:
        return [{ text: changed(title, title.length - 3) }];
      case 7:
        return [{ text: changed(title, title.length >> 1) }];
      case 8:
        return [{ text: `${title} ${text(1)}` }];
      case 9:
        return [{ text: changed(changed(body, body.length >> 1), body.length >> 2) }];
      case 10:
        return [{ text: body.split(' ').slice(0, -1).join(' ') }];
      default:
        return (i + shift) % 40 < 20 ? [{ text: text(5 + roll(60)) }] : [];
    }
  });
}

const first = planted(0);
const second = planted(13);
const posts: readonly Text[] = rows
  .filter(({ id, site }) => site === UNIX && id % 5 === 0)
  .map(({ id }) => ({ text: text(8), post: `${UNIX}/${id}` }));

type Kind = 'post' | 'text' | 'ngram' | 'near';
const words = (text: string) => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
const runs = (text: string, size: number) =>
  new Set(words(text).flatMap((_, i, all) => (i + size <= all.length ? [all.slice(i, i + size).join(' ')] : [])));
function characters(text: string): Set<string> {
  const plain = words(text).join(' ');
  return new Set(Array.from({ length: Math.max(1, plain.length - 4) }, (_, i) => plain.slice(i, i + 5)));
}

/** A text of a benchmark, and what it is known by. */
const known = (texts: readonly Text[], ngram: number) =>
  texts.map(({ text, post }) => ({
    post,
    plain: words(text).join(' '),
    count: words(text).length,
    runs: ngram === 0 ? new Set<string>() : runs(text, ngram),
    shingles: plainShingles(text, 5),
    characters: characters(text),
  }));

/** By what a row is in a benchmark, the surest first, and how similar its most similar text is. */
function judged(row: Row, texts: ReturnType<typeof known>, ngram: number): { sure: Kind | undefined; alike: number } {
  const own = known([{ text: row.title }, { text: row.body }], ngram);
  const some = (meet: (a: (typeof own)[0], b: (typeof texts)[0]) => boolean) =>
    own.some((a) => texts.some((b) => meet(a, b)));
  const name = `${row.site}/${row.id}`;
  let alike = 0;
  for (const a of own) {
    for (const b of texts) {
      if (a.count >= 10 && b.count >= 10) alike = Math.max(alike, plainJaccard(a.shingles, b.shingles));
      if (a.count <= 60 && b.count <= 60) alike = Math.max(alike, plainJaccard(a.characters, b.characters));
    }
  }
  if (texts.some(({ post }) => post === name)) return { sure: 'post', alike };
  if (some((a, b) => a.plain === b.plain)) return { sure: 'text', alike };
  if (some((a, b) => [...a.runs].some((run) => b.runs.has(run)))) return { sure: 'ngram', alike };
  return { sure: alike >= SURE ? 'near' : undefined, alike };
}

interface Line {
  readonly site: string;
  readonly id: number;
  readonly kind: Kind;
  readonly benchmark: string;
  readonly run?: string;
  readonly similarity?: number;
}

const linesOf = (out: string): Line[] =>
  readFileSync(join(out, 'contamination.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const nameOf = ({ site, id }: { readonly site: string; readonly id: number }) => `${site}/${id}`;
const keptIn = (out: string) =>
  rowsIn(out).map(({ provenance: { site, questionId } }) => nameOf({ site, id: questionId }));
const lost = ({ books }: Manifest, reason: string) =>
  books.reduce((sum, { dropped }) => sum + (dropped[reason] ?? 0), 0);

/** Hits by row and benchmark must be those of the plain reading; of texts just at the threshold, some. */
function expectHits(out: string, ngram: number, sets: Readonly<Record<string, readonly Text[]>>): void {
  const hits = new Map(linesOf(out).map((line) => [`${nameOf(line)} ${line.benchmark}`, line]));
  expect(hits.size).toBe(linesOf(out).length);
  for (const [benchmark, texts] of Object.entries(sets)) {
    const read = known(texts, ngram);
    for (const row of rows) {
      const { sure, alike } = judged(row, read, ngram);
      const hit = hits.get(`${nameOf(row)} ${benchmark}`);
      if (sure !== undefined) expect(`${nameOf(row)} ${hit?.kind}`).toBe(`${nameOf(row)} ${sure}`);
      else if (hit !== undefined) expect([hit.kind, alike]).toEqual(['near', expect.closeTo(hit.similarity!, 3)]);
      if (hit?.kind === 'ngram') expect(runs(`${row.title} . ${row.body}`, ngram)).toContain(hit.run);
    }
  }
}

const paths = () => [join(root, 'first.jsonl'), join(root, 'second'), join(root, 'cqadupstack', 'unix')];
const sets = { 'first.jsonl': first, second, unix: posts };
const DROP = pipelineWith('drop', RULE);
let dropped: Manifest;
let expected: Record<string, string>;

beforeAll(async () => {
  const question = ({ id, title, body }: Row): Question => ({ id, title, body: `<p>${body}</p>` });
  const of = (site: string) => rows.filter((row) => row.site === site).map(question);
  writeDump(dump, { bells: of('bells'), [UNIX]: of(UNIX) });
  writeSet(root, {
    'first.jsonl': first.map(({ text }) => ({ text })),
    'second/test.parquet': { sentences: second.map(({ text }) => text) },
    'cqadupstack/unix/corpus.jsonl': posts.map(({ text, post }) => ({
      _id: post!.split('/')[1]!,
      title: '',
      text,
    })),
    'cqadupstack/unix/queries.jsonl': [{ _id: '4294967301', text: text(9) }],
  });
  dropped = await buildFrom([dump], join(root, 'dropped'), { pipeline: DROP, benchmarks: paths() });
  expected = digestsOf(join(root, 'dropped'));
});

test('the rows are in the benchmarks in every way, in some of them in two', () => {
  const hits = linesOf(join(root, 'dropped'));
  for (const kind of ['post', 'text', 'ngram', 'near']) {
    expect(hits.filter((hit) => hit.kind === kind).length).toBeGreaterThan(15);
  }
  expect(new Set(hits.map(nameOf)).size).toBeLessThan(hits.length);
});

test('the hits are those of a plain reading of all rows and all texts', () => {
  expectHits(join(root, 'dropped'), 13, sets);
});

test('a run of 13 words is one too many, one of 12 is none', () => {
  const hits = new Map(linesOf(join(root, 'dropped')).map((hit) => [`${hit.benchmark} ${nameOf(hit)}`, hit.kind]));
  const kinds = (residue: number) =>
    rows
      .filter(({ body }, i) => i % 40 === residue && body.split(' ').length >= 20)
      .map((row) => hits.get(`first.jsonl ${nameOf(row)}`));
  expect(new Set(kinds(2))).toEqual(new Set([undefined]));
  expect(new Set([...kinds(3), ...kinds(4)])).toEqual(new Set(['ngram']));
});

test('rows with a hit are left out for the surest of their hits, all others are there', () => {
  const out = join(root, 'dropped');
  const hit = new Set(linesOf(out).map(nameOf));
  expect(keptIn(out).sort()).toEqual(
    rows
      .map(nameOf)
      .filter((name) => !hit.has(name))
      .sort(),
  );
  const surest = new Map<string, Kind>();
  for (const kind of ['near', 'ngram', 'text', 'post'] as const) {
    for (const line of linesOf(out)) if (line.kind === kind) surest.set(nameOf(line), kind);
  }
  const count = (kind: Kind) => [...surest.values()].filter((one) => one === kind).length;
  expect(lost(dropped, 'benchmark_post')).toBe(count('post'));
  expect(lost(dropped, 'benchmark_text')).toBe(count('text'));
  expect(lost(dropped, 'benchmark_ngram')).toBe(count('ngram'));
  expect(lost(dropped, 'near_benchmark_text')).toBe(count('near'));
});

test('the manifest counts what the list holds, and verify has nothing to say', async () => {
  const { benchmarks, report, action } = dropped.contamination!;
  const lines = linesOf(join(root, 'dropped'));
  expect([action, report.hits]).toEqual(['drop', lines.length]);
  expect(benchmarks.map(({ name, texts, posts }) => ({ name, texts, posts }))).toEqual([
    { name: 'first.jsonl', texts: first.length, posts: 0 },
    { name: 'second', texts: second.length, posts: 0 },
    { name: 'unix', texts: posts.length + 1, posts: posts.length },
  ]);
  for (const { name, hits } of benchmarks) {
    const count = (kind: Kind) => lines.filter((line) => line.benchmark === name && line.kind === kind).length;
    expect(hits).toEqual({ post: count('post'), text: count('text'), ngram: count('ngram'), near: count('near') });
  }
  expect((await verify(join(root, 'dropped'))).faults).toEqual([]);
});

test("with action 'report' nothing is left out, and the list is the same, in the order of the rows", async () => {
  const out = join(root, 'reported');
  const pipeline = pipelineWith('report', { ...RULE, action: 'report' });
  const { books, contamination } = await buildFrom([dump], out, { pipeline, benchmarks: paths() });
  expect(books.map(({ kept }) => kept)).toEqual(books.map(({ rows }) => rows));
  expect(contamination).toEqual({ ...dropped.contamination, action: 'report' });
  expect(readFileSync(join(out, 'contamination.jsonl'))).toEqual(
    readFileSync(join(root, 'dropped', 'contamination.jsonl')),
  );
  const places = new Map(keptIn(out).map((name, place) => [name, place]));
  const order = linesOf(out).map((line) => places.get(nameOf(line))!);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect((await verify(out)).faults).toEqual([]);
});

test.each<[string, number, DecontaminateDefinition]>([
  ['without runs of words, similar texts are found by similarity', 0, { ngram: 0 }],
  ['runs of 5 words', 5, { ngram: 5 }],
])('%s', async (name, ngram, rule) => {
  const out = join(root, name.replaceAll(' ', '-'));
  await buildFrom([dump], out, { pipeline: pipelineWith(`ngram-${ngram}`, rule), benchmarks: paths() });
  expectHits(out, ngram, sets);
});

test('a build is a benchmark: its questions are known by their posts', async () => {
  const out = join(root, 'of-itself');
  const earlier = join(root, 'earlier');
  await buildFrom([dump], earlier, { pipeline: DROP, limit: 50 });
  const { contamination, books } = await buildFrom([dump], out, { pipeline: DROP, benchmarks: [earlier] });
  expect(contamination).toMatchObject({ benchmarks: [{ name: 'earlier', texts: 200, posts: 200 }] });
  expect(books.map(({ dropped }) => dropped)).toEqual([{ benchmark_post: 50 }, { benchmark_post: 50 }]);
});

describe('the same bytes', () => {
  const layout = (train: number, held: number, fingerprints: number) => ({
    layout: { sides: { train, validation: held, test: held }, fingerprints, bands: 0 },
  });

  test.each<[string, Options]>([
    ['with one thread', { threads: 1 }],
    ['with two threads and small units', { threads: 2, tuning: { unitBytes: 3000 } }],
    ['with the kernel in JavaScript', { kernel: 'js' }],
    ['with one partition of each kind', { tuning: layout(1, 1, 1) }],
    ['with many partitions', { tuning: layout(40, 9, 20) }],
  ])('%s', async (name, options) => {
    const out = join(root, name.replaceAll(' ', '-'));
    await buildFrom([dump], out, { pipeline: DROP, benchmarks: paths(), ...options });
    expect(digestsOf(out)).toEqual(expected);
  });

  test.each(['index', 'filter', 'probe', 'match', 'screen'])(
    'killed in the %s pass and started again',
    async (pass) => {
      const out = join(root, `killed-${pass}`);
      const args = ['run', DROP, '--dumps', dump, '--out', out, '--threads', '1', '--benchmarks', ...paths()];
      const { code, stderr } = await killInPass(pass, out, args);
      expect(code, stderr).toBe(0);
      expect(digestsOf(out)).toEqual(expected);
      expect(temporariesIn(out)).toEqual([]);
    },
    60_000,
  );
});

describe.each<[string, DedupeDefinition]>([
  ['copies of pairs', { exact: 'pair' }],
  ['copies of titles', { exact: 'title', ignore: ['punctuation'], keep: 'longest' }],
  ['no copies', { exact: 'off' }],
  ['near-duplicates', { exact: 'pair', near: { field: 'body', similarity: 0.7 } }],
  ['near-duplicates alone', { exact: 'off', near: { field: 'title', similarity: 0.7, action: 'drop' } }],
])('where %s are looked for', (name, dedupe) => {
  const slug = name.replaceAll(' ', '-');
  const copies: Question[] = rows.slice(0, 90).map(({ body }, i) => ({
    id: i + 1,
    title: `How do I mend the lantern with number ${i % 30}?`,
    body: `<p>${rows[i % 30]!.body} ${i % 2 ? body.slice(0, 5) : ''}</p>`,
    votes: i % 4,
  }));
  const folder = join(root, `${slug}-dump`);
  const pipeline = pipelineWith(slug, RULE, dedupe);

  test('a benchmark without hits changes nothing', async () => {
    writeDump(folder, { bells: copies });
    const [plain, screened] = [join(root, `${slug}-plain`), join(root, `${slug}-screened`)];
    const other = join(root, 'other.jsonl');
    writeFileSync(other, `${JSON.stringify({ text: 'Nothing of the kind is said anywhere.' })}\n`);
    const before = await buildFrom([folder], plain, { pipeline });
    const { contamination, books, near } = await buildFrom([folder], screened, { pipeline, benchmarks: [other] });
    expect(contamination!.report).toMatchObject({ hits: 0, bytes: 0 });
    expect({ books, near }).toEqual({ books: before.books, near: before.near });
    expect(digestsOf(screened, 'data')).toEqual(digestsOf(plain, 'data'));
    expect(digestsOf(screened, 'provenance')).toEqual(digestsOf(plain, 'provenance'));
  });

  test('who is in a benchmark is nobody else’s copy', async () => {
    writeDump(folder, { bells: copies });
    const out = join(root, `${slug}-met`);
    const bench = join(root, `${slug}.jsonl`);
    const posts = copies.filter(({ id }) => id % 3 === 0);
    writeSet(join(root, slug, 'cqadupstack', 'unix'), { 'rows.jsonl': [{ text: 'none' }] });
    writeFileSync(bench, posts.map(({ body }) => `${JSON.stringify({ text: body!.slice(3, -4) })}\n`).join(''));
    const { books } = await buildFrom([folder], out, { pipeline, benchmarks: [bench] });
    const hit = new Set(linesOf(out).map(({ id }) => id));
    const rest = join(root, `${slug}-rest`);
    writeDump(`${rest}-dump`, { bells: copies.filter(({ id }) => !hit.has(id)) });
    await buildFrom([`${rest}-dump`], rest, { pipeline });
    expect(digestsOf(out, 'data')).toEqual(digestsOf(rest, 'data'));
    expect(digestsOf(out, 'provenance')).toEqual(digestsOf(rest, 'provenance'));
    expect(books[0]!.kept).toBe(rowsIn(rest).length);
  });
});

describe('odd texts', () => {
  let builds = 0;
  /** Hits of one row of this title and body, by a benchmark of these texts. */
  async function hitsOf(title: string, body: string, texts: readonly string[], more: Partial<Question> = {}) {
    const folder = join(root, `odd-${builds++}`);
    writeDump(join(folder, 'dump'), { bells: [{ id: 1, title, body: `<p>${body}</p>`, ...more }] });
    writeFileSync(join(folder, 'odd.jsonl'), texts.map((text) => `${JSON.stringify({ text })}\n`).join(''));
    const out = join(folder, 'out');
    await buildFrom([join(folder, 'dump')], out, { pipeline: DROP, benchmarks: [join(folder, 'odd.jsonl')] });
    return linesOf(out) as (Line & { matched: string; place: string })[];
  }

  test.each<[string, string, string[], Kind[]]>([
    ['a body of one word', 'lamp', ['Lamp!'], ['text']],
    ['a body without a word', '…', ['…', '?!'], []],
    ['a text in Chinese', '铃铛的声音太小了怎么办才好呢', ['铃铛的声音太小了，怎么办才好呢？'], ['text']],
    [
      'a run of Chinese characters',
      '我的问题是铃铛的声音太小了怎么办才好呢谢谢大家',
      ['昨天有人说铃铛的声音太小了怎么办才好呢但是没有回答'],
      ['ngram'],
    ],
    ['composed and combining accents', 'Un café à la carte', ['un cafe\u0301 a\u0300 la carte'], ['text']],
    ['empty texts beside others', 'lamp of brass', ['', 'lamp of brass', ''], ['text']],
  ])('%s', async (_, body, texts, kinds) => {
    const hits = await hitsOf('Which of the bells is it?', body, texts);
    expect(hits.map(({ kind }) => kind)).toEqual(kinds);
  });

  test('a run of words is found at the end of a benchmark text of many megabytes, and of such a body', async () => {
    const [run, filler] = [text(20), `${text(300_000)} `];
    expect((await hitsOf('A title of some words', run, [filler + run])).map(({ kind }) => kind)).toEqual(['ngram']);
    const body = text(200_000);
    expect((await hitsOf('A title of some words', `${body} ${run}`, [run])).map(({ kind }) => kind)).toEqual(['ngram']);
    expect((await hitsOf('A title of some words', body, [body])).map(({ kind }) => kind)).toEqual(['text']);
  });

  test('texts that are there forty times do not hide another that shares a key with them', async () => {
    const title = text(12);
    const unlike = Array.from({ length: 36 }, (_, i) =>
      title
        .split(' ')
        .with(1 + (i % 10), text(1))
        .join(' '),
    );
    const hidden = changed(title, title.length - 2);
    const crowd = unlike.flatMap((one) => new Array<string>(40).fill(shouted(one)));
    const hits = await hitsOf(title, 'Nothing of the kind', [...crowd, hidden]);
    expect(hits.map(({ kind, matched }) => [kind, matched])).toEqual([['near', hidden]]);
  });

  test('many texts of one benchmark do not hide those of the next one', async () => {
    const folder = join(root, 'crowded');
    const body = text(30);
    writeDump(join(folder, 'dump'), { bells: [{ id: 1, body: `<p>${body}</p>` }] });
    const crowd = Array.from({ length: 40 }, () => ({ text: `${text(4)} ${body}` }));
    writeSet(folder, { 'a.jsonl': crowd, 'b.jsonl': [{ text: `${body} more` }], 'c/b.jsonl': [{ text: body }] });
    const benchmarks = ['a.jsonl', 'b.jsonl', 'c/b.jsonl'].map((name) => join(folder, name));
    const out = join(folder, 'out');
    const { contamination } = await buildFrom([join(folder, 'dump')], out, { pipeline: DROP, benchmarks });
    const named = linesOf(out).map(({ benchmark, kind }) => `${benchmark} ${kind}`);
    expect(named).toEqual(['a.jsonl ngram', 'b.jsonl ngram', 'b.jsonl (2) text']);
    expect(contamination!.benchmarks.map(({ name }) => name)).toEqual(['a.jsonl', 'b.jsonl', 'b.jsonl (2)']);
  });

  test('an id beyond 32 bits is no post of the build', async () => {
    const folder = join(root, 'far');
    writeDump(join(folder, 'dump'), { [UNIX]: [{ id: 5 }] });
    const set = writeSet(join(folder, 'cqadupstack', 'unix'), {
      'corpus.jsonl': [{ _id: String(2 ** 32 + 5), title: 'x', text: 'y' }],
      'queries.jsonl': [{ _id: '7', text: 'z' }],
    });
    const { contamination } = await buildFrom([join(folder, 'dump')], join(folder, 'out'), {
      pipeline: DROP,
      benchmarks: [set],
    });
    expect(contamination).toMatchObject({ benchmarks: [{ posts: 1 }], report: { hits: 0 } });
  });
});

describe('a list of hits', () => {
  test.each<[string, (list: string) => void, RegExp]>([
    ['that was changed', (list) => writeFileSync(list, readFileSync(list, 'utf8').replace('"id"', '"ip"')), /SHA-256/],
    ['that was cut', (list) => writeFileSync(list, readFileSync(list).subarray(0, -1)), /bytes, the manifest says/],
  ])('%s is found by verify', async (name, change, fault) => {
    const out = join(root, `listed-${name.replaceAll(' ', '-')}`);
    await buildFrom([dump], out, { pipeline: DROP, benchmarks: paths() });
    change(join(out, 'contamination.jsonl'));
    expect((await verify(out)).faults).toEqual([expect.stringMatching(fault)]);
  });
});
