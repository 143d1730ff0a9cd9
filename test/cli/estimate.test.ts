// plan --estimate, as a process: what it says of a dump, held against the build of it.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { pipelinePath } from '../../src/load-pipeline.ts';
import { writeSample } from '../../src/sample/index.ts';
import { buildFrom, testFolder } from '../build/dataset.ts';
import { runCli } from './run-cli.ts';

const root = testFolder();
const dump = join(root, 'dump');
const out = join(root, 'out');
const flags = ['plan', 'title-body', '--dumps', dump, '--out', out, '--unit-size', '500kB', '--estimate'];

beforeAll(async () => {
  await writeSample(dump, { bytes: 3_000_000 });
});

test('is near what the build takes, and writes nothing', async () => {
  const { code, stdout, stderr } = await runCli([...flags, '--json']);
  expect(code, stderr).toBe(0);
  expect(existsSync(out)).toBe(false);
  const estimate = JSON.parse(stdout);
  const built = join(root, 'built');
  const pipeline = await pipelinePath('title-body', '');
  const manifest = await buildFrom([dump], built, { pipeline, tuning: { unitBytes: 500_000 } });
  const plan = JSON.parse(readFileSync(join(built, '.work', 'plan.json'), 'utf8'));
  expect(estimate.units.read).toBe(plan.units.length);
  expect(estimate.units.agree).toBe(plan.layout.fingerprints);
  expect(estimate.xmlBytes).toBe(plan.inputs.reduce((sum: number, { bytes }: { bytes: number }) => sum + bytes, 0));
  const written = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.arrow'));
  const bytes = written.reduce((sum, name) => sum + statSync(join(built, name)).size, 0);
  expect(estimate.cost.writtenBytes / bytes).toBeGreaterThan(0.7);
  expect(estimate.cost.writtenBytes / bytes).toBeLessThan(1.5);
  const sides = Object.values(manifest.splits['title-body']!);
  const rows = sides.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  expect(estimate.cost.rows / rows).toBeGreaterThan(0.7);
  expect(estimate.cost.rows / rows).toBeLessThan(1.5);
});

test('more threads take less time and more memory, but never less than the digest of the largest dump', async () => {
  const { crews, digestSeconds, cost } = JSON.parse((await runCli([...flags, '--json'])).stdout);
  const [one, , ten, hundred] = crews;
  expect(one.seconds).toBeCloseTo(cost.allCpuSeconds, 6);
  expect(ten.seconds).toBeLessThan(one.seconds);
  expect(hundred.seconds).toBeLessThanOrEqual(ten.seconds);
  expect(hundred.seconds).toBeGreaterThan(digestSeconds);
  expect(ten.memoryBytes).toBe(2 * one.memoryBytes);
});

test('is said in words', async () => {
  const { stdout } = await runCli(flags);
  expect(stdout).toMatch(/^3\.0 MB of XML in 3 dumps: about [\d,]+ pairs\n/);
  expect(stdout).toMatch(/^100 of 2 .* MB$/m);
});
