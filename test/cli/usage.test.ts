// What is asked for wrongly ends with exit code 2, a reason and a way out; nothing is written for it.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { testFolder } from '../build/dataset.ts';
import { writeDump } from '../build/dump.ts';
import { runCli } from './run-cli.ts';

const root = testFolder();

beforeAll(() => {
  writeDump(join(root, 'dump'), { bells: [{ id: 1 }], lanterns: [{ id: 2 }] });
  cpSync(join(root, 'dump', 'bells'), join(root, 'again', 'bells'), { recursive: true });
  writeFileSync(join(root, 'notes.txt'), '');
  mkdirSync(join(root, 'notes'));
  writeFileSync(join(root, 'nothing.ts'), 'export default {};\n');
  writeFileSync(join(root, 'broken.ts'), 'export default {{\n');
  writeFileSync(
    join(root, 'faulty.ts'),
    "import { definePipeline, titleBody } from 'stackpairs';\nexport default definePipeline({ name: 'Two words', pairs: [titleBody()], keep: [1] });\n",
  );
});

const run = (...args: string[]) => ['run', ...args, '--out', 'out'];

test.each<[string, string[], RegExp]>([
  ['no command', [], /Usage: build-dataset/],
  ['an unknown command', ['verfy', 'out'], /unknown command 'verfy'\n\(Did you mean verify\?\)\n\(--help/],
  ['an unknown flag', run('--treads', '3'), /unknown option '--treads'\n\(Did you mean --threads\?\)\n\(--help/],
  [
    'threads that are no number',
    run('--threads', 'x'),
    /'--threads <n>' argument 'x' is invalid\. Expected a whole number/,
  ],
  [
    'a limit of nothing',
    run('--limit', '0'),
    /'--limit <n>' argument '0' is invalid\. Expected a number of at least 1/,
  ],
  ['more threads than there can be', run('--threads', '4294967295'), /Expected at most 1024/],
  ['a format there is none of', run('--format', 'csv'), /Allowed choices are arrow, arrow-file, parquet, jsonl\.gz/],
  ['an export to no format', ['export', 'out'], /required option '--format <name>' not specified/],
  ['an export to a format there is none of', ['export', 'out', '--format', 'csv'], /Allowed choices are arrow, /],
  ['a dump without a name', run('--dumps', ''), /'--dumps <path\.\.\.>' argument '' is invalid\. .* an empty text/],
  ['a flag without its value', run('--tags', '--dumps', 'dump'), /argument '--dumps' is invalid\. .* found a flag/],
  ['a site without a name', run('--dumps', 'dump', '--sites', ''), /'--sites <name\.\.\.>' argument '' is invalid/],
  ['a pipeline without a name', run(''), /command-argument value '' is invalid for argument 'pipeline'/],
  ['a folder without a name', ['sample', ''], /'' is invalid/],
  ['too many arguments', run('title-body', 'other'), /too many arguments for 'run'/],
  ['too few arguments', ['verify'], /missing required argument 'dir'/],
  [
    'an unknown pipeline',
    run('duplicates', '--dumps', 'dump'),
    /there is no such pipeline\. .* built-in one such as title-body/,
  ],
  [
    'a file that is no pipeline',
    run('nothing.ts', '--dumps', 'dump'),
    /nothing\.ts: the file is no pipeline; expected .*definePipeline/,
  ],
  ['a pipeline that does not parse', run('broken.ts', '--dumps', 'dump'), /broken\.ts: the pipeline does not load: /],
  [
    'a pipeline with faults',
    run('faulty.ts', '--dumps', 'dump'),
    /faulty\.ts: .*\n.*expected snake_case[\s\S]*expected a step such as/,
  ],
  [
    'a pipeline behind the dumps',
    run('--dumps', 'dump', 'title-body'),
    /title-body is a pipeline.*run title-body --dumps/,
  ],
  ['dumps that are not there', run('--dumps', 'nowhere'), /nowhere: there is no such file or folder/],
  ['a file that is no dump', run('--dumps', 'notes.txt'), /notes\.txt: this is not a dump of posts; expected SITE\.7z/],
  ['a folder without dumps', run('--dumps', 'notes'), /no dump was found; expected SITE\.7z/],
  [
    'two dumps of one site',
    run('--dumps', 'dump', 'again'),
    /two dumps of bells in one run.*again.*Leave one of them out/,
  ],
  ['standard input without its site', run('--dumps', '-'), /standard input does not say its site.*--site/],
  ['a site without standard input', run('--dumps', 'dump', '--site', 'bells'), /--sites/],
  [
    'sites of which there is no dump',
    run('--dumps', 'dump', '--sites', 'beer'),
    /expected beer, found bells, lanterns/,
  ],
  [
    'a date that is none',
    run('--dumps', 'dump', '--since', '2021-02-30'),
    /since; expected a date such as 2020-01-31, found "2021-02-30"/,
  ],
  [
    'a period that ends before it begins',
    run('--dumps', 'dump', '--since', '2022-01-01', '--before', '2021-01-01'),
    /its period is empty/,
  ],
  ['a size that is none', ['sample', 'new', '--size', 'sixty'], /expected one such as 60MB or 2GB, found sixty/],
  ['a sample of nothing', ['sample', 'new', '--size', '0'], /out of range/],
  ['a folder without anything to clean', ['clean', 'dump'], /there is no build here to clean/],
])('%s is wrong usage', async (_, args, message) => {
  const { code, stdout, stderr } = await runCli(args, { cwd: root });
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('bug');
  expect([code, stdout]).toEqual([2, '']);
  expect(existsSync(join(root, 'out'))).toBe(false);
  expect(existsSync(join(root, 'new'))).toBe(false);
});

test('a folder that has a .work of somebody else in it is left as it is', async () => {
  const folder = join(root, 'project');
  mkdirSync(join(folder, '.work', 'important'), { recursive: true });
  const { code, stderr } = await runCli(['clean', folder]);
  expect(stderr).toMatch(/there is no build here to clean; expected a folder with \.work\/plan\.json in it/);
  expect(code).toBe(2);
  expect(readdirSync(join(folder, '.work'))).toEqual(['important']);
});

test('a sample is not written over what is no sample', async () => {
  const folder = join(root, 'mine');
  mkdirSync(folder);
  writeFileSync(join(folder, 'sample.json'), '{"mine":1}');
  const { code, stderr } = await runCli(['sample', folder, '--size', '200kB']);
  expect(stderr).toMatch(/the folder is not empty; expected an empty folder, or one with a sample in it/);
  expect(code).toBe(2);
  expect(readFileSync(join(folder, 'sample.json'), 'utf8')).toBe('{"mine":1}');
});

test('the embedded sample is not written into a build of dumps', async () => {
  const out = join(root, 'of-dumps');
  await runCli(['run', '--dumps', 'dump', '--out', out, '--threads', '0'], { cwd: root });
  const { code, stderr } = await runCli(['run', '--out', out], { cwd: root });
  expect(stderr).toMatch(/the folder holds a build of dumps, and no --dumps are given/);
  expect(code).toBe(2);
  expect(existsSync(join(out, '.work', 'sample'))).toBe(false);
});

test('7z on standard input is refused with a way out', async () => {
  const stdin = Buffer.from('377abcaf271c0004', 'hex');
  const { code, stderr } = await runCli(run('--dumps', '-', '--site', 'bells', '--threads', '0'), { cwd: root, stdin });
  expect(stderr).toMatch(/7z cannot be read from standard input\. .*save it and give its path/);
  expect(code).toBe(2);
});

test.each(['verify', 'inspect'])('%s of a folder without a build says what to name', async (command) => {
  const { code, stderr } = await runCli([command, 'dump'], { cwd: root });
  expect(stderr).toMatch(/no manifest here\. Name the folder of a finished build/);
  expect(code).toBe(1);
});

test('a dump that may not fit on the disk is refused before anything is written, unless told otherwise', async () => {
  const dump = writeDump(join(root, 'vast'), { bells: [] });
  // A hole in a file: it has the size, and takes no room.
  truncateSync(join(dump, 'bells', 'Posts.xml'), 15e12);
  const { code, stderr } = await runCli(['run', '--dumps', dump, '--out', 'vast-out'], { cwd: root });
  expect(stderr).toMatch(/the build may not fit; expected \d+ MB free, found \d+ MB\. .*--ignore-disk/);
  expect(code).toBe(1);
  expect(readdirSync(join(root, 'vast-out'))).toEqual(['.work']);
});

describe('help', () => {
  test('lists the commands', async () => {
    const { code, stdout, stderr } = await runCli(['--help']);
    for (const command of ['run', 'sample', 'verify', 'inspect', 'trace', 'clean']) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
    expect([code, stderr]).toEqual([0, '']);
  });

  test('of run lists its flags, and shows the pipeline before them', async () => {
    const { code, stdout } = await runCli(['run', '--help']);
    const flags = [
      'dumps',
      'out',
      'threads',
      'limit',
      'site',
      'sites',
      'since',
      'before',
      'tags',
      'strict',
      'keep-dropped',
    ];
    for (const flag of [...flags, 'ignore-disk', 'json']) expect(stdout).toContain(`--${flag}`);
    expect(stdout).toContain('Usage: build-dataset run [pipeline] [options]');
    expect(code).toBe(0);
  });

  test('tells the version of the package', async () => {
    expect(await runCli(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});
