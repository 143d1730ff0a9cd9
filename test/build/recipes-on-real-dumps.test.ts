// Every kind of recipe on real dumps, where STACKPAIRS_DUMPS names a folder of them, held against SQL over the same rows:
// which pairs there are, by the ids of their posts, and how many rows have each reason. Nothing of them is copied here.
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findInputs, openInput, openTable } from '../../src/extract/index.ts';
import { rowsOf } from '../../src/inspect.ts';
import type { Manifest } from '../../src/manifest.ts';
import { writeSample } from '../../src/sample/index.ts';
import { arrowStreams } from '../../src/shard/arrow-format.ts';
import { verify } from '../../src/verify.ts';
import { buildFrom, testFolder } from './dataset.ts';

const dumps = process.env.STACKPAIRS_DUMPS ?? '';
const path = process.env.PATH ?? '';
const SQL = fileURLToPath(new URL('recipes.py', import.meta.url));
const RECIPES = fileURLToPath(new URL('recipes.ts', import.meta.url));
/** As `recipes.ts` has them. */
const OPTIONS = { margin: 3, min: 1 };

type Counted = Readonly<Record<string, { dropped: Record<string, number>; kept: number[][] }>>;

const root = testFolder();
let folders = 0;

function makeIn(name: string): string {
  mkdirSync(join(root, name), { recursive: true });
  return join(root, name);
}

/** The XML of a table, unpacked into a file. */
async function copyOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const path = join(makeIn(`xml-${folders++}`), 'table.xml');
  // A chunk holds only until the next one is asked for.
  for await (const chunk of chunks) appendFileSync(path, chunk);
  return path;
}

/** The recipes of a whole dataset: nothing held out, no duplicates taken out, since SQL knows neither. */
function undivided(): string {
  const text = readFileSync(RECIPES, 'utf8')
    .replace(/\n {2}split:.*/, '')
    .replace("exact: 'pair'", "exact: 'off'");
  const file = join(makeIn('pipeline'), 'undivided.ts');
  writeFileSync(file, text);
  return file;
}

/** What a build made of each config, by the ids of the posts in a pair. */
function built(out: string, manifest: Manifest): Counted {
  return Object.fromEntries(
    manifest.configs.map((config) => {
      const rows = [...rowsOf({ out, manifest, format: arrowStreams }, config)];
      const kept = rows.map(({ provenance }) => provenance.posts.map(({ id }) => id)).sort(byIds);
      const { dropped } = manifest.books.find(({ recipe }) => recipe === config.name)!;
      return [config.name, { dropped, kept }];
    }),
  );
}

function byIds(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((id, i) => id !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

/** Posts that the rules left out, and why. */
function failedIn(out: string): [number, string][] {
  const lines = ['title-body', 'title-answer-every'].flatMap((config) =>
    readFileSync(join(out, 'dropped', config, 'filters.jsonl'), 'utf8')
      .split('\n')
      .slice(0, -1),
  );
  const failed = lines.map((line) => JSON.parse(line) as { id: number; reason: string });
  return failed.flatMap(({ id, reason }) => (/^not_an?_/.test(reason) ? [] : [[id, reason] as [number, string]]));
}

async function compare(dump: string): Promise<{ ours: Counted; manifest: Manifest }> {
  const out = join(root, `out-${folders++}`);
  const inputs = await findInputs([dump], { path });
  const manifest = await buildFrom([dump], out, { pipeline: undivided(), path, keepDropped: true });
  expect((await verify(out)).faults).toEqual([]);
  const [input] = inputs;
  const posts = await copyOf(openInput(input!, { path }));
  const links = await copyOf(openTable(input!.tables.links!, { path }));
  const facts = join(root, `facts-${folders++}.json`);
  writeFileSync(facts, JSON.stringify({ ...OPTIONS, failed: failedIn(out) }));
  const theirs = JSON.parse(execFileSync('python3', [SQL, posts, links, facts], { encoding: 'utf8' })) as Counted;
  const ours = built(out, manifest);
  show(dump, ours, theirs);
  expect(ours).toEqual(theirs);
  return { ours, manifest };
}

/** Side by side, where somebody asks for it. */
function show(dump: string, ours: Counted, theirs: Counted): void {
  const count = (counted: Counted, name: string, reason: string) =>
    reason === 'kept' ? counted[name]!.kept.length : (counted[name]!.dropped[reason] ?? 0);
  const lines = Object.keys(ours).flatMap((name) => {
    const reasons = new Set(['kept', ...Object.keys(ours[name]!.dropped), ...Object.keys(theirs[name]!.dropped)]);
    return [...reasons].map((reason) =>
      [name, reason, count(ours, name, reason), count(theirs, name, reason)].join('\t'),
    );
  });
  const table = process.env.STACKPAIRS_SHOW;
  if (table !== undefined) writeFileSync(table, `${dump}\n${lines.join('\n')}\n`, { flag: 'a' });
}

describe.skipIf(dumps === '')('real dumps', () => {
  test.each([
    'beer.stackexchange.com-2016-09',
    'beer.stackexchange.com-2020-06',
    'cardano.stackexchange.com-2021-12',
    'bicycles.meta.stackexchange.com-2023-09',
  ])('%s gives the pairs that SQL finds, and every reason as often', async (dump) => {
    const { ours } = await compare(join(dumps, dump));
    for (const name of ['title-answer', 'best-worst-answers', 'duplicates-title', 'linked-title']) {
      expect(ours[name]!.kept.length, name).toBeGreaterThan(0);
    }
  });

  test('links of 2020 beside the posts of 2016 dangle as often as SQL says', async () => {
    const folders = ['beer.stackexchange.com-2016-09', 'beer.stackexchange.com-2020-06'];
    const [then, now] = await Promise.all(folders.map((dump) => findInputs([join(dumps, dump)], { path })));
    const mixed = makeIn('mixed/beer.stackexchange.com');
    writeFileSync(join(mixed, 'Posts.xml'), readFileSync(await copyOf(openInput(then![0]!, { path }))));
    writeFileSync(
      join(mixed, 'PostLinks.xml'),
      readFileSync(await copyOf(openTable(now![0]!.tables.links!, { path }))),
    );
    const { ours } = await compare(mixed);
    expect(ours['duplicates-title']!.dropped.dangling_link).toBeGreaterThan(0);
    expect(ours['linked-title']!.dropped.dangling_link).toBeGreaterThan(20);
  });

  test('a sample with many links of every kind gives them too', async () => {
    const sample = makeIn('sample');
    await writeSample(sample, { bytes: 3_000_000, sites: 1, anomalies: false });
    await compare(sample);
  });
});
