// What the command does when the outside world does not play along: readers that leave, disks that are full, pipelines that
// print or never rest, files that may not be read.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { testFolder } from '../build/dataset.ts';
import { writeDump } from '../build/dump.ts';
import { runCli } from './run-cli.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const root = testFolder();
const dump = join(root, 'dump');
const out = join(root, 'out');

beforeAll(async () => {
  writeDump(dump, { bells: [{ id: 1 }, { id: 2 }] });
  expect((await runCli(['run', '--dumps', dump, '--out', out, '--threads', '0'])).code).toBe(0);
});

/** Runs with this standard output, and gives the exit code and what was said on stderr. */
function runInto(stdout: 'pipe' | number, args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', stdout, 'pipe'] });
  child.stdout?.destroy();
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise<{ code: number | null; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, stderr })),
  );
}

describe('a reader that went away', () => {
  test('is no error', async () => {
    expect(await runInto('pipe', ['verify', out])).toEqual({ code: 0, stderr: '' });
  });

  test('does not make a bad build a good one', async () => {
    const bad = join(root, 'bad');
    await runCli(['run', '--dumps', dump, '--out', bad, '--threads', '0']);
    rmSync(join(bad, 'data_config.json'));
    expect((await runInto('pipe', ['verify', bad])).code).toBe(1);
  });
});

test.skipIf(!existsSync('/dev/full'))('a result that cannot be written is an error with a message', async () => {
  const { code, stderr } = await runInto(openSync('/dev/full', 'w'), ['verify', out]);
  expect(stderr).toMatch(/^build-dataset: the system refused: .*ENOSPC/);
  expect(code).toBe(1);
});

const pipeline = (top: string) => `
  import { definePipeline, titleBody } from 'stackpairs';
  ${top}
  export default definePipeline({ name: 'own', pairs: [titleBody()] });`;

test.each(['0', '1'])('a pipeline that prints does not print among the results, with %s threads', async (threads) => {
  const path = join(root, `prints-${threads}.ts`);
  writeFileSync(path, pipeline(`console.log('hello from the pipeline');`));
  const args = [
    'run',
    path,
    '--dumps',
    dump,
    '--out',
    join(root, `printed-${threads}`),
    '--threads',
    threads,
    '--json',
  ];
  const { code, stdout, stderr } = await runCli(args);
  expect(JSON.parse(stdout)).toMatchObject({ books: [{ kept: 2 }] });
  expect(stderr).toContain('hello from the pipeline');
  expect(code).toBe(0);
});

test('a pipeline that leaves a timer behind does not keep the command', async () => {
  const path = join(root, 'restless.ts');
  writeFileSync(path, pipeline('setInterval(() => {}, 1000);'));
  const { code } = await runCli(['run', path, '--dumps', dump, '--out', join(root, 'restless'), '--threads', '0']);
  expect(code).toBe(0);
});

test('a folder in place of a file the command needs is told as that, and not as a bug', async () => {
  const folder = join(root, 'odd');
  await runCli(['run', '--dumps', dump, '--out', folder, '--threads', '0']);
  rmSync(join(folder, 'manifest.json'));
  mkdirSync(join(folder, 'manifest.json'));
  const { code, stderr } = await runCli(['verify', folder]);
  expect(stderr).toMatch(/^build-dataset: the system refused: EISDIR/);
  expect(code).toBe(1);
});

test('an output folder with control characters in its name is not let loose on the terminal', async () => {
  const { code, stdout } = await runCli([
    'run',
    '--dumps',
    dump,
    '--out',
    join(root, 'a\u001b[31mb'),
    '--threads',
    '0',
  ]);
  expect(code).toBe(0);
  expect(stdout).not.toContain('\u001b');
});
