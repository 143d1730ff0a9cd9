// What is asked of Slurm, through its own commands: an array is submitted, looked for, cancelled. What became of a task is
// never asked: the records in the folder say that.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { StackpairsError } from '../errors.ts';

const run = promisify(execFile);
/** A controller that does not answer for so long is down. */
const ANSWER_MILLISECONDS = 60_000;
/** What Slurm allows where nothing is configured. */
const DEFAULT_MAX_ARRAY_SIZE = 1001;

/** States of a task from which it comes back by itself, or in which it is at work. */
const LIVE = new Set([
  'PENDING',
  'RUNNING',
  'CONFIGURING',
  'COMPLETING',
  'REQUEUED',
  'RESIZING',
  'SUSPENDED',
  'STOPPED',
  'SIGNALING',
  'STAGE_OUT',
]);
/** Why a task waits that nobody will start any more. */
const HELD = /held|DependencyNeverSatisfied|BadConstraints|launch failed/i;

/** An array to submit. */
export interface SlurmOptions {
  readonly name: string;
  /** Places of the tasks. */
  readonly ranks: readonly number[];
  /** Tasks at work at once. */
  readonly atOnce: number;
  /** What each task runs; `$SLURM_ARRAY_TASK_ID` is its place. */
  readonly script: string;
  /** Folder for what tasks print. */
  readonly logs: string;
  /** More arguments of sbatch: partition, account, memory, time. */
  readonly more: readonly string[];
  readonly cores: number;
}

/** Submits an array that is put back into the queue when its node dies or it is preempted, and gives the number of its job. */
export async function submitArray({ name, ranks, atOnce, script, logs, more, cores }: SlurmOptions): Promise<string> {
  const out = await slurm('sbatch', [
    '--parsable',
    '--requeue',
    '--open-mode=append',
    `--job-name=${name}`,
    `--array=${ranges(ranks)}%${atOnce}`,
    '--ntasks=1',
    `--cpus-per-task=${cores}`,
    `--output=${logs}/%A-%a.log`,
    ...more,
    `--wrap=${script}`,
  ]);
  const [job = ''] = out.trim().split(';');
  if (/^\d+$/.test(job)) return job;
  throw new StackpairsError('refused', 'sbatch did not tell the number of the job', {
    found: out.trim().slice(0, 200),
  });
}

/** Tasks of a job that are at work or will be. */
export async function liveTasks(job: string): Promise<number> {
  const out = await slurm('squeue', ['--noheader', '--array', '--format=%T|%r', `--jobs=${job}`]).catch(
    (error: unknown) => {
      // A job that is over for a while is known no more.
      if (error instanceof StackpairsError && /Invalid job id/i.test(error.message)) return '';
      throw error;
    },
  );
  const tasks = out.split('\n').filter((line) => line !== '');
  return tasks.filter((line) => {
    const [state = '', reason = ''] = line.split('|');
    return LIVE.has(state) && !HELD.test(reason);
  }).length;
}

/** Cancels what is left of a job. */
export async function cancelJob(job: string): Promise<void> {
  await slurm('scancel', [job]).catch((error: unknown) => {
    if (error instanceof StackpairsError && /Invalid job id/i.test(error.message)) return '';
    throw error;
  });
}

/** Tasks that an array may have, by the configuration of the cluster. */
export async function largestArray(): Promise<number> {
  const out = await slurm('scontrol', ['show', 'config']);
  const found = /^MaxArraySize\s*=\s*(\d+)/m.exec(out)?.[1];
  // Places go up to one less.
  return found === undefined ? DEFAULT_MAX_ARRAY_SIZE : Math.max(1, Number(found));
}

/** `0-3,7` of 0, 1, 2, 3 and 7. */
function ranges(ranks: readonly number[]): string {
  const parts: [first: number, last: number][] = [];
  for (const rank of ranks.toSorted((a, b) => a - b)) {
    const part = parts.at(-1);
    if (part !== undefined && rank === part[1] + 1) part[1] = rank;
    else parts.push([rank, rank]);
  }
  return parts.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

async function slurm(command: string, args: readonly string[]): Promise<string> {
  try {
    return (await run(command, args, { timeout: ANSWER_MILLISECONDS, maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (cause) {
    const { code, stderr = '' } = cause as { readonly code?: unknown; readonly stderr?: string };
    if (code === 'ENOENT') {
      const hint = 'Run this where Slurm can be reached, or use unit and finish';
      throw new StackpairsError('bad_usage', `there is no ${command} here`, { hint, cause });
    }
    throw new StackpairsError('refused', `${command} failed`, {
      found: stderr.trim().slice(0, 500) || String(code),
      cause,
    });
  }
}
