// What a build is asked for, looked at as far as that writes nothing: the pipeline is loaded, and the work is planned.

import { resolve } from 'node:path';
import { StackpairsError } from './errors.ts';
import { type LoadedPipeline, loadPipeline } from './load-pipeline.ts';
import { lookAtInputs } from './look-at-inputs.ts';
import { planIn } from './passes/adopt-plan.ts';
import type { BuildRequest } from './passes/build-request.ts';
import { checkDisk, setsAsRead } from './passes/disk.ts';
import { makePlan, type Plan } from './passes/plan.ts';
import type { Pipeline } from './pipeline.ts';
import { takedownsOf } from './takedown/takedowns-of.ts';
import { readTakedowns } from './takedown-list.ts';

/** A build that is ready to begin, or to go on. */
export interface Prepared {
  /** With its inputs in order, and the takedowns that concern them. */
  readonly request: BuildRequest;
  /** Absolute path of the output folder. */
  readonly out: string;
  readonly plan: Plan;
  readonly loaded: LoadedPipeline;
}

/** Loads what is asked for and plans it. Throws StackpairsError. */
export async function prepareBuild(asked: BuildRequest): Promise<Prepared> {
  await lookAtInputs(asked);
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
  return { request, out, plan: await makePlan({ ...request, earlier }, loaded), loaded };
}

/** Throws `disk_full` if the disk looks too small, unless the request says that it is not to be looked at. */
export function expectRoomForBuild({ request, out, plan, loaded }: Prepared): void {
  // Object storage has room.
  if (request.ignoreDisk || request.mirror?.isMirrored(out)) return;
  checkDisk(out, [...request.inputs, ...setsAsRead(plan.pairs)], loaded.pipeline);
}

function expectComparison({ dedupe }: Pipeline, against: readonly string[] = []): void {
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
