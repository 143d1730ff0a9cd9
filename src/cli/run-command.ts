// `build-dataset run`: from flags to a build request, and from the manifest to a summary.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { build, claimFolder, type NearEstimate, PLAN_FILE, WORK_FOLDER } from '../build.ts';
import { buildInStorage } from '../build-in-storage.ts';
import { writeDurably } from '../durable-file.ts';
import { StackpairsError } from '../errors.ts';
import { loadPipeline } from '../load-pipeline.ts';
import { takeLock } from '../lock.ts';
import { addBuildFlags, type BuildFlags, describedBy, inputsOf } from './build-flags.ts';
import type { CommandContext } from './context.ts';
import { estimateText } from './estimate-text.ts';
import { printBuild } from './print-build.ts';
import { progressLine } from './progress-line.ts';
import { settleEngine } from './settle-engine.ts';
import { tokenOf } from './token-of.ts';
import { threadCount } from './values.ts';
import { type MirrorContext, withMirror } from './with-mirror.ts';

// Enough for every anomaly and a few thousand questions, and done in a second or two.
const EMBEDDED_SAMPLE_BYTES = 8_000_000;

interface RunFlags extends BuildFlags {
  readonly threads?: number;
  readonly json?: boolean;
}

/** Adds the command. */
export function addRunCommand(program: Command, context: CommandContext): void {
  addBuildFlags(
    program
      .command('run')
      .description('build a dataset from dumps; without --dumps or --pairs, from an embedded synthetic sample'),
  )
    .option('--threads <n>', 'worker threads; 0 does all in the main thread (default: number of cores)', threadCount)
    .option('--json', 'print the result as JSON')
    .action((pipeline: string, flags: RunFlags) =>
      withMirror(context, flags, (mirrored) => run(pipeline, flags, mirrored)),
    );
}

async function run(pipeline: string, flags: RunFlags, context: MirrorContext): Promise<void> {
  const { out, threads = context.cores } = flags;
  const { mirror } = context;
  const request = await describedBy(pipeline, flags, context);
  // A pipeline or date that cannot be used is told before anything is written.
  if (flags.dumps === undefined) await loadPipeline(request.pipeline);
  const inputs = await inputsOf(flags, context, () => embeddedSample(request.out, context));
  const progress = progressLine({ stream: context.stderr, now: context.now });
  const started = context.now();
  try {
    const asked = {
      ...request,
      inputs,
      threads,
      now: context.now,
      stdin: context.stdin,
      signal: context.signal,
      onProgress: progress.report,
      onEstimate(estimate: NearEstimate) {
        progress.end();
        context.stderr.write(estimateText(estimate));
      },
      onPassEnd: settleEngine(),
    };
    const manifest = mirror.isMirrored(request.out)
      ? await buildInStorage(asked, { by: context.by, token: tokenOf(context.by), date: context.date })
      : await build(asked);
    progress.end();
    printBuild(context, manifest, { out, started, json: flags.json });
  } finally {
    progress.end();
  }
}

/** The default input: written into the work folder, once, since its date is part of the plan. */
async function embeddedSample(out: string, { stderr, signal, temporary }: CommandContext): Promise<string> {
  const folder = join(out, WORK_FOLDER, 'sample');
  const marker = join(out, WORK_FOLDER, 'sample.json');
  claimFolder(out);
  const unlock = await takeLock(out, temporary);
  try {
    if (existsSync(marker)) return folder;
    if (existsSync(join(out, WORK_FOLDER, PLAN_FILE))) {
      throw new StackpairsError('bad_usage', 'the folder holds a build of dumps, and no --dumps are given', {
        at: out,
        hint: 'Give its dumps again, or choose another --out for one of the embedded sample',
      });
    }
    stderr.write('no --dumps given: building from the embedded synthetic sample\n');
    const { writeSample } = await import('../sample/index.ts');
    const report = await writeSample(folder, { bytes: EMBEDDED_SAMPLE_BYTES, signal });
    writeDurably(marker, `${JSON.stringify(report)}\n`);
    return folder;
  } finally {
    await unlock();
  }
}
