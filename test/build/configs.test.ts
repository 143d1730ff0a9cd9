// Whole builds of several configs: what is read of them, and what is taken out, counts for every one.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { addCounts } from '../../src/books.ts';
import { exportDataset } from '../../src/export-dataset.ts';
import { inspect, openBuild, rowsOf } from '../../src/inspect.ts';
import { inspectDuplicates } from '../../src/inspect-duplicates.ts';
import type { Manifest } from '../../src/manifest.ts';
import { surveyExamples, surveyTexts } from '../../src/survey-texts.ts';
import { takedown } from '../../src/takedown.ts';
import { trace } from '../../src/trace.ts';
import { verify } from '../../src/verify.ts';
import { buildFrom, digestsOf, type Options, rowsIn, testFolder } from './dataset.ts';
import { type Question, writeDump } from './dump.ts';

const root = testFolder();
const CONFIGS = ['title-body', 'title-answer', 'title-body-answer', 'best-worst-answers'];
/** Reasons that are given when pairs are joined, of which no list is kept. */
const JOINED = [
  'not_accepted',
  'not_best_answer',
  'question_left_out',
  'no_question',
  'too_few_answers',
  'small_margin',
];
const SECRET = 'Zanzibarium';
const SITES = ['bells', 'lanterns'];

/** A question of an even id has three answers, one of them accepted; every tenth thread repeats the one before it. */
function threadsOf(site: string): Question[] {
  return Array.from({ length: 60 }, (_, i) => i).flatMap((i): Question[] => {
    const [id, told] = [10 * (i + 1), i % 10 === 1 ? i - 1 : i];
    const title = `How is ${site} number ${told} hung in a tower?`;
    const body = `<p>My ${site} ${told} hangs low, and ${told * 7} people were hit by it on the way to the market.</p>`;
    const answers = i % 2 === 0 || i % 10 === 1 ? [1, 2, 3] : [];
    return [
      { id, title, body, votes: i % 7, owner: 100 + (i % 9), more: `AcceptedAnswerId="${id + 2}"` },
      ...answers.map((n) => ({
        id: id + n,
        parent: id,
        body: `<p>Hang ${site} ${told} higher by ${n} feet, with a rope of ${n * told} strands.</p>`,
        votes: 4 - 3 * n,
        owner: 200 + ((i + n) % 11),
      })),
      // An answer to nothing, and one of which nothing is left.
      ...(i === 5
        ? [
            { id: id + 8, parent: 9999 },
            { id: id + 9, parent: id, body: '<p>.</p>' },
          ]
        : []),
    ];
  });
}

const secret: Question[] = [
  { id: 5000, title: 'Which glass is right for a stout?', owner: 300, more: 'AcceptedAnswerId="5001"' },
  { id: 5001, parent: 5000, body: `<p>${SECRET} glass, as every brewer will tell you.</p>`, votes: 9, owner: 99 },
  { id: 5002, parent: 5000, body: '<p>A bucket will do, but it will not make you friends.</p>', votes: -4, owner: 301 },
];
const dump = join(root, 'dump');

function pipelineWith(name: string, more = ''): string {
  const path = join(root, `${name}.ts`);
  writeFileSync(
    path,
    `import { bestWorstAnswers, definePipeline, htmlToText, length, squeeze, titleAnswer, titleBody, titleBodyAnswer } from 'stackpairs';
     export default definePipeline({ name: 'several',
       pairs: [titleBody(), titleAnswer({ answer: 'every' }), titleBodyAnswer({ answer: 'accepted' }), bestWorstAnswers({ margin: 1 })],
       clean: [htmlToText({ code: 'keep' }), squeeze(), length('body', { min: 5 })],
       split: { validation: 0.1, test: 0.1 }, shard: { rows: 20 }, ${more} });`,
  );
  return path;
}

const PLAIN = pipelineWith('plain');
const out = join(root, 'plain');
let manifest: Manifest;

const built = async (name: string, options: Options) => {
  const made = await buildFrom([dump], join(root, name), options);
  expect((await verify(join(root, name))).faults).toEqual([]);
  return made;
};

interface Line {
  readonly reason: string;
  readonly config?: string;
  readonly id?: number;
  readonly owner?: number;
  readonly posts?: readonly { readonly role: string; readonly id: number; readonly owner?: number }[];
  readonly texts?: Readonly<Record<string, string>>;
}

const linesOf = (path: string) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

beforeAll(async () => {
  writeDump(dump, { bells: [...threadsOf('bells'), ...secret], lanterns: threadsOf('lanterns') });
  manifest = await built('plain', { pipeline: PLAIN, keepDropped: true });
});

test('every config has its books, shards and rows', () => {
  expect(manifest.configs.map(({ name }) => name)).toEqual(CONFIGS);
  expect(manifest.books).toHaveLength(CONFIGS.length * SITES.length);
  for (const name of CONFIGS) expect(manifest.splits[name]?.train).toBeGreaterThan(20);
});

describe('rows that were dropped are kept', () => {
  test.each(CONFIGS)('%s: those its driver was left out with, and its duplicates', (config) => {
    const [filters, duplicates] = ['filters', 'duplicates'].map((file) =>
      linesOf(join(out, 'dropped', config, `${file}.jsonl`)),
    ) as [Line[], Line[]];
    const dropped = manifest.books
      .flatMap((book) => (book.recipe === config ? [book.dropped] : []))
      .reduce(addCounts, {});
    const listed = [...filters, ...duplicates].map(({ reason }) => ({ [reason]: 1 })).reduce(addCounts, {});
    const kept = Object.entries(dropped).filter(([reason]) => !JOINED.includes(reason));
    expect(listed).toEqual(Object.fromEntries(kept));
    expect(duplicates.length).toBeGreaterThan(2);
    const { columns } = manifest.configs.find(({ name }) => name === config)!;
    for (const { texts = {} } of duplicates) expect(Object.keys(texts)).toEqual(columns);
  });

  test('a line names every post of its pair and whose it is, or the owner of the only one', () => {
    const [own] = linesOf(join(out, 'dropped', 'title-body', 'duplicates.jsonl'));
    expect(own).toMatchObject({ id: expect.any(Number), owner: expect.any(Number) });
    expect(own).not.toHaveProperty('posts');
    const [triplet] = linesOf(join(out, 'dropped', 'best-worst-answers', 'duplicates.jsonl'));
    expect(triplet!.posts!.map(({ role, id }) => [role, id - triplet!.id!])).toEqual([
      ['question', 0],
      ['answer', 1],
      ['negative', 3],
    ]);
    expect(triplet!.posts!.every(({ owner }) => owner !== undefined)).toBe(true);
  });
});

test('duplicates are known of each config, and no row alone is one', async () => {
  for (const config of await inspectDuplicates(out, { limit: 100 })) {
    const dropped = linesOf(join(out, 'dropped', config.config, 'duplicates.jsonl'));
    expect(config).toMatchObject({ rowsDropped: dropped.length, keptDropped: true });
    expect(config.largest.every(({ size, stayed }) => size > 1 && stayed.length > 0)).toBe(true);
    expect(config.largest.reduce((sum, { size }) => sum + size - 1, 0)).toBe(dropped.length);
  }
});

test('a look at it has rows of each config, the worst by their positive', async () => {
  const { configs } = await inspect(out, { rows: 2, seed: 1 });
  expect(configs.map(({ config }) => config)).toEqual(CONFIGS);
  const { texts } = configs[3]!.worst.shortest![0]!;
  const all = rowsIn(out).flatMap(({ texts: { best_answer } }) => (best_answer === undefined ? [] : [best_answer]));
  expect(texts.best_answer).toHaveLength(Math.min(...all.map(({ length }) => length)));
});

test('a row is traced to all its posts', async () => {
  const { provenance } = await trace(out, { config: 'best-worst-answers', split: 'train', row: 0 });
  expect(provenance.posts.map(({ role }) => role)).toEqual(['question', 'answer', 'negative']);
});

test('its texts are read of all configs, or of those that have the wanted columns', async () => {
  expect((await surveyExamples(out, { limit: 1 })).rows).toBe(rowsIn(out).length);
  const { texts, roles } = await surveyTexts(out, { limit: 1, columns: ['title', 'answer'] });
  expect({ texts, roles }).toMatchObject({ texts: 2 * (roles.title ?? 0), roles: { body: roles.title } });
  await expect(surveyTexts(out, { limit: 1, columns: ['body', 'answer'] })).rejects.toThrow(
    /there is no config with the columns body, answer.*title-answer: title, answer/,
  );
});

test.each(['jsonl.gz', 'parquet'] as const)('an export to %s has the rows of all', async (format) => {
  const to = join(root, format);
  await exportDataset({ from: out, out: to, format, temporary: tmpdir() });
  expect((await verify(to)).faults).toEqual([]);
  const [a, b] = [await openBuild(out), await openBuild(to)];
  for (const config of manifest.configs) expect([...rowsOf(b, config)]).toEqual([...rowsOf(a, config)]);
});

describe('a takedown', () => {
  const shown = ['report.html', 'README.md', 'contamination.jsonl'];
  let taken: string;
  const rowsWith = (of: string, id: number) =>
    rowsIn(of).filter(({ provenance: { site, posts } }) => site === 'bells' && posts.some((post) => post.id === id));

  beforeAll(async () => {
    const benchmark = join(root, 'benchmark.jsonl');
    writeFileSync(benchmark, `${JSON.stringify({ text: `${SECRET} glass, as every brewer will tell you.` })}\n`);
    taken = join(root, 'taken');
    const options = { keepDropped: true, benchmarks: [benchmark], contamination: 'report' } as const;
    const { contamination } = await built('taken', { pipeline: PLAIN, ...options });
    expect(contamination!.report.hits).toBe(3);
  });

  test.each([
    ['of an answer takes every row it has any part in', ['bells/5001'], 3],
    ['of a user takes every row they are credited in', ['bells/user/301'], 2],
    ['of a question takes its answers along', ['bells/5000'], 5],
  ])('%s', async (name, list, rows) => {
    const copy = join(root, name);
    await built(name, { pipeline: PLAIN, keepDropped: true });
    const ids = join(root, 'ids');
    writeFileSync(ids, list.join('\n'));
    const before = rowsIn(copy).length;
    expect((await takedown(copy, { ids, temporary: tmpdir() })).rows).toBe(rows);
    expect(rowsIn(copy)).toHaveLength(before - rows);
    expect((await verify(copy)).faults).toEqual([]);
  });

  test('leaves nothing of what it takes out, in rows, pages or lists', async () => {
    expect(shown.some((file) => readFileSync(join(taken, file), 'utf8').includes(SECRET))).toBe(true);
    const ids = join(root, 'ids');
    writeFileSync(ids, 'bells/user/99');
    const { rows, manifest } = await takedown(taken, { ids, temporary: tmpdir() });
    expect(rows).toBe(3);
    expect(rowsWith(taken, 5001)).toEqual([]);
    expect(filesOf(taken).filter((path) => readFileSync(path).includes(SECRET))).toEqual([]);
    expect(manifest.contamination!.report.hits).toBe(0);
    expect((await verify(taken)).faults).toEqual([]);
  });
});

describe('benchmarks', () => {
  test('name a question, and with it all rows of its thread', async () => {
    const few = writeDump(join(root, 'few'), { bells: threadsOf('bells').slice(0, 4) });
    const benchmark = join(root, 'few-out');
    await buildFrom([few], benchmark, { pipeline: PLAIN });
    const { books, contamination } = await built('screened', { pipeline: PLAIN, benchmarks: [benchmark] });
    const of = (config: string) =>
      books.reduce((sum, { recipe, dropped }) => sum + (recipe === config ? (dropped.benchmark_post ?? 0) : 0), 0);
    expect(CONFIGS.map(of)).toEqual([1, 3, 1, 1]);
    const lines = linesOf(join(root, 'screened', 'contamination.jsonl'));
    expect(lines).toHaveLength(contamination!.report.hits);
    expect([...new Set(lines.map(({ config }) => config))]).toEqual(CONFIGS);
    expect(lines.find(({ config }) => config === 'title-answer')!.posts).toHaveLength(2);
  });
});

describe('duplicates', () => {
  const near = "dedupe: { exact: 'off', near: { field: 'body', similarity: 0.9, action: 'drop', bands: 64, rows: 2 } }";

  test('that are alike in a column are looked for where there is such a column', async () => {
    const { books, near: tally } = await built('near', { pipeline: pipelineWith('near', near) });
    const lost = (config: string) =>
      books.some(({ recipe, dropped }) => recipe === config && Object.keys(dropped).includes('near_duplicate'));
    expect(CONFIGS.map(lost)).toEqual([true, false, false, false]);
    expect(tally!.clusters).toBeGreaterThan(0);
  });

  test('of a dataset that exists are told config by config, also where copies are told by a column of some', async () => {
    const options = { pipeline: pipelineWith('near-against', near), against: [out] };
    const { books } = await built('near-against', options);
    const lost = (config: string, reason: string) =>
      books.reduce((sum, { recipe, dropped }) => sum + (recipe === config ? (dropped[reason] ?? 0) : 0), 0);
    expect(CONFIGS.map((config) => lost(config, 'near_duplicate_of_existing') > 0)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test('of a build of the same configs are all its rows but triplets', async () => {
    const { books } = await built('again', { pipeline: PLAIN, against: [out] });
    const kept = (config: string) => books.reduce((sum, book) => sum + (book.recipe === config ? book.kept : 0), 0);
    expect(CONFIGS.slice(0, 3).map(kept)).toEqual([0, 0, 0]);
    expect(kept('best-worst-answers')).toBeGreaterThan(0);
  });
});

test.each<[string, Options]>([
  ['in many units', { tuning: { unitBytes: 4000 } }],
  [
    'in many partitions',
    { tuning: { layout: { sides: { train: 9, validation: 3, test: 3 }, fingerprints: 5, bands: 0 } } },
  ],
])('everything is the same, byte for byte, %s', async (name, options) => {
  await built(name, { pipeline: PLAIN, keepDropped: true, ...options });
  expect(digestsOf(join(root, name))).toEqual(digestsOf(out));
});

test('the dataset is the same without the lists', async () => {
  await built('without', { pipeline: PLAIN });
  expect(digestsOf(join(root, 'without'), 'data')).toEqual(digestsOf(out, 'data'));
});
