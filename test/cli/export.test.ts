// `export` and `run --format` as a person meets them, and an export that is killed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readManifest } from '../../src/manifest-file.ts';
import { writeSample } from '../../src/sample/index.ts';
import { buildFrom, digestsOf, temporariesIn, testFolder } from '../build/dataset.ts';
import { runCli, startCli } from './run-cli.ts';

const root = testFolder();
const out = join(root, 'out');

beforeAll(async () => {
  await writeSample(join(root, 'dump'), { bytes: 700_000 });
  await buildFrom([join(root, 'dump')], out);
});

describe('export', () => {
  test('writes beside the dataset and says where, and how to check it', async () => {
    const { code, stdout, stderr } = await runCli(['export', 'out', '--format', 'jsonl.gz'], { cwd: root });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`build-dataset verify ${join(root, 'out-jsonl')}\n`);
    expect((await runCli(['verify', join(root, 'out-jsonl')])).code).toBe(0);
  });

  test('prints one JSON document with --json', async () => {
    const { stdout } = await runCli(['export', 'out', '--format', 'parquet', '--out', 'p', '--json'], { cwd: root });
    const { splits, shards } = readManifest(out);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'parquet',
      out: join(root, 'p'),
      splits,
      shards: shards.length,
    });
  });

  test('into a folder of something else is wrong usage', async () => {
    const { code, stderr } = await runCli(['export', out, '--format', 'parquet', '--out', join(root, 'dump')]);
    expect(code).toBe(2);
    expect(stderr).toContain('the folder is not empty');
    expect(readdirSync(join(root, 'dump'))).not.toContain('.work');
  });

  test('that is killed leaves no manifest, and is finished by the same command', async () => {
    const to = join(root, 'killed');
    const args = ['export', out, '--format', 'parquet', '--out', to];
    const { child, ended } = startCli(args);
    // A bound for a machine that is busy: the folder appears within a second on any other.
    for (let tries = 0; tries < 3000 && !existsSync(join(to, 'data', 'title-body')); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    child.kill('SIGKILL');
    await ended;
    expect(existsSync(join(to, 'manifest.json'))).toBe(false);
    expect((await runCli(args)).code).toBe(0);
    await runCli(['export', out, '--format', 'parquet', '--out', join(root, 'whole')]);
    expect(digestsOf(to)).toEqual(digestsOf(join(root, 'whole')));
    expect(temporariesIn(to)).toEqual([]);
  });
});

test('run --format builds in that format, and another format in the same folder is another plan', async () => {
  const args = ['run', '--dumps', join(root, 'dump'), '--out', join(root, 'built'), '--threads', '2'];
  expect((await runCli([...args, '--format', 'parquet'])).code).toBe(0);
  expect(readManifest(join(root, 'built')).format).toBe('parquet');
  expect(readFileSync(join(root, 'built', 'README.md'), 'utf8')).toContain('--format parquet');
  const { code, stderr } = await runCli(args);
  expect(code).toBe(2);
  expect(stderr).toContain('a build of another plan (format)');
});
