// `build-dataset finish`: the last step of a build by many processes. It ends as `run` does.

import type { Command } from 'commander';
import { finishBuild } from '../build-shares.ts';
import type { CommandContext } from './context.ts';
import { printBuild } from './print-build.ts';
import { nonEmpty, positiveNumber, threadCount } from './values.ts';
import { waitingFor } from './waiting.ts';
import { addMirrorFlags, type MirrorContext, type MirrorFlags, withMirror } from './with-mirror.ts';

interface FinishFlags extends MirrorFlags {
  readonly threads?: number;
  readonly wait?: number;
  readonly json?: boolean;
}

/** Adds the command. */
export function addFinishCommand(program: Command, context: CommandContext): void {
  addMirrorFlags(program.command('finish'))
    .description('check what all units of a planned build left, and write its manifest')
    .argument('<dir>', 'folder or s3:// prefix of the dataset', nonEmpty)
    .option('--threads <n>', 'worker threads (default: number of cores)', threadCount)
    .option('--wait <seconds>', 'wait for units that are not done, until none was for so long', positiveNumber)
    .option('--json', 'print the result as JSON')
    .action((dir: string, flags: FinishFlags) =>
      withMirror(context, flags, (mirrored) => finish(dir, flags, mirrored)),
    );
}

async function finish(dir: string, flags: FinishFlags, context: MirrorContext): Promise<void> {
  const { threads = context.cores, wait } = flags;
  const { env, temporary, signal, now, mirror, pathOf } = context;
  const started = now();
  const manifest = await finishBuild({
    out: pathOf(dir),
    mirror,
    threads,
    wait: wait === undefined ? undefined : waitingFor(wait, signal),
    temporary,
    path: env.PATH,
    signal,
    now,
  });
  printBuild(context, manifest, { out: dir, started, json: flags.json });
}
