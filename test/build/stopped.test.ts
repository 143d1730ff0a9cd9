// Stopping, locking and resuming: what a folder goes through between the first start and the finished dataset.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeSample } from '../../src/sample/index.ts';
import { runCli, startCli } from '../cli/run-cli.ts';
import { buildFrom, digestsOf, SMALL_SHARDS, temporariesIn, testFolder } from './dataset.ts';

const root = testFolder();
const dump = join(root, 'dump');
const run = (out: string, ...more: string[]) => ['run', SMALL_SHARDS, '--dumps', dump, '--out', out, ...more];
let expected: Record<string, string>;

beforeAll(async () => {
  await writeSample(dump, { bytes: 12_000_000 });
  await buildFrom([dump], join(root, 'expected'));
  expected = digestsOf(join(root, 'expected'));
});

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s', (signal, exitCode) => {
  test.each(['0', '1'])(
    `stops a run of %s threads with exit code ${exitCode}, and the same command resumes`,
    async (threads) => {
      const out = join(root, `${signal}-${threads}`);
      const { child, ended } = startCli(run(out, '--threads', threads));
      await until(() => spillsIn(out).length > 0);
      child.kill(signal);
      const { code, stderr } = await ended;
      expect(code).toBe(exitCode);
      expect(stderr).toMatch(/build-dataset: stopped; the same command resumes\n$/);
      expect(existsSync(join(out, 'manifest.json'))).toBe(false);
      expect(temporariesIn(out)).toEqual([]);
      await buildFrom([dump], out);
      expect(digestsOf(out)).toEqual(expected);
    },
  );
});

test.each(['against', 'benchmarks'])('a stop while --%s is read does not wait for its end', async (kind) => {
  const out = join(root, `stopped-${kind}`);
  const path = join(root, `${kind}.jsonl`);
  const line = (i: number) => JSON.stringify({ title: `Lantern number ${i}`, body: `Its wick is of the kind ${i}.` });
  writeFileSync(path, Array.from({ length: 200_000 }, (_, i) => `${line(i)}\n`).join(''));
  const stop = new AbortController();
  const unit = kind === 'against' ? 'borrow' : 'index';
  const watch = setInterval(() => {
    if (workFiles(out).some((name) => name.startsWith(`.${unit}-`))) stop.abort(new Error('stopped'));
  }, 1);
  const built = buildFrom([dump], out, { signal: stop.signal, [kind]: [path], limit: 50 });
  await expect(built).rejects.toThrow('stopped');
  clearInterval(watch);
  expect(workFiles(out)).not.toContain(`${unit}-000000.json`);
  expect(temporariesIn(out)).toEqual([]);
});

/** Names of what is in the work folder, and in those of the configs in it. */
const workFiles = (out: string) => {
  const work = join(out, '.work');
  return existsSync(work) ? readdirSync(work, { recursive: true, encoding: 'utf8' }).map((path) => basename(path)) : [];
};

const spillsIn = (out: string) =>
  existsSync(join(out, '.work')) ? readdirSync(join(out, '.work')).filter((name) => name.includes('route-')) : [];

test('a stop before anything was read leaves a folder that can be built in', async () => {
  const out = join(root, 'stopped-early');
  await expect(buildFrom([dump], out, { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped');
  await buildFrom([dump], out);
  expect(digestsOf(out)).toEqual(expected);
});

test('a second run in the folder of one at work ends with exit code 3 and disturbs nothing', async () => {
  const posts = readFileSync(join(dump, 'lanterns.stackexchange.example-2026-03', 'Posts.xml'));
  const fromStdin = (out: string) => ['run', SMALL_SHARDS, '--dumps', '-', '--site', 'lanterns', '--out', out];
  const [out, alone] = [join(root, 'locked'), join(root, 'alone')];
  // The first run is at work for as long as its input does not end.
  const first = startCli(fromStdin(out), { stdin: 'open' });
  await until(() => spillsIn(out).length > 0);
  const second = await runCli(fromStdin(out), { stdin: posts });
  expect(second.code).toBe(3);
  expect(second.stderr).toContain('another run is at work here');
  first.child.stdin?.end(posts);
  expect((await first.ended).code).toBe(0);
  expect((await runCli(fromStdin(alone), { stdin: posts })).code).toBe(0);
  expect(digestsOf(out)).toEqual(digestsOf(alone));
});

describe('a finished build', () => {
  const out = join(root, 'finished');
  beforeAll(async () => {
    await buildFrom([dump], out);
  });

  test('is done at once: nothing is read or written again', async () => {
    const times = () => Object.keys(expected).map((path) => statSync(join(out, path), { bigint: true }).mtimeNs);
    const before = times();
    const seen: unknown[] = [];
    const manifest = await buildFrom([dump], out, { onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([]);
    expect(times()).toEqual(before);
    expect(manifest).toEqual(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')));
  });

  test.each<[string, string[], string]>([
    ['another limit', ['--limit', '5'], 'limit'],
    ['another selection', ['--tags', 'harness'], 'pipeline'],
    ['strictness', ['--strict'], 'strict'],
    ['other sites', ['--sites', 'lanterns.stackexchange.example'], 'inputs'],
  ])('is refused with exit code 2 to a run of %s, which is named', async (_, flags, difference) => {
    const { code, stdout, stderr } = await runCli(run(out, ...flags));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`holds a build of another plan \\([^)]*${difference}[^)]*\\)`));
    expect(stderr).toContain('Choose another --out');
    expect(digestsOf(out)).toEqual(expected);
  });

  test('that lost a shard is completed again', async () => {
    const lost = join(out, Object.keys(expected).find((path) => path.startsWith('data/'))!);
    writeFileSync(lost, '');
    await buildFrom([dump], out);
    expect(digestsOf(out)).toEqual(expected);
  });
});

describe('a folder with something else in it', () => {
  test.each([
    ['dumps are given', ['--dumps', dump]],
    ['the embedded sample is built', []],
  ])('is refused with exit code 2 and left as it was when %s', async (name, flags) => {
    const out = join(root, `foreign-${name}`);
    mkdirSync(out);
    writeFileSync(join(out, 'thesis.txt'), 'ten years of work');
    const { code, stderr } = await runCli(['run', ...flags, '--out', out]);
    expect(code).toBe(2);
    expect(stderr).toContain('the folder is not empty');
    expect(readdirSync(out)).toEqual(['thesis.txt']);
  });

  test('is refused when it is a file', async () => {
    const out = join(root, 'file');
    writeFileSync(out, '');
    const { code, stderr } = await runCli(run(out));
    expect(code).toBe(2);
    expect(stderr).toContain(out);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
