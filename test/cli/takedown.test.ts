// `takedown` as a person or a program meets it.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildFrom, digestsOf, rowsIn, testFolder, UNFILTERED } from '../build/dataset.ts';
import { writeDump } from '../build/dump.ts';
import { runCli, startCli } from './run-cli.ts';

const root = testFolder();
const dump = join(root, 'dump');
const out = join(root, 'out');
const list = join(root, 'list');

beforeAll(async () => {
  const questions = Array.from({ length: 60 }, (_, index) => ({ id: index + 1, owner: index % 7 }));
  writeDump(dump, { bells: questions });
  await buildFrom([dump], out, { pipeline: UNFILTERED });
  writeFileSync(list, '# Monday\nbells/12\nbells/user/3\nelsewhere/4\n');
});

test('a bad list is an error with its line, and a missing one or none wrong usage', async () => {
  const bad = join(root, 'bad');
  writeFileSync(bad, 'bells/12\nbells/\u001b[2J\n');
  const { code, stderr, stdout } = await runCli(['takedown', out, '--ids', bad]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('bad line 2: no post and no user to take out');
  expect(stderr).not.toContain('\u001b');
  expect((await runCli(['takedown', out, '--ids', join(root, 'none')])).code).toBe(2);
  expect((await runCli(['takedown', out])).code).toBe(2);
  expect(existsSync(join(out, '.work'))).toBe(true);
});

test('it says what it did and that a feed beside the dataset is stale, then that there is nothing to do', async () => {
  writeFileSync(join(out, 'feed.arrow'), 'of the dataset as it was');
  const first = await runCli(['takedown', out, '--ids', list]);
  expect([first.code, first.stderr]).toEqual([0, '']);
  expect(first.stdout).toMatch(
    /^10 rows taken out for 2 new entries of the list: \d+ files written anew, 0 files gone, and the work folder\n1 entry of the list is of a site that is not in the dataset\nfeed\.arrow is of the dataset as it was before: make it anew with build-dataset feed .+\n$/,
  );
  rmSync(join(out, 'feed.arrow'));
  expect((await runCli(['verify', out])).code).toBe(0);
  const cleaned = await runCli(['clean', out]);
  expect([cleaned.code, cleaned.stdout]).toEqual([0, 'nothing to remove\n']);
  const before = digestsOf(out);
  const { code, stdout } = await runCli(['takedown', out, '--ids', list]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^nothing to do: /);
  expect(digestsOf(out)).toEqual(before);
});

test('it prints one JSON document with --json', async () => {
  const { stdout } = await runCli(['takedown', out, '--ids', list, '--json']);
  expect(JSON.parse(stdout)).toEqual({ resumed: false, added: [], elsewhere: 1, rows: 0, rewritten: [], gone: [] });
});

test('run leaves out what is on a list, and says how many', async () => {
  const folder = join(root, 'built');
  const args = ['run', UNFILTERED, '--dumps', dump, '--out', folder, '--takedowns', list, '--threads', '1'];
  const { code, stdout, stderr } = await runCli(args);
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^- taken_down +10$/m);
  const traces = (of: string) => rowsIn(of).map(({ provenance }) => provenance);
  expect(traces(folder)).toEqual(traces(out));
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('--out OUT --takedowns TAKEDOWNS');
});

test('a run with a bad list is an error before anything is written', async () => {
  const bad = join(root, 'bad-for-run');
  writeFileSync(bad, 'bells');
  const folder = join(root, 'never');
  const { code } = await runCli(['run', UNFILTERED, '--dumps', dump, '--out', folder, '--takedowns', bad]);
  expect([code, existsSync(folder)]).toEqual([1, false]);
});

test('killed at any moment, it leaves a dataset, or one that the same command makes whole', async () => {
  const whole = join(root, 'whole');
  await buildFrom([dump], whole, { pipeline: UNFILTERED });
  await runCli(['takedown', whole, '--ids', list]);
  for (let delay = 150; delay <= 750; delay += 60) {
    const folder = join(root, `killed-${delay}`);
    await buildFrom([dump], folder, { pipeline: UNFILTERED });
    const { child, ended } = startCli(['takedown', folder, '--ids', list]);
    setTimeout(() => child.kill('SIGKILL'), delay);
    await ended;
    const { code, stderr } = await runCli(['verify', folder]);
    if (code !== 0) expect(stderr).toContain('a change of the dataset was cut off here');
    expect((await runCli(['takedown', folder, '--ids', list])).code).toBe(0);
    expect(digestsOf(folder)).toEqual(digestsOf(whole));
  }
}, 60_000);
