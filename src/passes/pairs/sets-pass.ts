// Other people's pairs beside those of a pipeline: each set is read in a thread, as one unit, and makes a config of its own.

import { join } from 'node:path';
import { dedupeOf } from '../../config-rules.ts';
import { StackpairsError } from '../../errors.ts';
import { PAIRS_PREFIX, PAIRS_RECIPE } from '../../foreign.ts';
import type { Pipeline } from '../../pipeline.ts';
import { nameOf } from '../../recipe.ts';
import type { ConfigRows } from '../config-passes.ts';
import type { PassContext } from '../context.ts';
import { runStage } from '../stage.ts';
import { unitName } from '../unit-name.ts';
import type { ReadSetTask } from './read-set.ts';
import { setConfigs } from './set-name.ts';
import { type SetRows, setRowsSchema } from './set-rows.ts';

/** Reads the sets that are not read yet, and gives the rows of their configs. */
export async function setsPass(context: PassContext, { dedupe }: Pick<Pipeline, 'dedupe'>): Promise<ConfigRows[]> {
  const { plan, work, workers, onProgress } = context;
  const names = setConfigs(plan.pairs.map(({ name }) => name));
  const read = await runStage<SetRows>(context, {
    work,
    schema: setRowsSchema,
    units: plan.pairs.map(({ bytes }, set) => ({
      name: unitName('set', set),
      bytes,
      perform: () => workers.perform<'set'>(taskOf(set, context)),
    })),
    onDone: () => onProgress({ pass: 'pairs', done: 1, total: plan.pairs.length }),
  });
  return read.map(({ columns, book, counts, sha256 }, set) => {
    const { records, entries, input } = taskOf(set, context);
    return {
      name: names[set]!,
      recipe: { set, sha256, columns },
      dedupe: dedupeOf(columns, dedupe),
      routed: {
        books: [book],
        counts,
        records: [{ unit: 0, input, path: records, rows: book.kept, counts }],
        entries: [entries],
        samples: [],
      },
    };
  });
}

function taskOf(set: number, { plan, inputs, pairs, work }: PassContext): ReadSetTask {
  const path = (what: string) => join(work, `${unitName('set', set)}.${what}`);
  const { name } = plan.pairs[set]!;
  const [records, entries] = [path('records'), path('entries')];
  // Its rows are of one more input: see `asSeenBy`.
  return { kind: 'set', path: pairs[set]!, name, input: inputs.length, limit: plan.limit, records, entries };
}

/** Throws `bad_usage` if sets cannot stand beside the configs of a pipeline. */
export function expectRoomForSets({ recipes, shard }: Pick<Pipeline, 'recipes' | 'shard'>): void {
  const taken = recipes.map(nameOf).find((name) => name === PAIRS_RECIPE || name.startsWith(PAIRS_PREFIX));
  if (taken !== undefined) {
    throw new StackpairsError('bad_usage', "a recipe has the name that other people's pairs go by", {
      at: 'pairs',
      expected: 'recipes of other names',
      found: taken,
    });
  }
  if (shard.order !== 'seed-compat') return;
  throw new StackpairsError('bad_usage', "the order 'seed-compat' is of the original data set alone", {
    at: 'pairs',
    expected: "shard.order 'shuffled'",
    found: "'seed-compat'",
  });
}
