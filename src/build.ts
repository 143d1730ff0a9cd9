// A build from its first byte to its manifest, in one process: a plan, the passes, and what says what the dataset is.
// Everything that an earlier run of the same plan has done is taken over. Nothing here knows the command line, the clock
// or the environment.

import { join } from 'node:path';
import { takeLock } from './lock.ts';
import { makeFolder } from './make-folder.ts';
import type { Manifest } from './manifest.ts';
import { adoptPlan, claimFolder, readFinished, WORK_FOLDER } from './passes/adopt-plan.ts';
import type { BuildRequest } from './passes/build-request.ts';
import { removeTemporaries } from './passes/remove-temporaries.ts';
import { expectSameStdin } from './passes/same-stdin.ts';
import { selectionOf } from './passes/selection-of.ts';
import { expectRoomForBuild, type Prepared, prepareBuild } from './prepare-build.ts';
import { runPasses } from './run-passes.ts';

export { claimFolder, PLAN_FILE, WORK_FOLDER } from './passes/adopt-plan.ts';
export type { BuildRequest } from './passes/build-request.ts';
export type { Progress } from './passes/context.ts';
export { folderBytes } from './passes/disk.ts';
export type { NearEstimate } from './passes/near/estimate.ts';
export { keepReusable } from './passes/take-over.ts';

/** Builds a dataset and gives its manifest. Throws StackpairsError, or the signal's reason when it was stopped. */
export async function build(asked: BuildRequest): Promise<Manifest> {
  const prepared = await prepareBuild(asked);
  const { request, out, plan } = prepared;
  claimFolder(out);
  const unlock = await takeLock(out, request.temporary);
  try {
    makeFolder(join(out, WORK_FOLDER));
    adoptPlan(out, plan);
    return (await finishedBefore(prepared)) ?? (await runAll(prepared));
  } finally {
    await unlock();
  }
}

/** The manifest of an earlier run, if that was of the very same input. */
async function finishedBefore({ request, out, plan }: Prepared): Promise<Manifest | undefined> {
  const manifest = readFinished(out, plan);
  const piped = manifest?.inputs.find(({ container }) => container === 'auto');
  if (piped !== undefined) await expectSameStdin(request.stdin, piped.sha256);
  return manifest;
}

async function runAll(prepared: Prepared): Promise<Manifest> {
  const { request, out, loaded } = prepared;
  removeTemporaries(out);
  expectRoomForBuild(prepared);
  try {
    const passing = runPasses(prepared);
    // What is needed last is loaded while the threads are at work.
    const [{ context, left }, { finish }] = await Promise.all([passing, import('./passes/finish.ts')]);
    return finish(context, { ...left, loaded, selection: selectionOf(request) });
  } finally {
    if (request.signal?.aborted) removeTemporaries(out);
  }
}
