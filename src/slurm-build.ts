// A planned build on a cluster of Slurm: pass after pass an array of what is missing, followed by the records in the folder
// and not by exit codes, until nothing is missing. What was lost (a task that failed, a node that died) is submitted again,
// alone, and so often. Nothing is kept but the folder: the same command goes on where it was stopped.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { finishBuild, type PartRequest, type Unfinished, unfinishedStages } from './build-shares.ts';
import { cancelJob, largestArray, liveTasks, submitArray } from './cluster/index.ts';
import { StackpairsError } from './errors.ts';
import { makeFolder } from './make-folder.ts';
import type { Manifest } from './manifest.ts';
import { WORK_FOLDER } from './passes/adopt-plan.ts';
import { failureOf, readAttempts } from './passes/attempts.ts';
import { ranksOf } from './passes/ranks.ts';
import { passOf } from './passes/unit-name.ts';
import { ranksFor } from './passes/work-size.ts';

// No config can have this name.
const LOGS_FOLDER = '.logs';
/** Failures that come again, however often a unit is tried. */
const LASTING = new Set([
  'bad_usage',
  'bad_pipeline',
  'bad_input',
  'damaged_archive',
  'damaged_row',
  'unbalanced_books',
]);

/** How a build goes to a cluster. */
export interface SlurmRequest extends Omit<PartRequest, 'wait'> {
  /** What starts this program on a node: a command and its first arguments. */
  readonly command: readonly string[];
  /** Tasks at work at once. */
  readonly atOnce: number;
  /** Cores, and threads, of a task. */
  readonly cores: number;
  /** Times that what is missing of a pass is submitted again. */
  readonly retries: number;
  /** More arguments of sbatch. */
  readonly sbatch: readonly string[];
  /** Seconds of work that a task is to have at least. */
  readonly taskSeconds: number;
  /** Milliseconds between two looks. */
  readonly poll: number;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly onEvent: (event: SlurmEvent) => void;
}

/** What happens on the cluster. */
export type SlurmEvent =
  | {
      readonly kind: 'submitted';
      readonly pass: string;
      readonly job: string;
      readonly tasks: number;
      readonly again: number;
    }
  | {
      readonly kind: 'progress';
      readonly pass: string;
      readonly done: number;
      readonly units: number;
      readonly tasks: number;
    };

/** Works off a planned build, and gives its manifest. Throws what a unit failed with, when trying again does not help. */
export async function slurmBuild(request: SlurmRequest): Promise<Manifest> {
  const most = await largestArray();
  const submitted = new Map<string, number>();
  // Ends: each turn either passes a pass, of which there are few, or uses up one of its retries.
  for (;;) {
    const unfinished = await unfinishedStages({ ...request, onProgress: undefined });
    const [first] = unfinished;
    if (first === undefined) return finishBuild({ ...request, onProgress: undefined });
    const pass = passOf(first.stage);
    const again = submitted.get(pass) ?? 0;
    const lasting = lastingFailure(request, pass);
    if (again > request.retries || (again > 0 && lasting !== undefined)) {
      throw lasting ?? givenUp(request, pass, unfinished);
    }
    submitted.set(pass, again + 1);
    await workOff(request, { pass, stages: unfinished.filter(({ stage }) => passOf(stage) === pass), again, most });
  }
}

interface Pass {
  readonly pass: string;
  readonly stages: readonly Unfinished[];
  readonly again: number;
  /** Tasks that an array may have. */
  readonly most: number;
}

/** Submits what is missing of a pass, and waits until it is there or nobody is left at work. */
async function workOff(request: SlurmRequest, { pass, stages, again, most }: Pass): Promise<void> {
  const { out, cores, atOnce, sbatch, pause, poll, onEvent } = request;
  const logs = join(resolve(out), WORK_FOLDER, LOGS_FOLDER);
  makeFolder(logs);
  const world = Math.min(most, ranksFor(stages, { threads: cores, taskSeconds: request.taskSeconds }));
  const ranks = missingRanks(stages, world);
  const script = scriptOf(request, pass, world);
  const name = `stackpairs-${pass.replaceAll('/', '-')}`;
  const job = await submitArray({ name, ranks, atOnce, script, logs, more: sbatch, cores });
  onEvent({ kind: 'submitted', pass, job, tasks: ranks.length, again });
  const units = stages.reduce((sum, { weights }) => sum + weights.length, 0);
  const isThere = () =>
    stages.flatMap(({ missing }) => [...missing.values()]).filter((path) => !existsSync(path)).length;
  try {
    // Ends when no task is left, which the time limit of the cluster sees to.
    for (;;) {
      const tasks = await liveTasks(job);
      const left = isThere();
      onEvent({ kind: 'progress', pass, done: units - left, units, tasks });
      if (tasks === 0 || left === 0) return;
      await pause(poll);
    }
  } finally {
    // What is held or hangs would never leave the queue.
    await cancelJob(job);
  }
}

function missingRanks(stages: readonly Unfinished[], world: number): number[] {
  const ranks = stages.flatMap(({ weights, missing }) => {
    const of = ranksOf(weights, world);
    return [...missing.keys()].map((unit) => of[unit]!);
  });
  return [...new Set(ranks)].sort((a, b) => a - b);
}

function scriptOf({ command, out, cores }: SlurmRequest, pass: string, world: number): string {
  const words = [...command, 'unit', resolve(out), '--pass', pass, '--world', `${world}`, '--threads', `${cores}`];
  // The shell that reads the script is replaced, so that a signal of Slurm reaches the command.
  return `exec ${words.map(quoted).join(' ')} --rank "$SLURM_ARRAY_TASK_ID"`;
}

/** A word for a shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** Why a unit of the pass failed, if it would fail again. */
function lastingFailure({ out }: SlurmRequest, pass: string): StackpairsError | undefined {
  const { failed } = readAttempts(join(resolve(out), WORK_FOLDER));
  const own = failed.filter(({ stage }) => passOf(stage) === pass).map(failureOf);
  return own.find((error) => error !== undefined && LASTING.has(error.code));
}

function givenUp({ out, retries }: SlurmRequest, pass: string, unfinished: readonly Unfinished[]): StackpairsError {
  const work = join(resolve(out), WORK_FOLDER);
  const found = unfinished.map(({ stage, missing }) => `${missing.size} of ${stage}`).join(', ');
  return new StackpairsError('unfinished', `units of ${pass} are missing after ${retries + 1} attempts`, {
    at: out,
    found,
    hint: `Read the logs in ${join(work, LOGS_FOLDER)}; the same command goes on`,
  });
}
