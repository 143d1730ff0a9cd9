// `run --against` and `run --benchmarks`, as a person or a program meets them.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { testFolder, UNFILTERED } from '../build/dataset.ts';
import { writeDump } from '../build/dump.ts';
import { writeSet } from '../read-foreign/foreign-set.ts';
import { runCli } from './run-cli.ts';

const root = testFolder();
const HOSTILE = 'pairs\u001b[2J\u202e\u009b31m.jsonl';
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/;
const title = (id: number) =>
  ['', 'Why does it smoke?', 'Which oil burns longest?', 'How is brass cleaned?', 'Who?'][id]!;
const body = (id: number) => `The wick of lantern number ${id} does not burn.`;

beforeAll(() => {
  writeDump(join(root, 'dump'), { bells: [1, 2, 3, 4].map((id) => ({ id, title: title(id) })) });
  writeSet(root, {
    'existing.jsonl': [{ title: title(1), body: body(1) }],
    [HOSTILE]: [{ title: title(2), body: body(2) }],
    'bench/test.jsonl': [{ text: `${title(3).toUpperCase()} !` }],
    'broken.jsonl': '{"text":"\u202e\u009b2J\n',
    'texts.jsonl': [{ text: 'only one' }],
  });
});

const run = (out: string, ...args: string[]) =>
  runCli(['run', UNFILTERED, '--dumps', 'dump', '--out', out, '--threads', '0', ...args], { cwd: root });

describe('rows that others have already', () => {
  test('are left out of the summary’s pairs, each reason in a line of its own', async () => {
    const args = ['--against', 'existing.jsonl', HOSTILE, '--benchmarks', 'bench'];
    const { code, stdout, stderr } = await run('both', ...args);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^1 pairs of 4 rows from 1 dump in /);
    expect(stdout).toMatch(/^- duplicate_of_existing +2$/m);
    expect(stdout).toMatch(/^- benchmark_text +1$/m);
    expect(stdout + stderr).not.toMatch(RAW);
    expect((await runCli(['verify', 'both'], { cwd: root })).code).toBe(0);
    const inspected = await runCli(['inspect', 'both'], { cwd: root });
    expect(inspected.stdout).toMatch(/^- duplicate_of_existing +2$/m);
  });

  test('are counted in the one JSON document of --json, and listed in a file', async () => {
    const { code, stdout } = await run('json', '--benchmarks', 'bench', '--json');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[^\n]*\n$/);
    expect(JSON.parse(stdout)).toMatchObject({ books: [{ kept: 3, dropped: { benchmark_text: 1 } }] });
    const list = readFileSync(join(root, 'json', 'contamination.jsonl'), 'utf8');
    expect(JSON.parse(list)).toEqual({
      config: 'title-body',
      site: 'bells',
      id: 3,
      owner: 7,
      kind: 'text',
      benchmark: 'bench',
      place: 'test.jsonl line 1',
      role: 'text',
      text: title(3),
      matched: `${title(3).toUpperCase()} !`,
    });
  });
});

test('the same command again is done at once, another benchmark is another plan', async () => {
  expect((await run('again', '--benchmarks', 'bench')).code).toBe(0);
  const { code, stderr } = await run('again', '--benchmarks', 'bench');
  expect([code, stderr]).toEqual([0, '']);
  const other = await run('again', '--benchmarks', 'bench', 'existing.jsonl');
  expect(other.stderr).toMatch(/the folder holds a build of another plan \(benchmarks\)/);
  expect(other.code).toBe(2);
});

test('a list of hits that is gone is found by verify, and written again by the same command', async () => {
  await run('gone', '--benchmarks', 'bench');
  const list = join(root, 'gone', 'contamination.jsonl');
  const before = readFileSync(list, 'utf8');
  rmSync(list);
  const { code, stdout } = await runCli(['verify', 'gone'], { cwd: root });
  expect(stdout).toMatch(/^FAULT contamination\.jsonl: missing$/m);
  expect(code).toBe(1);
  expect((await run('gone', '--benchmarks', 'bench')).code).toBe(0);
  expect(readFileSync(list, 'utf8')).toBe(before);
});

describe('what cannot be used', () => {
  test.each<[string, string[], number, RegExp]>([
    ['a dataset that is not there', ['--against', 'nowhere'], 2, /nowhere: no such file or folder.*--against/],
    ['a benchmark that is not there', ['--benchmarks', 'nowhere'], 2, /nowhere: no such file or folder.*--benchmarks/],
    ['a flag without a path', ['--benchmarks'], 2, /argument missing/],
    ['a path without a name', ['--against', ''], 2, /argument '' is invalid/],
    [
      'texts in place of pairs',
      ['--against', 'texts.jsonl'],
      1,
      /texts\.jsonl line 1: one text where a pair is wanted/,
    ],
    ['a broken line', ['--benchmarks', 'broken.jsonl'], 1, /broken\.jsonl line 1: a line that is not JSON/],
    ['the dumps themselves', ['--benchmarks', 'dump'], 1, /Posts\.xml: a file of an unknown format/],
  ])('%s is told with its place, and no result is printed', async (name, args, code, message) => {
    const out = name.replaceAll(' ', '-');
    const ended = await run(out, ...args);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toMatch(RAW);
    expect(ended.stderr).not.toContain('bug');
    expect([ended.code, ended.stdout]).toEqual([code, '']);
    expect(existsSync(join(root, out, 'manifest.json'))).toBe(false);
    if (code === 2) expect(existsSync(join(root, out))).toBe(false);
  });

  test('a pipeline that tells no copies is wrong usage with --against', async () => {
    writeFileSync(
      join(root, 'off.ts'),
      "import { definePipeline, titleBody } from 'stackpairs';\nexport default definePipeline({ name: 'off', pairs: [titleBody()], dedupe: { exact: 'off' } });\n",
    );
    const args = ['run', 'off.ts', '--dumps', 'dump', '--out', 'off', '--against', 'existing.jsonl'];
    const { code, stderr } = await runCli(args, { cwd: root });
    expect(stderr).toMatch(
      /the pipeline says of no rows that they are the same; expected dedupe\.exact or dedupe\.near/,
    );
    expect(code).toBe(2);
    expect(existsSync(join(root, 'off'))).toBe(false);
  });
});
