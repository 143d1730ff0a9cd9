import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { AgreeTask } from '../../src/passes/agree.ts';
import { agreePass } from '../../src/passes/agree-pass.ts';
import type { ConfigContext } from '../../src/passes/context.ts';
import { makeFolder } from '../extract/dump-files.ts';

const ENTRIES = ['route-000000.entries', 'route-000001.entries'];
const LAYOUT = { sides: { train: 2, validation: 1, test: 1 }, fingerprints: 12, bands: 0 };

/** A pass over twelve partitions, each with one loser in partition 1, by workers that note what they do. */
function contextOf() {
  const seen = { partitions: [] as number[], atOnce: 0, most: 0 };
  const work = makeFolder();
  const perform = async ({ partition, verdicts }: AgreeTask) => {
    seen.partitions.push(partition);
    seen.atOnce += 1;
    seen.most = Math.max(seen.most, seen.atOnce);
    await setTimeout((partition % 3) * 3);
    seen.atOnce -= 1;
    writeFileSync(verdicts, '');
    const files = [{ path: `agree-${String(partition).padStart(6, '0')}.verdicts`, bytes: 0, crc32: 0 }];
    const clusters = { sizes: [1], largest: [] };
    return { files, lost: [[0, 'duplicate_pair', 1]], losers: [[0, 1, 1]], clusters };
  };
  const workers = { threads: 2, width: 4, perform, close: async () => {} };
  const plan = { units: [{ unit: 0 }, { unit: 1 }], layout: LAYOUT };
  const context = { plan, work, workers, dedupe: { exact: 'pair' }, onProgress: () => {} };
  return { context: context as unknown as ConfigContext, seen, work };
}

test('every partition is judged, and the losers are added up', async () => {
  const { context, work } = contextOf();
  const { lost, counts, clusters, verdicts } = await agreePass(context, ENTRIES);
  expect(lost).toHaveLength(12);
  expect([...counts]).toEqual([[0, [0, 12, 0, 0]]]);
  expect(clusters).toEqual({ sizes: [12], largest: [] });
  expect(verdicts[11]).toBe(join(work, 'agree-000011.verdicts'));
});

test('no more are judged at once than keep the workers busy', async () => {
  const { context, seen } = contextOf();
  await agreePass(context, ENTRIES);
  expect(seen.most).toBe(4);
});

test('a pass that is repeated judges nothing again', async () => {
  const { context, seen } = contextOf();
  const first = await agreePass(context, ENTRIES);
  seen.partitions = [];
  expect(await agreePass(context, ENTRIES)).toEqual(first);
  expect(seen.partitions).toEqual([]);
});

test('a partition whose verdicts were harmed is judged again', async () => {
  const { context, seen, work } = contextOf();
  await agreePass(context, ENTRIES);
  seen.partitions = [];
  writeFileSync(join(work, 'agree-000007.verdicts'), 'harmed');
  await agreePass(context, ENTRIES);
  expect(seen.partitions).toEqual([7]);
});

test('where duplicates stay, nothing is judged and nothing lost', async () => {
  const { context, seen } = contextOf();
  expect(await agreePass(context, [])).toEqual({
    lost: [],
    counts: new Map(),
    clusters: { sizes: [], largest: [] },
    verdicts: [],
  });
  expect(seen.partitions).toEqual([]);
});
