// A build by many processes, on as many machines as see its folder: it is planned once; each process does its share of the
// units; and one writes the manifest when all is done. The passes are those of a build in one process: here they only run in
// shares, and what lies between them each process works out for itself from the completion records.

import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StackpairsError } from './errors.ts';
import { pipelinePath } from './load-pipeline.ts';
import { takeLock } from './lock.ts';
import { makeFolder } from './make-folder.ts';
import type { Manifest } from './manifest.ts';
import { MANIFEST_FILE } from './manifest-file.ts';
import { adoptPlan, claimFolder, PLAN_FILE, planIn, readFinished, WORK_FOLDER } from './passes/adopt-plan.ts';
import { type AttemptsOptions, openAttempts, removeAttempts } from './passes/attempts.ts';
import type { BuildRequest } from './passes/build-request.ts';
import type { Plan } from './passes/plan.ts';
import type { Share } from './passes/ranks.ts';
import { removeTemporaries } from './passes/remove-temporaries.ts';
import { readRequest, writeRequest } from './passes/request-file.ts';
import { withPaths } from './passes/request-paths.ts';
import { selectionOf } from './passes/selection-of.ts';
import { inShares, type ShareOptions, type Unfinished, type Waiting } from './passes/share.ts';
import { Paused } from './passes/together.ts';
import { expectRoomForBuild, type Prepared, prepareBuild } from './prepare-build.ts';
import { type Passed, runPasses } from './run-passes.ts';
import type { Mirror } from './storage/index.ts';

export type { Share } from './passes/ranks.ts';
export type { Unfinished, Waiting } from './passes/share.ts';

/** How a process takes part in a planned build. */
export interface PartRequest
  extends Pick<BuildRequest, 'threads' | 'temporary' | 'path' | 'signal' | 'now' | 'onProgress' | 'mirror'> {
  /** Folder of the dataset. */
  readonly out: string;
  /** Waits for others; by default what others have to do first ends it. */
  readonly wait?: Waiting | undefined;
}

/** Plans a build for many processes, and gives the plan. The same request finds its own plan; another one is `bad_usage`. */
export async function planBuild(asked: BuildRequest): Promise<Plan> {
  if (asked.inputs.some(({ container }) => container === 'auto')) {
    throw new StackpairsError('bad_usage', 'standard input cannot be read by several processes', {
      hint: 'Write it into a file that all of them see, or use `run`',
    });
  }
  const shared = sharedBy(asked);
  await shared?.look(resolve(asked.out));
  const prepared = await prepareBuild(asked);
  const { request, out, plan, loaded } = prepared;
  claimFolder(out);
  const unlock = await takeLock(out, request.temporary);
  try {
    const work = join(out, WORK_FOLDER);
    makeFolder(work);
    if (readFinished(out, plan) === undefined) expectRoomForBuild(prepared);
    const { path } = request.pipeline;
    // A built-in pipeline lies elsewhere on another machine.
    const isBuiltIn = path === (await pipelinePath(loaded.file, ''));
    const isNew = planIn(out) === undefined;
    if (isNew) writeRequest(work, request, isBuiltIn ? loaded.file : path);
    // Last: where there is a plan, units can begin.
    adoptPlan(out, plan);
    if (isNew && shared !== undefined) await publishPlan(out, plan, shared);
    return plan;
  } finally {
    await unlock();
  }
}

/** The mirror, where it is what the processes of a build share. */
function sharedBy({ out, mirror }: Pick<PartRequest, 'out' | 'mirror'>): Mirror | undefined {
  return mirror?.isMirrored(resolve(out)) ? mirror : undefined;
}

/** Of several who plan at once one is the first, and the others find its plan. */
async function publishPlan(out: string, plan: Plan, mirror: Mirror): Promise<void> {
  const path = join(out, WORK_FOLDER, PLAN_FILE);
  await mirror.publishWritten(out, { but: [path] });
  if (await mirror.publishFirst(path)) return;
  rmSync(path);
  await mirror.look(out);
  adoptPlan(out, plan);
}

/** What a process is to do. */
export interface ShareRequest extends PartRequest {
  readonly share: Share;
  /** `read`, `title-body/agree` and so on, as `status` names them; by default all, one after another. */
  readonly pass?: string | undefined;
  /** Who this is, in the notes of what is under way. */
  readonly attempts: AttemptsOptions;
}

/** Does a share of a planned build. Throws `unfinished` where others have to do theirs first. */
export async function buildShare(request: ShareRequest): Promise<void> {
  const { share, pass, wait, now, attempts } = request;
  const out = resolve(request.out);
  const mirror = sharedBy(request);
  await planned(request);
  const prepared = await prepareShare(out, request);
  if (readFinished(out, prepared.plan) !== undefined) return;
  const unfinished: Unfinished[] = [];
  let isReached = false;
  const passed = await passedOrPaused(prepared, {
    share,
    pass,
    wait: pass === undefined ? wait : undefined,
    now,
    mirror,
    attempts: openAttempts(join(out, WORK_FOLDER), attempts, mirror),
    onReached: () => {
      isReached = true;
    },
    onUnfinished: (one) => unfinished.push(one),
  });
  if (isReached && pass !== undefined) return;
  if (unfinished.length > 0) throw notYet(out, unfinished);
  if (passed === undefined || pass === undefined) return;
  throw new StackpairsError('bad_usage', 'the build has no such pass', {
    at: out,
    found: pass,
    hint: 'build-dataset status names those that it has',
  });
}

/** The stages that stop a planned build from going on: none if it can be finished. Nothing is built. */
export async function unfinishedStages(request: PartRequest): Promise<Unfinished[]> {
  await sharedBy(request)?.look(resolve(request.out));
  const prepared = await prepareShare(resolve(request.out), request);
  const unfinished: Unfinished[] = [];
  await passedOrPaused(prepared, { mirror: sharedBy(request), onUnfinished: (one) => unfinished.push(one) });
  return unfinished;
}

/**
 * Checks what all units left, writes what says what the dataset is, and gives its manifest. Throws `unfinished` where units
 * are missing; one that left a damaged shard counts as missing from then on.
 */
export async function finishBuild(request: PartRequest): Promise<Manifest> {
  const out = resolve(request.out);
  const mirror = sharedBy(request);
  await planned(request);
  const prepared = await prepareShare(out, request);
  const unlock = await takeLock(out, request.temporary);
  try {
    const earlier = readFinished(out, prepared.plan);
    if (earlier !== undefined) return earlier;
    const unfinished: Unfinished[] = [];
    const passed = await passedOrPaused(prepared, {
      mirror,
      wait: request.wait,
      closeness: 'output',
      isFinish: true,
      onUnfinished: (one) => unfinished.push(one),
    });
    if (passed === undefined) throw notYet(out, unfinished);
    removeTemporaries(out);
    const { finish } = await import('./passes/finish.ts');
    const { loaded } = prepared;
    const { request: asked } = prepared;
    const settled = { ...passed.left, loaded, selection: selectionOf(asked), signal: asked.signal };
    const manifest = await finish(passed.context, settled);
    await removeAttempts(join(out, WORK_FOLDER), mirror);
    await mirror?.publishWritten(out, { last: join(out, MANIFEST_FILE) });
    return manifest;
  } finally {
    await unlock();
  }
}

interface TakingPart extends Omit<ShareOptions, 'work' | 'workers'> {
  /** Whether what is done once is done here. */
  readonly isFinish?: boolean;
}

async function passedOrPaused(
  prepared: Prepared,
  { isFinish = false, ...part }: TakingPart,
): Promise<Passed | undefined> {
  try {
    return await runPasses(prepared, ({ work, workers }) => ({
      isShare: !isFinish,
      runStage: inShares({ ...part, work, workers }),
    }));
  } catch (error) {
    if (error instanceof Paused) return undefined;
    throw error;
  }
}

/** What was asked for when the build was planned, as it is here and now; `bad_usage` if that would be another build. */
async function prepareShare(out: string, part: PartRequest): Promise<Prepared> {
  const { threads, temporary, path, signal, now, onProgress, mirror } = part;
  const written = readRequest(join(out, WORK_FOLDER));
  const asked = mirror === undefined ? written : withPaths(written, (path) => mirror.path(path));
  const { pipeline, selection, inputs, tuning, code: _, ...rest } = asked;
  const prepared = await prepareBuild({
    ...rest,
    out,
    pipeline: { path: await pipelinePath(pipeline, ''), selection: selection as BuildRequest['pipeline']['selection'] },
    inputs: inputs.map((input) => ({ ...input, dumpDate: input.dumpDate })),
    tuning: tuning as BuildRequest['tuning'],
    threads,
    temporary,
    path,
    signal,
    now,
    onProgress,
    mirror,
  });
  adoptPlan(
    out,
    prepared.plan,
    'Use the version, Node, pipeline and files that it was planned with, or plan another --out',
  );
  return prepared;
}

/** Waits for the plan, if there is to be any waiting. */
async function planned({ wait, ...request }: Pick<PartRequest, 'out' | 'wait' | 'mirror'>): Promise<void> {
  const out = resolve(request.out);
  const mirror = sharedBy(request);
  await mirror?.look(out);
  // Ends with the patience of whoever waits, or with their process.
  for (let waited = 0; wait !== undefined && planIn(out) === undefined && waited < wait.patience; waited += wait.poll) {
    await wait.pause(wait.poll);
    await mirror?.look(out);
  }
  // One that cannot be read is told from none by whoever adopts it.
  if (existsSync(join(out, WORK_FOLDER, PLAN_FILE))) return;
  throw new StackpairsError('bad_usage', 'the folder has no planned build', {
    at: out,
    hint: 'Plan it first: build-dataset plan … --out DIR',
  });
}

function notYet(out: string, unfinished: readonly Unfinished[]): StackpairsError {
  const found = unfinished.map(({ stage, missing, weights }) => `${missing.size} of ${weights.length} of ${stage}`);
  return new StackpairsError('unfinished', 'units are not done yet', {
    at: out,
    found: `missing: ${found.join(', ')}`,
    hint: 'Let their processes end, or run those units: build-dataset status tells which',
  });
}
