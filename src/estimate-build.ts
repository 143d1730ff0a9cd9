// What a build will take, by the cost model and the very plan that it would have; nothing is built, and nothing is written. The
// model is that of title-body, and knows nothing of unpacking, of networks and of schedulers: docs/scaling.md has those.

import { type Cost, predict } from './cost-model.ts';
import { MEASURED_COSTS } from './measured-costs.ts';
import type { BuildRequest } from './passes/build-request.ts';
import { estimateDisk, setsAsRead } from './passes/disk.ts';
import { prepareBuild } from './prepare-build.ts';
import { sum } from './sum.ts';

/** Processes that build together, and the threads of each. */
export interface Crew {
  readonly processes: number;
  readonly threads: number;
}

/** What a build will take. */
export interface BuildEstimate {
  readonly inputs: number;
  readonly xmlBytes: number;
  /** Units by pass: more threads than that have nothing to do. */
  readonly units: { readonly read: number; readonly agree: number; readonly reduce: number };
  readonly cost: Cost;
  /** Room that is asked for before a build begins: with what may be more than usual. */
  readonly diskBytes: number;
  /** For each crew, and what the read pass waits for at the least: one process digests the largest input. */
  readonly crews: readonly (Crew & { readonly seconds: number; readonly memoryBytes: number })[];
  readonly digestSeconds: number;
}

/** Estimates what is asked for, done by each of these crews. */
export async function estimateBuild(asked: BuildRequest, crews: readonly Crew[]): Promise<BuildEstimate> {
  const { request, plan, loaded } = await prepareBuild(asked);
  const read = [...request.inputs, ...setsAsRead(plan.pairs)];
  const xmlBytes = sum(read.map((input) => input.xmlBytes));
  const cost = predict(MEASURED_COSTS, xmlBytes);
  const units = {
    read: plan.units.length + plan.pairs.length,
    agree: plan.layout.fingerprints,
    reduce: Math.max(1, Math.ceil(cost.rows / loaded.pipeline.shard.rows)),
  };
  const digestSeconds = MEASURED_COSTS.digest * Math.max(0, ...request.inputs.map(({ bytes }) => bytes));
  return {
    inputs: request.inputs.length,
    xmlBytes,
    units,
    cost,
    diskBytes: estimateDisk(read, loaded.pipeline),
    crews: crews.map((crew) => ({
      ...crew,
      seconds: secondsOf(crew, { cost, units, digestSeconds }),
      memoryBytes: MEASURED_COSTS.peakBytes * crew.threads,
    })),
    digestSeconds,
  };
}

/** Passes that are shared, by the kind of their units. */
const SHARED = new Map<string, keyof BuildEstimate['units']>([
  ['read', 'read'],
  ['comments', 'read'],
  ['title-body/agree', 'agree'],
  ['title-body/reduce', 'reduce'],
]);

/** One pass after another: each takes its share of the work, but no less than its longest unit and what it takes to begin. */
function secondsOf(
  { processes, threads }: Crew,
  { cost, units, digestSeconds }: Pick<BuildEstimate, 'cost' | 'units' | 'digestSeconds'>,
): number {
  const passes = Object.entries(cost.seconds).map(([pass, all]) => {
    const kind = SHARED.get(pass);
    if (kind === undefined) return all;
    const { start } = MEASURED_COSTS.passes[pass]!;
    const shared = (all - start) / Math.min(processes * threads, units[kind]);
    return start + Math.max(shared, pass === 'read' ? digestSeconds : 0);
  });
  return sum(passes);
}
