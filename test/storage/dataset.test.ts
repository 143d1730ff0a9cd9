// verify, inspect and status of a dataset that is in object storage, as processes: they say what they say of one that is here.
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { writeSample } from '../../src/sample/index.ts';
import { buildFrom, testFolder } from '../build/dataset.ts';
import { type Ended, runCli } from '../cli/run-cli.ts';
import { testStorage } from './storage.ts';

const root = testFolder();
const storage = await testStorage(root);
const here = join(root, 'out');
const there = 's3://bkt/out';

beforeAll(async () => {
  await writeSample(join(root, 'dump'), { bytes: 600_000 });
  await buildFrom([join(root, 'dump')], here);
  storage.upload(here, 'bkt/out');
});

const inStorage = (...args: string[]): Promise<Ended> =>
  runCli(args, { env: { AWS_ENDPOINT_URL: storage.endpoint, AWS_REGION: 'us-east-1' } });

test.each([[['verify']], [['inspect']], [['inspect', '--duplicates']]])('%j', async (args) => {
  const [local, stored] = [await runCli([...args, here]), await inStorage(...args, there)];
  expect(local.code, local.stderr).toBe(0);
  expect([stored.code, stored.stdout]).toEqual([0, local.stdout]);
});

test('status says that it is finished', async () => {
  const { code, stdout } = await inStorage('status', there, '--json');
  expect([code, JSON.parse(stdout).finished]).toEqual([0, true]);
});

test('a shard that is damaged there is found, and told by its address', async () => {
  const name = storage.objects.names().find((one) => one.startsWith('bkt/out/') && one.endsWith('.arrow'))!;
  const bytes = Buffer.from(storage.objects.get(name)!.bytes);
  bytes[bytes.length >> 1]! ^= 1;
  storage.objects.put(name, bytes);
  const { code, stdout, stderr } = await inStorage('verify', there);
  expect(code).not.toBe(0);
  expect(stdout).toContain('FAULT ');
  expect(stderr).toContain(there);
});

test('where there is none, that is said', async () => {
  const { code, stderr } = await inStorage('verify', 's3://bkt/nothing');
  expect(code).not.toBe(0);
  expect(stderr).toContain('s3://bkt/nothing');
});
