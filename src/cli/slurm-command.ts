// `build-dataset slurm`: works off a planned build on a cluster of Slurm. It ends as `run` does.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { StackpairsError } from '../errors.ts';
import { isStored } from '../is-stored.ts';
import type { SlurmEvent } from '../slurm-build.ts';
import type { CommandContext } from './context.ts';
import { printBuild } from './print-build.ts';
import { grouped, safeText } from './terminal-text.ts';
import { nonEmpty, positiveNumber, wholeNumber } from './values.ts';
import { waitingFor } from './waiting.ts';

interface SlurmFlags {
  readonly tasks: number;
  readonly cores: number;
  readonly retries: number;
  readonly taskSeconds: number;
  readonly poll: number;
  readonly sbatch?: readonly string[];
  readonly command?: string;
  readonly json?: boolean;
}

/** Adds the command. */
export function addSlurmCommand(program: Command, context: CommandContext): void {
  program
    .command('slurm')
    .description('work off a planned build by job arrays of Slurm, and finish it')
    .argument('<dir>', 'folder of the dataset, which all nodes see', nonEmpty)
    .option('--tasks <n>', 'tasks at work at once', positiveNumber, 100)
    .option('--cores <n>', 'cores of a task', positiveNumber, 2)
    .option('--retries <n>', 'times that what is missing of a pass is submitted again', wholeNumber, 3)
    .option('--task-seconds <n>', 'work that a task is to have at least', positiveNumber, 60)
    .option('--poll <seconds>', 'time between two looks at the folder and the queue', positiveNumber, 10)
    .option('--sbatch <arguments>', 'more arguments of sbatch: --sbatch "--partition=cpu --time=2:00:00"', words)
    .option('--command <path>', 'build-dataset as the nodes find it, where it lies elsewhere there', nonEmpty)
    .option('--json', 'print the result as JSON')
    .action((dir: string, flags: SlurmFlags) => slurm(dir, flags, context));
}

function inStorage(at: string): StackpairsError {
  return new StackpairsError('bad_usage', 'arrays are followed by a folder that all nodes see', {
    at,
    expected: 'a folder',
    hint: 'For object storage submit `build-dataset unit … --pass P` as arrays of your own, pass by pass, then finish',
  });
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

async function slurm(dir: string, flags: SlurmFlags, context: CommandContext): Promise<void> {
  const { tasks, cores, retries, taskSeconds, poll, sbatch = [], command } = flags;
  const { folder, env, temporary, signal, now, stderr } = context;
  if (isStored(dir)) throw inStorage(dir);
  const { slurmBuild } = await import('../slurm-build.ts');
  const started = now();
  const manifest = await slurmBuild({
    out: resolve(folder, dir),
    command: command === undefined ? context.command : [command],
    atOnce: tasks,
    cores,
    retries,
    taskSeconds,
    sbatch,
    poll: poll * 1000,
    pause: waitingFor(poll, signal).pause,
    onEvent: (event) => void stderr.write(`${eventLine(event)}\n`),
    threads: context.cores,
    temporary,
    path: env.PATH,
    signal,
    now,
  });
  printBuild(context, manifest, { out: dir, started, json: flags.json });
}

function eventLine(event: SlurmEvent): string {
  const pass = safeText(event.pass);
  if (event.kind === 'progress') {
    return `${pass}: ${grouped(event.done)} of ${grouped(event.units)} units, ${grouped(event.tasks)} tasks in the queue`;
  }
  const again = event.again === 0 ? '' : `, attempt ${event.again + 1}`;
  return `${pass}: job ${safeText(event.job)} of ${grouped(event.tasks)} tasks${again}`;
}
