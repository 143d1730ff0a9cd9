// Which side of the split rows are on: clusters of duplicates and threads are never divided, what was asked late is held out,
// and all that is counted.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { InspectedRow } from '../../src/inspect.ts';
import type { Manifest } from '../../src/manifest.ts';
import { connectedComponents } from '../../src/near/index.ts';
import { sideOf } from '../../src/order-key.ts';
import { writeSample } from '../../src/sample/index.ts';
import { takedown } from '../../src/takedown.ts';
import { verify } from '../../src/verify.ts';
import { buildFrom, digestsOf, rowsIn, testFolder } from './dataset.ts';

const EVERY_KIND = fileURLToPath(new URL('asked-after.ts', import.meta.url));
const ALONE = fileURLToPath(new URL('asked-after-alone.ts', import.meta.url));
const EVALUATED = fileURLToPath(new URL('evaluated.ts', import.meta.url));
const AFTER = Date.parse('2022-01-01');
const root = testFolder();
const dump = join(root, 'dump');
const [evaluated, late, alone] = ['evaluated', 'late', 'alone'].map((name) => join(root, name)) as [
  string,
  string,
  string,
];
let manifests: Record<'evaluated' | 'late' | 'alone', Manifest>;

beforeAll(async () => {
  await writeSample(dump, { bytes: 3_000_000 });
  manifests = {
    evaluated: await buildFrom([dump], evaluated, { pipeline: EVALUATED }),
    late: await buildFrom([dump], late, { pipeline: EVERY_KIND, tuning: { unitPosts: 200 } }),
    alone: await buildFrom([dump], alone, { pipeline: ALONE }),
  };
});

/** By question, the least one of its cluster; of questions that are duplicates of others, or have some. */
function clusters(): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of readdirSync(dump).filter((name) => name.includes('.stackexchange.'))) {
    const site = folder.replace(/-\d{4}-\d{2}$/, '');
    const xml = readFileSync(join(dump, folder, 'PostLinks.xml'), 'utf8');
    const rows = [...xml.matchAll(/ PostId="(\d+)" RelatedPostId="(\d+)" LinkTypeId="3"/g)];
    const { members, roots } = connectedComponents(
      Uint32Array.from(rows.flatMap(([, a, b]) => [Number(a), Number(b)])),
    );
    members.forEach((member, index) => {
      found.set(`${site}/${member}`, `${site}/${roots[index]}`);
    });
  }
  return found;
}

/** The sides that each of these has rows on. */
function sidesBy(
  rows: readonly InspectedRow[],
  keyOf: (row: InspectedRow) => Iterable<string>,
): Map<string, Set<string>> {
  const sides = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const key of keyOf(row)) sides.set(key, (sides.get(key) ?? new Set<string>()).add(row.split));
  }
  return sides;
}

const questionsOf = ({ provenance: { site, questionId, posts } }: InspectedRow) =>
  posts
    .filter(({ role, isAnswer }) => role !== 'answer' && isAnswer !== true)
    .map(({ id }) => `${site}/${id}`)
    .concat(`${site}/${questionId}`);
const askedAt = ({ provenance: { posts } }: InspectedRow) => posts.find(({ role }) => role === 'question')!.created;

describe.each([
  ['with a share held out for sets', () => evaluated, { validation: 0, test: 0.4 }],
  ['with all held out that was asked after a day', () => late, { validation: 0.1, test: 0.1 }],
])('%s', (_, out, shares) => {
  test('no cluster of duplicates and no thread is on two sides, and some are held out that their hash would train on', () => {
    const [rows, clusterOf] = [rowsIn(out()), clusters()];
    const sides = sidesBy(rows, (row) => questionsOf(row).map((question) => clusterOf.get(question) ?? question));
    expect([...sides].filter(([, on]) => on.size > 1)).toEqual([]);
    const heldOut = [...sides].filter(([cluster, on]) => [...clusterOf.values()].includes(cluster) && on.has('test'));
    expect(heldOut.length).toBeGreaterThan(1);
    const own = ({ provenance: { site, questionId } }: InspectedRow) => sideOf(shares, site)(questionId);
    expect(rows.filter((row) => row.split === 'train' && own(row) !== 'train')).toEqual([]);
    const moved = rows.filter((row) => row.split === 'test' && own(row) === 'train');
    expect(moved.length).toBeGreaterThan(0);
  });

  test('verify holds the rows and their counts against each other', async () => {
    expect((await verify(out())).faults).toEqual([]);
  });
});

test('a cluster is on the side of its least question, as far as the hashes of the others let it', () => {
  const [rows, clusterOf] = [rowsIn(evaluated), clusters()];
  const asked = rows.filter(({ provenance: { site, questionId } }) => clusterOf.has(`${site}/${questionId}`));
  const expected = asked.map(({ provenance: { site, questionId } }) => {
    const first = Number(clusterOf.get(`${site}/${questionId}`)!.split('/')[1]);
    return sideOf({ validation: 0, test: 0.4 }, site)(first);
  });
  expect(asked.map(({ split }) => split)).toEqual(expected);
});

test('nothing is trained on that was asked on the day or later, and nothing earlier tested on but duplicates of it', () => {
  for (const [out, isAlone] of [
    [late, false],
    [alone, true],
  ] as const) {
    const rows = rowsIn(out);
    expect(rows.filter((row) => askedAt(row) >= AFTER && row.split !== 'test')).toEqual([]);
    const share = { validation: 0.1, test: isAlone ? 0 : 0.1 };
    const early = rows.filter((row) => askedAt(row) < AFTER && row.split === 'test');
    const clusterOf = clusters();
    const moved = early.filter(({ provenance: { site, questionId } }) => sideOf(share, site)(questionId) !== 'test');
    expect(moved.every(({ provenance: { site, questionId } }) => clusterOf.has(`${site}/${questionId}`))).toBe(true);
    expect(moved.length > 0).toBe(!isAlone);
    expect(rows.filter(({ split }) => split === 'train').length).toBeGreaterThan(50);
  }
});

test('rows that are held out beyond their hash are counted by why', () => {
  const { moved } = manifests.late;
  const rows = rowsIn(late).filter(({ provenance: { posts } }) => posts.some(({ role }) => role === 'answer'));
  const hash = ({ provenance: { site, questionId } }: InspectedRow) =>
    sideOf({ validation: 0.1, test: 0.1 }, site)(questionId);
  const counted = rows.filter((row) => row.split !== hash(row));
  expect(moved!['title-answer']).toEqual({
    asked_after: counted.filter((row) => askedAt(row) >= AFTER).length,
    duplicate_held_out: counted.filter((row) => askedAt(row) < AFTER).length,
  });
  expect(Object.keys(manifests.alone.moved!['title-body']!)).toEqual(['asked_after']);
});

test('the bytes do not depend on threads and units', async () => {
  const again = join(root, 'again');
  await buildFrom([dump], again, { pipeline: EVERY_KIND, threads: 2 });
  expect(digestsOf(again)).toEqual(digestsOf(late));
});

test('a takedown counts the rows that it takes', async () => {
  const out = join(root, 'taken');
  cpSync(late, out, { recursive: true });
  const held = rowsIn(out).filter(({ split, provenance }) => split === 'test' && provenance.posts.length === 1);
  writeFileSync(
    join(root, 'list'),
    held.map(({ provenance: { site, questionId } }) => `${site}/${questionId}`).join('\n'),
  );
  await takedown(out, { ids: join(root, 'list'), temporary: tmpdir() });
  expect((await verify(out)).faults).toEqual([]);
});
