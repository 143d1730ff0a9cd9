// An order that stays from dump to dump: what was there before stands as it stood, in long runs, and new rows stand together.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { BLOCK_IDS } from '../../src/order-key.ts';
import { verify } from '../../src/verify.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { buildFrom, digestsOf, rowsIn } from './dataset.ts';
import { type Question, writeDump } from './dump.ts';

const STABLE = fileURLToPath(new URL('stable.ts', import.meta.url));
const several = (from: number, to: number): Question[] =>
  Array.from({ length: to - from }, (_, at) => ({ id: from + at }));

async function idsOf(questions: readonly Question[]): Promise<{ out: string; ids: number[] }> {
  const folder = makeFolder();
  const out = join(folder, 'out');
  await buildFrom([writeDump(join(folder, 'dumps'), { bells: questions })], out, { pipeline: STABLE });
  const train = rowsIn(out).filter(({ split }) => split === 'train');
  return { out, ids: train.map(({ provenance }) => provenance.questionId) };
}

test('ranges of ids stand together, in the order of their ids, and the ranges are shuffled', async () => {
  const { out, ids } = await idsOf(several(1, 6000));
  const blocks = ids.map((id) => Math.floor(id / BLOCK_IDS));
  const runs = blocks.filter((block, at) => block !== blocks[at - 1]);
  expect([...runs].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(runs).not.toEqual([0, 1, 2, 3, 4, 5]);
  expect(ids.every((id, at) => blocks[at] !== blocks[at - 1] || id > ids[at - 1]!)).toBe(true);
  expect((await verify(out)).faults).toEqual([]);
});

test('rows of a new dump stand in new ranges and at the end of the last one; the others follow as they did', async () => {
  const [before, after] = [await idsOf(several(1, 5000)), await idsOf(several(1, 8000))];
  expect(after.ids.filter((id) => id < 5000)).toEqual(before.ids);
  const borders = after.ids.filter((id, at) => id < 5000 !== (after.ids[at - 1] ?? 0) < 5000);
  expect(borders.length).toBeLessThan(8);
});

test('neither threads nor partitions change a byte', async () => {
  const folder = makeFolder();
  const dumps = writeDump(join(folder, 'dumps'), { bells: several(1, 4000), lanterns: several(2000, 5000) });
  const layout = { sides: { train: 7, validation: 2, test: 3 }, fingerprints: 5, bands: 0 };
  const outs = ['one', 'two'].map((name) => join(folder, name)) as [string, string];
  await buildFrom([dumps], outs[0], { pipeline: STABLE });
  await buildFrom([dumps], outs[1], { pipeline: STABLE, threads: 2, tuning: { layout, unitBytes: 200_000 } });
  expect(digestsOf(outs[1])).toEqual(digestsOf(outs[0]));
});
