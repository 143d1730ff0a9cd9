// Runs the units of one pass, but for those that an earlier run has done.

import pLimit from 'p-limit';
import { readCompletion, writeCompletion } from '../completion.ts';
import type { PassContext, Progress } from '../context.ts';
import type { ScreenUnit } from '../screen/perform-screen.ts';
import { unitName } from '../unit-name.ts';
import { type NearResult, nearResultSchema } from './near-result.ts';
import type { NearTask } from './perform-near.ts';

interface UnitsContext extends PassContext {
  readonly pass: Progress['pass'];
  /** Units of all passes together, for the progress. */
  readonly total: number;
}

/** Runs these units, and gives their results in order. */
export async function runUnits(
  units: readonly number[],
  { pass, total, work, workers, onProgress }: UnitsContext,
  taskOf: (unit: number) => NearTask | ScreenUnit,
): Promise<NearResult[]> {
  return pLimit(workers.width).map(units, async (unit) => {
    const task = taskOf(unit);
    const name = unitName(task.kind, unit);
    const earlier = await readCompletion(work, name, nearResultSchema);
    const done = earlier ?? (await workers.perform<'near'>(task));
    if (earlier === undefined) writeCompletion(work, name, done);
    onProgress({ pass, done: 1, total });
    return done;
  });
}
