// The plot: a plan; the dumps are read; each config goes through its passes; and a manifest. Everything that an earlier run of
// the same plan has done is taken over. Nothing here knows the command line, the clock or the environment.

import { join, resolve } from 'node:path';
import { isJoining } from './config-rules.ts';
import { StackpairsError } from './errors.ts';
import { type LoadedPipeline, loadPipeline } from './load-pipeline.ts';
import { takeLock } from './lock.ts';
import { makeFolder } from './make-folder.ts';
import type { Manifest } from './manifest.ts';
import { adoptPlan, claimFolder, planIn, readFinished, WORK_FOLDER } from './passes/adopt-plan.ts';
import type { BuildRequest } from './passes/build-request.ts';
import { configPasses, type FinishedConfig, screenedIn } from './passes/config-passes.ts';
import { configRows } from './passes/config-rows.ts';
import type { PassContext } from './passes/context.ts';
import { checkDisk, setsAsRead } from './passes/disk.ts';
import { openers } from './passes/open-unit.ts';
import { makePlan, type Plan } from './passes/plan.ts';
import { expectUnchanged } from './passes/plan-files.ts';
import { readPass } from './passes/read-pass.ts';
import { removeTemporaries } from './passes/remove-temporaries.ts';
import { expectSameStdin } from './passes/same-stdin.ts';
import { listHits } from './passes/screen/list-hits.ts';
import { neededTables } from './passes/side-tables.ts';
import { takeOver } from './passes/take-over.ts';
import type { Pipeline } from './pipeline.ts';
import { takedownsOf } from './takedown/takedowns-of.ts';
import { readTakedowns } from './takedown-list.ts';
import { openWorkers, type Workers } from './workers/pool.ts';

export { claimFolder, PLAN_FILE, WORK_FOLDER } from './passes/adopt-plan.ts';
export type { BuildRequest } from './passes/build-request.ts';
export type { Progress } from './passes/context.ts';
export { folderBytes } from './passes/disk.ts';
export type { NearEstimate } from './passes/near/estimate.ts';
export { keepReusable } from './passes/take-over.ts';

/** Builds a dataset and gives its manifest. Throws StackpairsError, or the signal's reason when it was stopped. */
export async function build(asked: BuildRequest): Promise<Manifest> {
  // An input's number stands for its site wherever rows are compared, so inputs go by site.
  const inputs = asked.inputs.toSorted((a, b) => (a.site < b.site ? -1 : 1));
  const takedowns = takedownsOf(asked.takedowns === undefined ? [] : readTakedowns(asked.takedowns), inputs).names;
  const request = { ...asked, inputs, pipeline: { ...asked.pipeline, takedowns } };
  const out = resolve(request.out);
  const loaded = await loadPipeline(request.pipeline);
  expectComparison(loaded.pipeline, request.against);
  await expectSomething(request, loaded.pipeline);
  // What was begun here goes on as it was cut up then.
  const earlier = request.reuse === undefined ? undefined : (planIn(out) ?? planIn(request.reuse));
  const plan = await makePlan({ ...request, earlier }, loaded);
  claimFolder(out);
  const unlock = await takeLock(out, request.temporary);
  try {
    makeFolder(join(out, WORK_FOLDER));
    adoptPlan(out, plan);
    return (await finishedBefore(request, { out, plan, loaded })) ?? (await runPasses(request, { out, plan, loaded }));
  } finally {
    await unlock();
  }
}

interface Prepared {
  readonly out: string;
  readonly plan: Plan;
  readonly loaded: LoadedPipeline;
}

/** The manifest of an earlier run, if that was of the very same input. */
async function finishedBefore({ stdin }: BuildRequest, { out, plan }: Prepared): Promise<Manifest | undefined> {
  const manifest = readFinished(out, plan);
  const piped = manifest?.inputs.find(({ container }) => container === 'auto');
  if (piped !== undefined) await expectSameStdin(stdin, piped.sha256);
  return manifest;
}

async function runPasses(request: BuildRequest, prepared: Prepared): Promise<Manifest> {
  const { out, plan, loaded } = prepared;
  const { inputs, threads, kernel = 'wasm', signal } = request;
  const { pipeline } = loaded;
  removeTemporaries(out);
  if (!request.ignoreDisk) checkDisk(out, [...inputs, ...setsAsRead(plan.pairs)], pipeline);
  const workers = openWorkers(threads, { pipeline: request.pipeline, layout: plan.layout, kernel }, pipeline);
  const stop = () => void workers.close();
  signal?.addEventListener('abort', stop);
  const context = contextOf(request, prepared, workers);
  try {
    signal?.throwIfAborted();
    if (request.reuse !== undefined) await takeOver(context, request.reuse);
    // What is needed last is loaded while the threads are at work.
    const [read, { finish }] = await Promise.all([readPass(context, pipeline), import('./passes/finish.ts')]);
    const { routed, links, users } = read;
    await expectUnchanged(plan, context);
    request.onPassEnd?.();
    const configs: FinishedConfig[] = [];
    for (const config of await configRows(context, read, pipeline)) {
      configs.push(await configPasses({ ...context, names: users?.files }, config));
      request.onPassEnd?.();
    }
    const contamination = await listHits(context, screenedIn(configs));
    const selection = selectionOf(request);
    return await finish(context, {
      configs,
      digests: routed.digests,
      contamination,
      loaded,
      selection,
      links,
      users,
      signal,
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    await workers.close();
    if (signal?.aborted) removeTemporaries(out);
  }
}

function contextOf(
  request: BuildRequest,
  { out, plan, loaded: { pipeline } }: Prepared,
  workers: Workers,
): PassContext {
  const { inputs, pairs = [], against = [], benchmarks = [], onProgress = () => {}, onEstimate = () => {} } = request;
  const work = join(out, WORK_FOLDER);
  return {
    plan,
    inputs,
    tables: neededTables(inputs, pipeline),
    out,
    work,
    workers,
    shard: pipeline.shard,
    mix: pipeline.mix,
    joins: isJoining(pipeline),
    unitPosts: request.tuning?.unitPosts,
    pairs,
    against,
    benchmarks,
    decontaminate: { ...pipeline.decontaminate, ...(plan.contamination && { action: plan.contamination }) },
    ...openers({ ...request, work, workers }),
    stdin: request.stdin,
    onProgress,
    onEstimate,
  };
}

function expectComparison({ dedupe }: LoadedPipeline['pipeline'], against: readonly string[] = []): void {
  if (against.length === 0 || dedupe.exact !== 'off' || dedupe.near !== undefined) return;
  throw new StackpairsError('bad_usage', 'the pipeline says of no rows that they are the same', {
    at: 'against',
    expected: 'dedupe.exact or dedupe.near',
    found: "dedupe: { exact: 'off' }",
  });
}

/** Throws `bad_usage` if there is nothing to build from, or other people's pairs that cannot stand beside the rest. */
async function expectSomething({ inputs, pairs = [] }: BuildRequest, pipeline: Pipeline): Promise<void> {
  if (pairs.length > 0) (await import('./passes/pairs/sets-pass.ts')).expectRoomForSets(pipeline);
  if (inputs.length + pairs.length > 0) return;
  throw new StackpairsError('bad_usage', 'nothing to build from', {
    at: 'inputs',
    expected: 'a dump or a set of pairs',
  });
}

function selectionOf({ pipeline, limit }: BuildRequest): Manifest['selection'] {
  const { tags, ...dates } = pipeline.selection;
  return { ...dates, ...(tags === undefined ? {} : { tags: [...tags] }), ...(limit === undefined ? {} : { limit }) };
}
