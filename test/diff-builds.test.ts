// Two builds beside each other: what became of the rows, site by site.

import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diffBuilds, hasSameRows } from '../src/diff-builds.ts';
import { buildFrom, rowsIn, testFolder, UNFILTERED } from './build/dataset.ts';
import { type Question, writeDump } from './build/dump.ts';
import { runCli } from './cli/run-cli.ts';

const root = testFolder();
const temporary = testFolder();
let builds = 0;

type Sites = Readonly<Record<string, readonly Question[]>>;

async function built(sites: Sites, options: Parameters<typeof buildFrom>[2] = {}): Promise<string> {
  const name = `${++builds}`;
  const out = join(root, `out-${name}`);
  await buildFrom([writeDump(join(root, `dump-${name}`), sites)], out, { pipeline: UNFILTERED, ...options });
  return out;
}

const questions = (from: number, to: number, more: Partial<Question> = {}) =>
  Array.from({ length: to - from }, (_, at) => ({ id: from + at, ...more }));
const differ = (before: string, after: string) => diffBuilds(before, after, { temporary });
const counts = (before: number, after: number, changes: object = {}) => ({
  ...{ before, after, added: 0, removed: 0, edited: 0, moved: 0 },
  ...changes,
});

describe('rows', () => {
  test('are all the same in a build and itself, in another format and in another order', async () => {
    const sites = { bells: questions(1, 50), lanterns: questions(1001, 1020) };
    const before = await built(sites);
    const again = await built(sites, { format: 'parquet' });
    const difference = await differ(before, again);
    expect(difference.configs[0]).toMatchObject({ config: 'title-body', ...counts(68, 68) });
    expect(hasSameRows(difference)).toBe(true);
    expect(hasSameRows(await differ(before, before))).toBe(true);
  });

  test('are added, removed and edited, site by site', async () => {
    const before = await built({
      bells: questions(1, 31),
      lanterns: questions(1001, 1011),
      wicks: questions(100, 103),
    });
    const after = await built({
      bells: [...questions(4, 11), ...questions(11, 31, { body: '<p>Edited: it burns at last, and brightly.</p>' })],
      lanterns: questions(1001, 1016),
      clappers: questions(200, 204),
    });
    const { configs } = await differ(before, after);
    expect(configs).toHaveLength(1);
    expect(configs[0]!.sites).toMatchObject([
      { site: 'bells', ...counts(30, 27, { removed: 3, edited: 20 }) },
      { site: 'clappers', ...counts(0, 4, { added: 4 }) },
      { site: 'lanterns', ...counts(10, 15, { added: 5 }) },
      { site: 'wicks', ...counts(3, 0, { removed: 3 }) },
    ]);
    expect(configs[0]).toMatchObject(counts(43, 46, { added: 9, removed: 6, edited: 20 }));
  });

  test('of two sites with the same ids are not taken for each other', async () => {
    const before = await built({ bells: questions(1, 6) });
    const after = await built({ lanterns: questions(1, 6) });
    expect((await differ(before, after)).configs[0]).toMatchObject(counts(5, 5, { added: 5, removed: 5 }));
  });

  test('are balanced: what is there after is what was there before, with what came and without what went', async () => {
    const before = await built({ bells: questions(1, 200) });
    const after = await built({ bells: questions(50, 300) });
    const { before: was, after: is, added, removed } = (await differ(before, after)).configs[0]!;
    expect(is).toBe(was + added - removed);
    expect([was, is]).toEqual([rowsIn(before).length, rowsIn(after).length]);
  });
});

describe('shards', () => {
  test('are shared where their bytes are the same', async () => {
    const before = await built({ bells: questions(1, 50) });
    const { shards } = await differ(before, before);
    expect([shards.sharedFiles, shards.sharedBytes]).toEqual([shards.files, shards.bytes]);
    const other = (await differ(before, await built({ bells: questions(1, 51, { votes: 4 }) }))).shards;
    expect(other.sharedFiles).toBeLessThan(other.files);
    expect(other.sharedBytes).toBeLessThan(other.bytes / 2);
  });
});

test('nothing is left among the temporary files, even of a comparison that was stopped', async () => {
  const out = await built({ bells: questions(1, 50) });
  await differ(out, out);
  await expect(diffBuilds(out, out, { temporary, signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow(
    'stop',
  );
  expect(readdirSync(temporary)).toEqual([]);
});

describe('on the command line', () => {
  test('shows a table and the share of the shards, or JSON', async () => {
    const before = await built({ bells: questions(1, 6), lanterns: questions(1001, 1004) });
    const after = await built({ bells: questions(1, 8), lanterns: questions(1001, 1004) });
    const { code, stdout } = await runCli(['diff', before, after]);
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toMatchObject([
      ['title-body', 'before', 'after', 'added', 'removed', 'edited', 'moved'],
      ['bells', '5', '7', '2', '0', '0', '0'],
      ['lanterns', '3', '3', '0', '0', '0', '0'],
      ['all sites', '8', '10', '2', '0', '0', '0'],
      [''],
      [expect.stringMatching(/^shards: \d+ of \d+ files the same/)],
      [''],
    ]);
    const { stdout: json } = await runCli(['diff', before, after, '--json']);
    expect(JSON.parse(json)).toEqual(await diffBuilds(before, after, { temporary: tmpdir() }));
  });

  test('a folder without a build is an error', async () => {
    expect(await runCli(['diff', root, root])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no manifest'),
    });
  });
});
