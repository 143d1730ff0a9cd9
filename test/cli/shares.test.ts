// plan, unit, finish and status as processes: what schedulers start, kill and start again.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeSample } from '../../src/sample/index.ts';
import { digestsOf, SMALL_SHARDS, temporariesIn, testFolder } from '../build/dataset.ts';
import { runCli, startCli } from './run-cli.ts';

const root = testFolder();
const dump = join(root, 'dump');
let expected: Record<string, string>;

const plan = (out: string, ...more: string[]) => runCli(['plan', SMALL_SHARDS, '--dumps', dump, '--out', out, ...more]);
const unit = (out: string, ...more: string[]) => ['unit', out, '--threads', '1', ...more];

beforeAll(async () => {
  await writeSample(dump, { bytes: 4_000_000 });
  const { code, stderr } = await runCli(['run', SMALL_SHARDS, '--dumps', dump, '--out', join(root, 'expected')]);
  expect(code, stderr).toBe(0);
  expected = digestsOf(join(root, 'expected'));
}, 60_000);

test('three processes that wait for each other, one of them killed, leave what run leaves', async () => {
  const out = join(root, 'killed');
  expect((await plan(out, '--unit-size', '300kB')).code).toBe(0);
  const all = [0, 1, 2].map((rank) => startCli(unit(out, '--rank', `${rank}`, '--world', '3', '--wait', '2')));
  await setTimeout(900);
  all[1]!.child.kill('SIGKILL');
  const [first, , third] = await Promise.all(all.map(({ ended }) => ended));
  expect([first!.code, third!.code], first!.stderr + third!.stderr).toEqual([0, 0]);
  expect((await runCli(['status', out, '--json'])).stdout).toContain('"finished":false');
  const { code, stderr } = await runCli(['finish', out]);
  expect(code, stderr).toBe(0);
  expect(digestsOf(out)).toEqual(expected);
  expect(temporariesIn(out)).toEqual([]);
}, 120_000);

describe('before others have done theirs', () => {
  const out = join(root, 'early');
  beforeAll(async () => void (await plan(out, '--unit-size', '500kB')));

  test('a finish ends with exit code 4 and says what is missing', async () => {
    const { code, stderr } = await runCli(['finish', out]);
    expect(code).toBe(4);
    expect(stderr).toMatch(/missing: .* of route/);
  });

  test('a unit of a later pass ends with exit code 4', async () => {
    const { code } = await runCli(unit(out, '--pass', 'title-body/agree', '--rank', '0', '--world', '1'));
    expect(code).toBe(4);
  });

  test('an array of Slurm or Kubernetes says which share it is', async () => {
    const slurm = {
      SLURM_ARRAY_TASK_ID: '2',
      SLURM_ARRAY_TASK_COUNT: '2',
      SLURM_ARRAY_TASK_MIN: '1',
      SLURM_ARRAY_TASK_MAX: '2',
    };
    expect((await runCli(unit(out, '--pass', 'read'), { env: slurm })).code).toBe(0);
    const kubernetes = { JOB_COMPLETION_INDEX: '0' };
    expect((await runCli(unit(out, '--pass', 'read', '--world', '2'), { env: kubernetes })).code).toBe(0);
    const { stages } = JSON.parse((await runCli(['status', out, '--json'])).stdout);
    expect(stages).toContainEqual(expect.objectContaining({ stage: 'route', missing: 0, running: 0, failed: 0 }));
  }, 60_000);

  test('a pass that there is not is wrong usage, once all is done', async () => {
    expect((await runCli(unit(out, '--rank', '0', '--world', '1'))).code).toBe(0);
    expect((await runCli(unit(out, '--rank', '0', '--world', '1', '--pass', 'no/such'))).code).toBe(2);
  }, 60_000);
});

test('a unit of other code than the plan does not join', async () => {
  const out = join(root, 'other-code');
  await plan(out);
  const path = join(out, '.work', 'request.json');
  const request = JSON.parse(readFileSync(path, 'utf8'));
  expect(request.code).toMatch(/^[0-9a-f]{64}$/);
  writeFileSync(path, JSON.stringify({ ...request, code: 'f'.repeat(64) }));
  const { code, stderr } = await runCli(unit(out, '--rank', '0', '--world', '1'));
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/other code.*expected code f{12}, found code [0-9a-f]{12}/),
  ]);
});

test.each([
  ['cut off', (text: string) => text.slice(0, 300), 'the plan of the build cannot be read'],
  ['changed', (text: string) => text.replace('"from": 0', '"from": 1'), 'another plan (units)'],
])('a plan that was %s stops every process', async (name, change, said) => {
  const out = join(root, name);
  await plan(out);
  const path = join(out, '.work', 'plan.json');
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  for (const args of [unit(out, '--rank', '0', '--world', '1'), ['finish', out]]) {
    const { code, stderr } = await runCli(args);
    expect(code).not.toBe(0);
    expect(stderr).toContain(said);
  }
});

describe('wrong usage', () => {
  test.each([
    [['unit', join(root, 'nothing'), '--rank', '0', '--world', '1'], 'no planned build'],
    [['unit', join(root, 'nothing')], 'which share'],
    [['unit', join(root, 'nothing'), '--rank', '3', '--world', '3'], '0 to 2'],
    [['finish', join(root, 'nothing')], 'no planned build'],
    [['status', join(root, 'nothing')], 'no build'],
    [['plan', '--out', join(root, 'nothing')], 'nothing to plan'],
    [['plan', '--dumps', '-', '--site', 'a.example', '--out', join(root, 'nothing')], 'standard input'],
    [['plan', '--dumps', dump, '--unit-size', '1', '--out', join(root, 'nothing')], 'too many'],
  ])('%j ends with exit code 2', async (args, said) => {
    const { code, stderr } = await runCli(args);
    expect(stderr).toContain(said);
    expect(code).toBe(2);
  });

  test('numbers of a scheduler that are none are refused', async () => {
    const { code, stderr } = await runCli(['unit', root, '--world', '2'], { env: { JOB_COMPLETION_INDEX: 'x1' } });
    expect([code, stderr]).toEqual([2, expect.stringContaining('JOB_COMPLETION_INDEX')]);
  });
});

test('status writes what the textfile collector reads', async () => {
  const file = join(root, 'stackpairs.prom');
  expect((await runCli(['status', join(root, 'expected'), '--prometheus', file])).code).toBe(0);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('stackpairs_build_finished{dataset="expected"} 1\n');
  expect(text).toMatch(/^stackpairs_units\{dataset="expected",pass="route",state="done"\} [1-9]/m);
  expect(text.endsWith('\n')).toBe(true);
  expect((await runCli(['status', join(root, 'expected'), '--prometheus', join(root, 'x.txt')])).code).toBe(2);
});
