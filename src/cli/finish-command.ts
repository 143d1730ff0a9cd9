// `build-dataset finish`: the last step of a build by many processes. It ends as `run` does.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { finishBuild } from '../build-shares.ts';
import type { CommandContext } from './context.ts';
import { printBuild } from './print-build.ts';
import { nonEmpty, positiveNumber, threadCount } from './values.ts';
import { waitingFor } from './waiting.ts';

interface FinishFlags {
  readonly threads?: number;
  readonly wait?: number;
  readonly json?: boolean;
}

/** Adds the command. */
export function addFinishCommand(program: Command, context: CommandContext): void {
  program
    .command('finish')
    .description('check what all units of a planned build left, and write its manifest')
    .argument('<dir>', 'folder of the dataset', nonEmpty)
    .option('--threads <n>', 'worker threads (default: number of cores)', threadCount)
    .option('--wait <seconds>', 'wait for units that are not done, until none was for so long', positiveNumber)
    .option('--json', 'print the result as JSON')
    .action((dir: string, flags: FinishFlags) => finish(dir, flags, context));
}

async function finish(dir: string, flags: FinishFlags, context: CommandContext): Promise<void> {
  const { threads = context.cores, wait } = flags;
  const { folder, env, temporary, signal, now } = context;
  const started = now();
  const manifest = await finishBuild({
    out: resolve(folder, dir),
    threads,
    wait: wait === undefined ? undefined : waitingFor(wait, signal),
    temporary,
    path: env.PATH,
    signal,
    now,
  });
  printBuild(context, manifest, { out: dir, started, json: flags.json });
}
