// The count pass, for a stable order alone: every thread partition once more, in the threads, so that shards can be cut at
// fixed keys. In any other order they are cut at fixed counts, and there is nothing to do.

import { z } from 'zod';
import type { AgreePassResult } from './agree-pass.ts';
import { workFileSchema } from './completion.ts';
import type { ConfigContext } from './context.ts';
import type { CountResult, CountTask } from './count-keys.ts';
import { threadPartitions } from './layout.ts';
import type { RoutedConfig } from './routed-config.ts';
import { runStage } from './stage.ts';
import { unitName } from './unit-name.ts';

/** Rows that a unit looks at: enough to make its overhead vanish. */
const UNIT_ROWS = 500_000;

const number = z.number();
const countedSchema = z.object({
  files: z.array(workFileSchema),
  rows: z.array(z.tuple([number, number, number, number])),
});

/** Counts what is not counted yet: `[input, side, key, rows]` of all rows that stay; undefined where nobody asks. */
export async function countPass(
  context: ConfigContext,
  { records }: RoutedConfig,
  { verdicts }: AgreePassResult,
): Promise<CountResult['rows'] | undefined> {
  const { plan, shard, work, workers } = context;
  if (shard.order !== 'stable') return undefined;
  const partitions = threadPartitions(plan.layout);
  const rows = records.reduce((sum, unit) => sum + unit.rows, 0);
  const units = Math.max(1, Math.min(partitions, Math.ceil(rows / UNIT_ROWS)));
  const first = (unit: number) => Math.floor((unit * partitions) / units);
  const spills = records.map(({ path, input }) => ({ path, input }));
  const counted = await runStage<CountResult>(context, {
    work,
    schema: countedSchema,
    units: Array.from({ length: units }, (_, unit) => {
      const task: CountTask = { kind: 'count', records: spills, verdicts, from: first(unit), to: first(unit + 1) };
      return { name: unitName('count', unit), perform: () => workers.perform<'count'>(task) };
    }),
  });
  return counted.flatMap(({ rows }) => rows);
}
