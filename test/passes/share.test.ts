// The share of one of many processes: what others do while it looks is theirs, and what is damaged was never done.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { workFileSchema, writeCompletion } from '../../src/passes/completion.ts';
import { inShares, type ShareOptions, type Unfinished } from '../../src/passes/share.ts';
import type { Stage } from '../../src/passes/stage.ts';
import { Paused } from '../../src/passes/together.ts';
import { openWorkers } from '../../src/workers/pool.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { pipelineWith } from './helpers.ts';

const schema = z.object({ files: z.array(workFileSchema), rows: z.number() });
type Done = z.infer<typeof schema>;
const LEFT: Done = { files: [], rows: 1 };
const NAMES = ['route-000000', 'route-000001'] as const;

/** A stage of two units that others do; `isWhole` is asked of the first, when it is done. */
function othersStage(isWhole: () => boolean = () => true) {
  const work = makeFolder();
  const perform = () => Promise.reject(new Error('others do it'));
  const units = [
    { name: NAMES[0], perform, isWhole: async () => isWhole() },
    { name: NAMES[1], perform },
  ];
  const stage: Stage<Done> = { work, schema, units };
  const isDone = (unit: 0 | 1) => existsSync(join(work, `${NAMES[unit]}.json`));
  return { work, stage, isDone, finish: (unit: 0 | 1) => writeCompletion(work, NAMES[unit], LEFT, { sync: false }) };
}

/** What the stage comes to for one who checks all of it closely, and how often it waited for others. */
async function closeLook(work: string, stage: Stage<Done>, options: Partial<ShareOptions> = {}) {
  const workers = openWorkers(0, { pipeline: { path: '', selection: [] }, temporary: work } as never, pipelineWith());
  const missing: Unfinished[] = [];
  const run = inShares({ work, workers, closeness: 'output', onUnfinished: (one) => missing.push(one), ...options });
  const found = await run(stage).catch((error: unknown) => {
    if (error instanceof Paused) return undefined;
    throw error;
  });
  return { found, missing: missing.flatMap((one) => [...one.missing.keys()]) };
}

/** Three looks, and what happens between them. */
const waiting = (between: () => void = () => {}) => ({ poll: 1, patience: 3, pause: async () => between() });

test.each([true, false])('what others finish during a close look is not damaged (waiting: %s)', async (waits) => {
  // Missing when the look begins; done while the first is looked at, or while it is waited for.
  const { work, stage, isDone, finish } = othersStage(() => {
    finish(1);
    return true;
  });
  finish(0);
  const { found, missing } = await closeLook(work, stage, waits ? { wait: waiting(() => finish(1)) } : {});
  expect(isDone(1)).toBe(true);
  // One that does not wait tells of what it saw; the next look finds it.
  expect(found ?? missing).toEqual(waits ? [LEFT, LEFT] : [1]);
  expect((await closeLook(work, stage)).found).toEqual([LEFT, LEFT]);
});

test.each([
  ['before it', waiting()],
  ['while it waited', 'later'],
  ['before it, and it does not wait', undefined],
] as const)('what others left damaged %s is forgotten', async (_, when) => {
  const { work, stage, isDone, finish } = othersStage(() => false);
  const finishBoth = () => {
    for (const unit of [0, 1] as const) finish(unit);
  };
  let turns = 0;
  const wait = when === 'later' ? waiting(() => (turns++ === 0 ? finishBoth() : undefined)) : when;
  if (when !== 'later') finishBoth();
  const { found, missing } = await closeLook(work, stage, { wait });
  expect(found).toBeUndefined();
  expect(missing).toEqual([0]);
  expect([isDone(0), isDone(1)]).toEqual([false, true]);
});

test('what is damaged and done again by others ends the wait', async () => {
  let looks = 0;
  const { work, stage, finish } = othersStage(() => looks++ > 0);
  finish(0);
  finish(1);
  const { found } = await closeLook(work, stage, { wait: waiting(() => finish(0)) });
  expect(found).toEqual([LEFT, LEFT]);
});
