// The plot: the dumps are read, and each config goes through its passes. Whether one process does all of it, or many a share
// each, makes no difference here.

import { join } from 'node:path';
import { isJoining, keepsClusters } from './config-rules.ts';
import { WORK_FOLDER } from './passes/adopt-plan.ts';
import { allConfigs } from './passes/all-configs.ts';
import { screenedIn } from './passes/config-passes.ts';
import { configRows } from './passes/config-rows.ts';
import type { PassContext } from './passes/context.ts';
import { fetchingWorkers } from './passes/fetching-workers.ts';
import type { Finished } from './passes/finish.ts';
import { openers } from './passes/open-unit.ts';
import { expectUnchanged } from './passes/plan-files.ts';
import { readPass } from './passes/read-pass.ts';
import { listHits } from './passes/screen/list-hits.ts';
import { neededTables } from './passes/side-tables.ts';
import { takeOver } from './passes/take-over.ts';
import type { Prepared } from './prepare-build.ts';
import { openWorkers, type Workers } from './workers/pool.ts';

/** What the passes left. */
export interface Passed {
  readonly context: PassContext;
  readonly left: Pick<Finished, 'configs' | 'digests' | 'contamination' | 'links' | 'users'>;
}

/** How this process takes part; by default it does all of it. */
export type TakePart = (context: PassContext) => Pick<PassContext, 'runStage' | 'isShare'>;

/** Runs all passes. Throws StackpairsError, the signal's reason when it was stopped, or Paused where others have to go on. */
export async function runPasses(prepared: Prepared, takePart: TakePart = () => ({})): Promise<Passed> {
  const { request, plan, loaded } = prepared;
  const { threads, kernel = 'wasm', signal, mirror } = request;
  const { pipeline, scripts } = loaded;
  const start = { pipeline: { ...request.pipeline, scripts }, layout: plan.layout, kernel };
  const opened = openWorkers(threads, start, pipeline);
  const workers = mirror === undefined ? opened : fetchingWorkers(opened, mirror);
  const stop = () => void workers.close();
  signal?.addEventListener('abort', stop);
  const alone = contextOf(prepared, workers);
  const context = { ...alone, ...takePart(alone) };
  try {
    signal?.throwIfAborted();
    if (request.reuse !== undefined) await takeOver(context, request.reuse);
    const read = await readPass(context, pipeline);
    const { routed, links, users } = read;
    await expectUnchanged(plan, context);
    request.onPassEnd?.();
    const rows = await configRows(context, read, pipeline);
    const configs = await allConfigs({ ...context, names: users?.files }, rows, request.onPassEnd);
    const contamination = context.isShare ? null : await listHits(context, screenedIn(configs));
    return { context, left: { configs, digests: routed.digests, contamination, links, users } };
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    await workers.close();
  }
}

function contextOf({ request, out, plan, loaded: { pipeline } }: Prepared, workers: Workers): PassContext {
  const { inputs, pairs = [], against = [], benchmarks = [], onProgress = () => {}, onEstimate = () => {} } = request;
  const work = join(out, WORK_FOLDER);
  return {
    plan,
    inputs,
    tables: neededTables(inputs, pipeline),
    out,
    work,
    workers,
    now: request.now,
    shard: pipeline.shard,
    split: pipeline.split,
    keepsClusters: keepsClusters(pipeline),
    mix: pipeline.mix,
    joins: isJoining(pipeline),
    unitPosts: request.tuning?.unitPosts,
    pairs,
    against,
    benchmarks,
    decontaminate: { ...pipeline.decontaminate, ...(plan.contamination && { action: plan.contamination }) },
    ...openers({ ...request, work, workers }),
    stdin: request.stdin,
    mirror: request.mirror,
    onProgress,
    onEstimate,
  };
}
