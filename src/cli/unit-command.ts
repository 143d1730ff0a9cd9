// `build-dataset unit`: one of many processes does its share of a planned build. Which share is said by flags, or by what
// schedulers say to the tasks of an array.

import type { Command } from 'commander';
import { buildShare, type Share } from '../build-shares.ts';
import { StackpairsError } from '../errors.ts';
import { arrayShare } from './array-share.ts';
import type { CommandContext } from './context.ts';
import { progressLine } from './progress-line.ts';
import { settleEngine } from './settle-engine.ts';
import { tokenOf } from './token-of.ts';
import { nonEmpty, positiveNumber, threadCount, wholeNumber } from './values.ts';
import { waitingFor } from './waiting.ts';
import { addMirrorFlags, type MirrorContext, type MirrorFlags, withMirror } from './with-mirror.ts';

interface UnitFlags extends MirrorFlags {
  readonly rank?: number;
  readonly world?: number;
  readonly pass?: string;
  readonly threads?: number;
  readonly wait?: number;
}

/** Adds the command. */
export function addUnitCommand(program: Command, context: CommandContext): void {
  addMirrorFlags(program.command('unit'))
    .description('do a share of a planned build; ranks of Slurm, Kubernetes and AWS Batch are known by themselves')
    .argument('<dir>', 'folder or s3:// prefix of the dataset', nonEmpty)
    .option('--rank <n>', 'which of the processes this is, from 0', wholeNumber)
    .option('--world <n>', 'how many processes there are', positiveNumber)
    .option('--pass <name>', 'only this pass, as read or title-body/agree; by default all, one after another', nonEmpty)
    .option('--threads <n>', 'worker threads; 0 does all in the main thread (default: number of cores)', threadCount)
    .option(
      '--wait <seconds>',
      'wait for units of others; after so long without any, do theirs as well',
      positiveNumber,
    )
    .action((dir: string, flags: UnitFlags) => withMirror(context, flags, (mirrored) => unit(dir, flags, mirrored)));
}

async function unit(dir: string, flags: UnitFlags, context: MirrorContext): Promise<void> {
  const { pass, threads = context.cores, wait } = flags;
  const { env, temporary, signal, now, by, date, mirror, pathOf } = context;
  const share = shareOf(flags, env);
  const progress = progressLine({ stream: context.stderr, now });
  settleEngine();
  try {
    await buildShare({
      out: pathOf(dir),
      mirror,
      share,
      pass,
      threads,
      wait: wait === undefined ? undefined : waitingFor(wait, signal),
      attempts: { by: `${by} rank ${share.rank} of ${share.world}`, token: tokenOf(by), date },
      temporary,
      path: env.PATH,
      signal,
      now,
      onProgress: progress.report,
    });
  } finally {
    progress.end();
  }
}

function shareOf({ rank, world }: UnitFlags, env: NodeJS.ProcessEnv): Share {
  const told = arrayShare(env);
  const share = { rank: rank ?? told?.rank, world: world ?? told?.world };
  if (share.rank === undefined || share.world === undefined) {
    throw new StackpairsError('bad_usage', 'nothing says which share this is', {
      expected: '--rank and --world, or the variables of an array of Slurm, Kubernetes or AWS Batch',
      found: `rank ${share.rank ?? 'unknown'}, world ${share.world ?? 'unknown'}`,
    });
  }
  if (share.rank < share.world) return { rank: share.rank, world: share.world };
  throw new StackpairsError('bad_usage', 'the rank is not one of the ranks', {
    expected: `0 to ${share.world - 1}`,
    found: `${share.rank}`,
  });
}
