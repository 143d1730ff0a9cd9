// Posts taken out of a dataset are taken out of its evaluation sets, too.
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import type { Manifest } from '../../src/manifest.ts';
import { writeSample } from '../../src/sample/index.ts';
import { openTable } from '../../src/shard/index.ts';
import { takedown } from '../../src/takedown.ts';
import { verify } from '../../src/verify.ts';
import { buildFrom, rowsIn, testFolder } from './dataset.ts';

const EVALUATED = fileURLToPath(new URL('evaluated.ts', import.meta.url));
const root = testFolder();
const [dump, good] = [join(root, 'dump'), join(root, 'good')];
let copies = 0;

beforeAll(async () => {
  await writeSample(dump, { bytes: 2_000_000, anomalies: 0 });
  await buildFrom([dump], good, { pipeline: EVALUATED });
});

async function taken(lines: readonly string[]): Promise<{ out: string; manifest: Manifest }> {
  const out = join(root, `copy-${copies++}`);
  cpSync(good, out, { recursive: true });
  writeFileSync(`${out}.list`, lines.join('\n'));
  const { manifest } = await takedown(out, { ids: `${out}.list`, temporary: tmpdir() });
  expect((await verify(out)).faults).toEqual([]);
  return { out, manifest };
}

async function tablesOf(out: string, { evaluation }: Manifest) {
  const files = evaluation!.sets.flatMap((set) => set.files.map((file) => ({ set: set.name, ...file })));
  return Promise.all(
    files.map(async ({ set, path }) => {
      const { columns, rows } = await openTable(join(out, path), 'arrow');
      const read: Readonly<Record<string, unknown>>[] = [];
      for await (const batch of rows(columns.map(({ name }) => name))) read.push(...batch);
      return { set, table: path.split('/')[2]!, rows: read };
    }),
  );
}

test('a post is in no table any more, and a query that was to find it is none', async () => {
  const before = await tablesOf(good, JSON.parse(readFileSync(join(good, 'manifest.json'), 'utf8')));
  const rowsOf = (tables: typeof before, set: string, table: string) =>
    tables.find((one) => one.set === set && one.table === table)!.rows;
  const posts = [
    rowsOf(before, 'duplicate-retrieval', 'qrels')[0]!['corpus-id'],
    rowsOf(before, 'question-to-answer', 'corpus')[1]!._id,
    rowsOf(before, 'title-to-body', 'queries')[2]!._id,
    (rowsOf(before, 'duplicate-reranking', 'top_ranked')[0]!['corpus-ids'] as string[])[0],
  ].map(String);
  const { out, manifest } = await taken(posts);
  const after = await tablesOf(out, manifest);
  const values = after.flatMap(({ rows }) => rows.flatMap((row) => Object.values(row).flat()));
  expect(values.filter((value) => posts.includes(String(value)))).toEqual([]);
  for (const { set, rows } of after.filter(({ table }) => table === 'qrels')) {
    expect(new Set(rows.map((row) => row['query-id']))).toEqual(
      new Set(rowsOf(after, set, 'queries').map((row) => row._id)),
    );
    const documents = new Set(rowsOf(after, set, 'corpus').map((row) => row._id));
    expect(rows.every((row) => documents.has(row['corpus-id']))).toBe(true);
  }
  const counts = after.filter(({ set }) => set === 'title-to-body').map(({ table, rows }) => [table, rows.length]);
  const said = JSON.parse(readFileSync(join(out, 'evaluation/title-to-body/set.json'), 'utf8'));
  expect(said.counts).toEqual(Object.fromEntries(counts));
  expect(rowsOf(after, 'title-to-body', 'queries').length).toBeLessThan(
    rowsOf(before, 'title-to-body', 'queries').length,
  );
});

test('sets of which nothing is left are left out and listed', async () => {
  const held = rowsIn(good).filter(({ split }) => split === 'test');
  const posts = held.flatMap(({ provenance: { site, posts } }) => posts.map(({ id }) => `${site}/${id}`));
  const { out, manifest } = await taken([...new Set(posts)]);
  expect(manifest.evaluation!.sets.map(({ files }) => files)).toEqual(manifest.evaluation!.sets.map(() => []));
  expect(existsSync(join(out, 'evaluation/title-to-body'))).toBe(false);
});

test('a user is taken out with all posts', async () => {
  const [row] = rowsIn(good).filter(({ split, provenance }) => split === 'test' && provenance.posts[0]!.authorId! > 0);
  const { site, posts } = row!.provenance;
  const { out, manifest } = await taken([`${site}/user/${posts[0]!.authorId}`]);
  const values = (await tablesOf(out, manifest)).flatMap(({ rows }) => rows.flatMap((row) => Object.values(row)));
  expect(values).not.toContain(`${site}/${posts[0]!.id}`);
});
