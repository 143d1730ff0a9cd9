// One build by many processes: whatever the number of units, in whatever order, twice or at once, the bytes are those of `run`.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildShare, finishBuild, planBuild, unfinishedStages } from '../../src/build-shares.ts';
import { findInputs } from '../../src/extract/index.ts';
import { idHash } from '../../src/order-key.ts';
import { passOf } from '../../src/passes/unit-name.ts';
import { writeSample } from '../../src/sample/index.ts';
import { buildFrom, digestsOf, SMALL_SHARDS, temporariesIn, testFolder } from './dataset.ts';

const DUMP_BYTES = 1_200_000;
const root = testFolder();
const dump = join(root, 'dump');
let expected: Record<string, string>;

beforeAll(async () => {
  await writeSample(dump, { bytes: DUMP_BYTES });
  await buildFrom([dump], join(root, 'expected'), { keepDropped: true });
  expected = digestsOf(join(root, 'expected'));
});

const here = { threads: 0, temporary: tmpdir() };
const attempts = { by: 'a test', token: 'test', date: () => new Date() };
const plan = async (out: string, unitBytes: number, pipeline = SMALL_SHARDS) =>
  planBuild({
    ...here,
    out,
    pipeline: { path: pipeline, selection: {} },
    inputs: await findInputs([dump]),
    keepDropped: true,
    tuning: { unitBytes },
  });

/** Does all that is missing, pass by pass: each rank twice, in an order by chance, two at a time. */
async function workOff(out: string, world: number): Promise<void> {
  const dice = idHash('order', out.slice(root.length));
  for (let round = 0; ; round++) {
    const [first] = await unfinishedStages({ ...here, out });
    if (first === undefined) return;
    expect(round).toBeLessThan(50);
    const pass = passOf(first.stage);
    const ranks = Array.from({ length: 2 * world }, (_, index) => ({
      rank: index % world,
      place: dice(1000 * round + index),
    }));
    const order = ranks.sort((a, b) => a.place - b.place).map(({ rank }) => rank);
    const worker = async (turn: number) => {
      for (let index = turn; index < order.length; index += 2) {
        await buildShare({ ...here, out, pass, share: { rank: order[index]!, world }, attempts });
      }
    };
    await Promise.all([worker(0), worker(1)]);
  }
}

describe('units in an order by chance, each done twice, on two workers', () => {
  test.each([1, 7, 64])(
    '%i of them give the bytes of run',
    async (units) => {
      const out = join(root, `units-${units}`);
      const planned = await plan(out, Math.ceil(DUMP_BYTES / units));
      expect(planned.units.length).toBeGreaterThanOrEqual(units);
      await workOff(out, units);
      await finishBuild({ ...here, out });
      expect(digestsOf(out)).toEqual(expected);
      expect(temporariesIn(out)).toEqual([]);
    },
    300_000,
  );
});
