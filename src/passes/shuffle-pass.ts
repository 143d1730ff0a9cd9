// The shuffle pass, for `order: 'seed-compat'` alone: a place in that order is known only when all rows that were kept are
// counted, so their records are written once more, by place. Memory: 8 bytes a kept row of the largest input.

import { join } from 'node:path';
import { z } from 'zod';
import { StackpairsError } from '../errors.ts';
import type { Manifest } from '../manifest.ts';
import { bySize, keyOfPlace, seedShuffles } from '../seed-order.ts';
import { workFileSchema } from './completion.ts';
import type { ConfigContext } from './context.ts';
import { sumColumns } from './route-pass.ts';
import type { RoutedConfig, RoutedRecords } from './routed-config.ts';
import type { ShuffleResult, ShuffleTask } from './shuffle-unit.ts';
import { runStage } from './stage.ts';
import { unitName } from './unit-name.ts';

/** Order keys of this many rows are surely different. */
const MOST_ROWS = 2 ** 31;

const shuffledSchema = z.object({ files: z.array(workFileSchema), counts: z.array(z.number()), sum: z.number() });

/** Routed rows in the order the pipeline asks for, and what the manifest says of it. */
export interface OrderedRows extends RoutedConfig {
  readonly seedOrder: Manifest['seedOrder'];
}

/** Puts the rows into the order of the original data set, if that is asked for. */
export async function shufflePass(context: ConfigContext, routed: RoutedConfig): Promise<OrderedRows> {
  const { plan, shard } = context;
  if (shard.order !== 'seed-compat') return { ...routed, seedOrder: null };
  const total = routed.records.reduce((sum, { rows }) => sum + rows, 0);
  if (total > MOST_ROWS) throw tooMany(total);
  const shuffle = seedShuffles(shard.seed);
  const done = new Map<RoutedRecords, ShuffleResult>();
  const seedOrder: NonNullable<Manifest['seedOrder']> = [];
  let place = 0;
  // One input after another: of the next one's keys there is no need before.
  for (const input of bySize(plan.inputs)) {
    const units = routed.records.filter((unit) => unit.input === input);
    const rows = units.reduce((sum, unit) => sum + unit.rows, 0);
    const keys = keysByRank(shuffle(rows), (at) => keyOfPlace(place + at, total));
    const results = await shuffleInput(units, keys, context);
    for (const [index, result] of results.entries()) done.set(units[index]!, result);
    const sum = results.reduce((sum, one) => (sum + one.sum) >>> 0, 0);
    seedOrder.push({ site: plan.inputs[input]!.site, rows, sum });
    place += rows;
  }
  const records = routed.records.map((unit) => {
    return { ...unit, path: shuffledPath(unit, context), counts: done.get(unit)!.counts };
  });
  const counts = sumColumns([...done.values()].map((result) => result.counts));
  return { ...routed, records, counts, seedOrder };
}

/** In memory that threads share. */
function keysByRank(ranks: Uint32Array, keyAt: (place: number) => number): Uint32Array {
  const keys = new Uint32Array(new SharedArrayBuffer(ranks.byteLength));
  for (let place = 0; place < ranks.length; place++) keys[ranks[place]!] = keyAt(place);
  return keys;
}

async function shuffleInput(units: readonly RoutedRecords[], keys: Uint32Array, context: ConfigContext) {
  const firstRanks = units.map((_, index) => units.slice(0, index).reduce((sum, { rows }) => sum + rows, 0));
  const { plan, work, workers, onProgress } = context;
  return runStage<ShuffleResult>(context, {
    work,
    schema: shuffledSchema,
    units: units.map((unit, index) => ({
      name: unitName('shuffle', unit.unit),
      perform: () => workers.perform<'shuffle'>(taskOf(unit, { ...context, keys, firstRank: firstRanks[index]! })),
    })),
    onDone: () => onProgress({ pass: 'shuffle', done: 1, total: plan.units.length }),
  });
}

interface ShuffleContext extends ConfigContext {
  readonly keys: Uint32Array;
  readonly firstRank: number;
}

function taskOf(unit: RoutedRecords, context: ShuffleContext): ShuffleTask {
  const { plan, keys, firstRank } = context;
  const shuffled = shuffledPath(unit, context);
  return { kind: 'shuffle', routed: unit.path, shuffled, firstRank, keys, layout: plan.layout };
}

function shuffledPath({ unit }: RoutedRecords, { work }: ConfigContext): string {
  return join(work, `${unitName('shuffle', unit)}.records`);
}

function tooMany(rows: number): StackpairsError {
  return new StackpairsError('bad_usage', "too many rows for the order 'seed-compat'", {
    expected: `at most ${MOST_ROWS}`,
    found: `${rows}`,
    hint: "Build the sites in several datasets, or ask for the order 'shuffled'",
  });
}
