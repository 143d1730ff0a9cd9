// The search for near-duplicates, between routing and agreeing, in six passes over files: sketch, pair, lend, verify,
// connect, enter. Each is a list of units that know nothing of each other; what one leaves is what the next one reads.

import { join } from 'node:path';
import pLimit from 'p-limit';
import type { NearRule } from '../../dedupe-rule.ts';
import { readCompletion, writeCompletion } from '../completion.ts';
import type { PassContext } from '../context.ts';
import { threadPartitions } from '../layout.ts';
import type { RoutePassResult } from '../route-pass.ts';
import { type NearUnitKind, unitName } from '../unit-name.ts';
import { firstDocuments } from './documents.ts';
import { type NearResult, nearResultSchema } from './near-result.ts';
import type { NearTask } from './perform-near.ts';

/** What was found. */
export interface NearPassResult {
  /** Entries for the agree pass. */
  readonly entries: readonly string[];
  /** Rows that have a near-duplicate, the clusters they form, pairs compared and pairs found alike. */
  readonly tally: Readonly<Record<string, number>>;
}

/** Enters every row for the agree pass, where its rules are not those that the route pass knows. */
export async function enterPass(context: PassContext, routed: RoutePassResult): Promise<readonly string[]> {
  const { plan, work } = context;
  const partitions = range(threadPartitions(plan.layout));
  const records = recordsOf(context);
  const firsts = firstDocuments(routed.counts);
  const entries = (unit: number) => join(work, `${unitName('enter', unit)}.entries`);
  await runUnits(partitions, {
    ...context,
    total: partitions.length,
    task: (unit) => ({ kind: 'enter', partition: unit, records, firsts, members: undefined, entries: entries(unit) }),
  });
  return partitions.map(entries);
}

/** Finds the clusters of rows that are nearly alike. */
export async function nearPass(context: PassContext, routed: RoutePassResult, rule: NearRule): Promise<NearPassResult> {
  const { plan, work } = context;
  const { layout } = plan;
  const firsts = firstDocuments(routed.counts);
  const partitions = range(threadPartitions(layout));
  const keys = range(layout.bands + layout.fingerprints);
  const records = recordsOf(context);
  const total = 4 * partitions.length + keys.length + 1;
  const run = (units: readonly number[], task: (unit: number) => NearTask) =>
    runUnits(units, { ...context, task, total });
  const files = (kind: NearUnitKind, what: string, units: readonly number[]) =>
    units.map((unit) => join(work, `${unitName(kind, unit)}.${what}`));
  const file = (kind: NearUnitKind, what: string, unit: number) => files(kind, what, [unit])[0]!;
  const documents = (partition: number) => ({ partition, records, firsts });
  const { similarity } = rule;

  const sketched = await run(partitions, (unit) => ({
    kind: 'sketch',
    ...documents(unit),
    bands: file('sketch', 'bands', unit),
  }));
  const paired = await run(keys, (unit) => ({
    kind: 'pair',
    partition: unit,
    bands: files('sketch', 'bands', partitions),
    firsts,
    candidates: file('pair', 'candidates', unit),
    edges: file('pair', 'edges', unit),
  }));
  const lent = await run(partitions, (unit) => ({
    kind: 'lend',
    ...documents(unit),
    candidates: files('pair', 'candidates', keys),
    similarity,
    sets: file('lend', 'sets', unit),
    edges: file('lend', 'edges', unit),
  }));
  const verified = await run(partitions, (unit) => ({
    kind: 'verify',
    ...documents(unit),
    sets: files('lend', 'sets', partitions),
    similarity,
    edges: file('verify', 'edges', unit),
  }));
  const connected = await run([0], () => ({
    kind: 'connect',
    edges: [
      ...files('pair', 'edges', keys),
      ...files('lend', 'edges', partitions),
      ...files('verify', 'edges', partitions),
    ],
    firsts,
    members: file('connect', 'members', 0),
  }));
  const entered = await run(partitions, (unit) => ({
    kind: 'enter',
    ...documents(unit),
    members: file('connect', 'members', 0),
    entries: file('enter', 'entries', unit),
  }));
  return {
    entries: files('enter', 'entries', partitions),
    tally: sumTallies([sketched, paired, lent, verified, connected, entered].flat()),
  };
}

interface UnitsContext extends PassContext {
  readonly task: (unit: number) => NearTask;
  readonly total: number;
}

/** Runs every unit of a pass that is not done yet. */
async function runUnits(units: readonly number[], { task, total, work, workers, onProgress }: UnitsContext) {
  return pLimit(workers.width).map(units, async (unit): Promise<NearResult> => {
    const asked = task(unit);
    const name = unitName(asked.kind, unit);
    const earlier = await readCompletion(work, name, nearResultSchema);
    const done = earlier ?? (await workers.perform<'near'>(asked));
    if (earlier === undefined) writeCompletion(work, name, done);
    onProgress({ pass: 'near', done: 1, total });
    return done;
  });
}

function recordsOf({ plan, work }: PassContext) {
  return plan.units.map(({ unit, input }) => ({ input, path: join(work, `${unitName('route', unit)}.records`) }));
}

function sumTallies(results: readonly NearResult[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { tally } of results) {
    for (const [name, count] of Object.entries(tally)) sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
