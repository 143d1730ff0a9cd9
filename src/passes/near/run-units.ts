// Runs the units of one pass, but for those that an earlier run has done.

import type { ConfigContext, Progress } from '../context.ts';
import type { ScreenUnit } from '../screen/perform-screen.ts';
import { runStage } from '../stage.ts';
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
  context: UnitsContext,
  taskOf: (unit: number) => NearTask | ScreenUnit,
): Promise<NearResult[]> {
  const { pass, total, config, columns, dedupe, work, workers, onProgress } = context;
  const of = { config, columns, dedupe };
  return runStage<NearResult>(context, {
    work,
    schema: nearResultSchema,
    units: units.map((unit) => {
      const task = taskOf(unit);
      return {
        name: unitName(task.kind, unit),
        perform: () => workers.perform<'near'>({ ...task, of }),
      };
    }),
    onDone: () => onProgress({ pass, done: 1, total }),
  });
}
