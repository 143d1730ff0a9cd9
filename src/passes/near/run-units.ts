// Runs the units of one pass, but for those that an earlier run has done.

import pLimit from 'p-limit';
import { doneOnce } from '../completion.ts';
import type { ConfigContext, Progress } from '../context.ts';
import type { ScreenUnit } from '../screen/perform-screen.ts';
import { unitName } from '../unit-name.ts';
import { type NearResult, nearResultSchema } from './near-result.ts';
import type { NearTask } from './perform-near.ts';

interface UnitsContext extends ConfigContext {
  readonly pass: Progress['pass'];
  /** Units of all passes together, for the progress. */
  readonly total: number;
}

/** Runs these units, and gives their results in order. */
export async function runUnits(
  units: readonly number[],
  { pass, total, config, columns, dedupe, work, workers, onProgress }: UnitsContext,
  taskOf: (unit: number) => NearTask | ScreenUnit,
): Promise<NearResult[]> {
  const of = { config, columns, dedupe };
  return pLimit(workers.width).map(units, async (unit) => {
    const task = taskOf(unit);
    const completion = { work, name: unitName(task.kind, unit), schema: nearResultSchema };
    const done = await doneOnce(completion, () => workers.perform<'near'>({ ...task, of }));
    onProgress({ pass, done: 1, total });
    return done;
  });
}
