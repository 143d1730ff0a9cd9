// One build by many processes: whatever the number of units, in whatever order, twice or at once, the bytes are those of `run`.
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { finishBuild, planBuild } from '../../src/build-shares.ts';
import { findInputs } from '../../src/extract/index.ts';
import { writeSample } from '../../src/sample/index.ts';
import { buildFrom, digestsOf, SMALL_SHARDS, temporariesIn, testFolder } from './dataset.ts';
import { HERE, workOff } from './work-off.ts';

const DUMP_BYTES = 1_200_000;
const root = testFolder();
const dump = join(root, 'dump');
let expected: Record<string, string>;

beforeAll(async () => {
  await writeSample(dump, { bytes: DUMP_BYTES });
  await buildFrom([dump], join(root, 'expected'), { keepDropped: true });
  expected = digestsOf(join(root, 'expected'));
});

const plan = async (out: string, unitBytes: number, pipeline = SMALL_SHARDS) =>
  planBuild({
    ...HERE,
    out,
    pipeline: { path: pipeline, selection: {} },
    inputs: await findInputs([dump]),
    keepDropped: true,
    tuning: { unitBytes },
  });

describe('units in an order by chance, each done twice, on two workers', () => {
  test.each([1, 7, 64])(
    '%i of them give the bytes of run',
    async (units) => {
      const out = join(root, `units-${units}`);
      const planned = await plan(out, Math.ceil(DUMP_BYTES / units));
      expect(planned.units.length).toBeGreaterThanOrEqual(units);
      await workOff(out, units);
      await finishBuild({ ...HERE, out });
      expect(digestsOf(out)).toEqual(expected);
      expect(temporariesIn(out)).toEqual([]);
    },
    300_000,
  );
});
