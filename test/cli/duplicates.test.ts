// `inspect --duplicates`: what stayed beside what was dropped.
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DuplicatesInspection } from '../../src/inspect-duplicates.ts';
import { buildFrom, testFolder, UNFILTERED } from '../build/dataset.ts';
import { writeDump } from '../build/dump.ts';
import { runCli } from './run-cli.ts';

const root = testFolder();
const [kept, lean] = [join(root, 'kept'), join(root, 'lean')];
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/;
const SAME = { title: 'Which rope for a \u202elarge\u2066 bell?', body: '<p>Mine is worn out \u009b2J.</p>' };

beforeAll(async () => {
  const lamps = Array.from({ length: 5 }, (_, i) => ({
    id: i + 20,
    title: 'Which lamp for a cellar?',
    body: '<p>It is damp.</p>',
  }));
  const dump = writeDump(join(root, 'dump'), {
    bells: [{ id: 1, ...SAME }, { id: 2, ...SAME, title: SAME.title.toUpperCase(), votes: 9 }, { id: 3 }],
    lanterns: lamps,
  });
  for (const [out, keepDropped] of [
    [kept, true],
    [lean, false],
  ] as const) {
    await buildFrom([dump], out, { pipeline: UNFILTERED, keepDropped });
  }
});

const look = (out: string, args: readonly string[] = [], columns = '120') =>
  runCli(['inspect', out, '--duplicates', ...args], { env: { COLUMNS: columns } });
const jsonOf = async (out: string, args: readonly string[] = []) =>
  (JSON.parse((await look(out, [...args, '--json'])).stdout) as { configs: DuplicatesInspection[] }).configs[0]!;

test('a wide terminal has what stayed and what was dropped side by side', async () => {
  const { code, stdout } = await look(kept);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^title-body: 5 rows dropped as duplicates, 2 clusters known$/m);
  expect(stdout).toMatch(/^cluster lanterns\/20: 5 rows known$/m);
  expect(stdout).toMatch(/^lanterns \d+ +│ lanterns \d+$/m);
  expect(stdout).toMatch(/^stayed: \w+ \d+ +│ dropped as (duplicate_pair|cluster_held_out)$/m);
  expect(stdout).toMatch(/^body: It is damp\. +│ body: It is damp\.$/m);
  expect(stdout).toMatch(/│ and more: see --json$/m);
});

test('a narrow one has them one below the other', async () => {
  const { stdout } = await look(kept, [], '60');
  expect(stdout).not.toContain('│');
  expect(stdout).toMatch(/^stayed: .*\n(?:.*\n)+^dropped as /m);
});

test('no text turns or moves what is on the terminal', async () => {
  for (const args of [[], ['--json']]) expect((await look(kept, args)).stdout).not.toMatch(RAW);
});

test('the largest clusters come first, as many as wanted, whole in JSON', async () => {
  const { clusters, keptDropped, largest } = await jsonOf(kept, ['--limit', '1']);
  expect({ clusters, keptDropped, shown: largest.length }).toEqual({ clusters: 2, keptDropped: true, shown: 1 });
  const [{ cluster, size, stayed, dropped }] = largest as [DuplicatesInspection['largest'][number]];
  expect({ cluster, size }).toEqual({ cluster: 'lanterns/20', size: 5 });
  expect([...stayed, ...dropped].map(({ id }) => id).sort()).toEqual([20, 21, 22, 23, 24]);
  expect(dropped[0]).toMatchObject({
    site: 'lanterns',
    texts: { title: 'Which lamp for a cellar?', body: 'It is damp.' },
  });
});

describe('where dropped rows were not kept', () => {
  test('it says so, and how to get them', async () => {
    const { stdout } = await look(lean);
    expect(stdout).toContain('The texts of the rows that were dropped were not kept');
    expect(stdout).toContain('with --keep-dropped');
  });

  test('it shows the clusters that are known from the rows that stayed', async () => {
    const { rowsDropped, keptDropped, largest } = await jsonOf(lean);
    expect({ rowsDropped, keptDropped }).toEqual({ rowsDropped: 5, keptDropped: false });
    expect(largest.every(({ dropped }) => dropped.length === 0)).toBe(true);
  });
});
