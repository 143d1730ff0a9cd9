// The Jobs for Kubernetes: they are what its schema says, and their commands, run here with the environment of each pod,
// leave what run leaves.
import { join } from 'node:path';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import { beforeAll, expect, test } from 'vitest';
import { writeSample } from '../../src/sample/index.ts';
import { digestsOf, SMALL_SHARDS, testFolder } from '../build/dataset.ts';
import { runCli } from './run-cli.ts';

const WORKERS = 3;
const root = testFolder();
const dump = join(root, 'dump');
const out = join(root, 'out');
let list: { items: [object, ...RenderedJob[]] };

interface RenderedJob {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly completions?: number;
    readonly template: { readonly spec: { readonly containers: readonly [{ readonly args: string[] }] } };
  };
}

beforeAll(async () => {
  await writeSample(dump, { bytes: 1_500_000 });
  const options = ['--image', 'registry.example/stackpairs:0.1.0', '--workers', `${WORKERS}`, '--cores', '1'];
  const plan = [SMALL_SHARDS, '--dumps', dump, '--unit-size', '300kB'];
  const { code, stdout, stderr } = await runCli([
    'kubernetes',
    ...options,
    '--mount',
    root,
    '--out',
    out,
    '--',
    ...plan,
  ]);
  expect(code, stderr).toBe(0);
  list = JSON.parse(stdout);
}, 60_000);

test('every one of them is what the schema of Kubernetes says', () => {
  const [claim, ...jobs] = list.items;
  expect(() => new PersistentVolumeClaim(claim as never).validate()).not.toThrow();
  expect(jobs).toHaveLength(3);
  for (const job of jobs) expect(() => new Job(job as never).validate()).not.toThrow();
  // The schema does find fault.
  const [first] = jobs;
  const broken = { ...first, spec: { ...first!.spec, completions: 'three' } };
  expect(() => new Job(broken as never).validate()).toThrow();
});

test('their commands, started all at once with the index of each pod, leave what run leaves', async () => {
  const pods = list.items.slice(1).flatMap((item) => {
    const { spec } = item as RenderedJob;
    const { args } = spec.template.spec.containers[0];
    const indexes = Array.from({ length: spec.completions ?? 1 }, (_, index) => index);
    return indexes.map((index) =>
      runCli(args, { env: spec.completions === undefined ? {} : { JOB_COMPLETION_INDEX: `${index}` } }),
    );
  });
  const ended = await Promise.all(pods);
  expect(ended.map(({ code, stderr }) => [code, code === 0 ? '' : stderr])).toEqual(pods.map(() => [0, '']));
  await runCli(['run', SMALL_SHARDS, '--dumps', dump, '--out', join(root, 'expected')]);
  expect(digestsOf(out)).toEqual(digestsOf(join(root, 'expected')));
}, 120_000);

test('of a dataset in object storage there is no volume, and what is printed is still what the schema says', async () => {
  const flags = ['--image', 'x', '--out', 's3://bucket/out', '--service-account', 'builder'];
  const { stdout } = await runCli(['kubernetes', ...flags, '--', 'title-body', '--dumps', 's3://bucket/dumps']);
  const { items } = JSON.parse(stdout) as { items: RenderedJob[] };
  expect(items.map(({ metadata }) => metadata.name)).toEqual(
    ['plan', 'units', 'finish'].map((part) => `stackpairs-${part}`),
  );
  for (const job of items) expect(() => new Job(job as never).validate()).not.toThrow();
  expect(stdout).toContain('"serviceAccountName": "builder"');
  expect(stdout).not.toContain('persistentVolumeClaim');
});

test.each([
  ['--name', 'Big_Name'],
  ['--memory', 'much'],
  ['--workers', '0'],
])('%s %s is wrong usage', async (flag, value) => {
  expect((await runCli(['kubernetes', '--image', 'x', flag, value])).code).toBe(2);
});
