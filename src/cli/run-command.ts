// `build-dataset run`: from flags to a build request, and from the manifest to a summary.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type BuildRequest, build, claimFolder, PLAN_FILE, WORK_FOLDER } from '../build.ts';
import { writeDurably } from '../durable-file.ts';
import { StackpairsError } from '../errors.ts';
import { findInputs } from '../extract/index.ts';
import { FORMATS, type Format } from '../formats.ts';
import { builtInPipelines, loadPipeline, pipelinePath } from '../load-pipeline.ts';
import { takeLock } from '../lock.ts';
import type { Manifest } from '../manifest.ts';
import type { Selection } from '../pipeline.ts';
import type { Input } from '../types.ts';
import { garbageCollector } from './collect-garbage.ts';
import { type CommandContext, printResult } from './context.ts';
import { estimateText } from './estimate-text.ts';
import { progressLine } from './progress-line.ts';
import { summary } from './summary.ts';
import { nonEmpty, nonEmptyList, positiveNumber, threadCount } from './values.ts';

const DEFAULT_PIPELINE = 'title-body';
const DEFAULT_OUT = 'out';
// Enough for every anomaly and a few thousand questions, and done in a second or two.
const EMBEDDED_SAMPLE_BYTES = 8_000_000;

interface RunFlags {
  readonly dumps?: string[];
  readonly out: string;
  readonly threads?: number;
  readonly kernel: BuildRequest['kernel'];
  readonly limit?: number;
  readonly format: Format;
  readonly strict?: boolean;
  readonly keepDropped?: boolean;
  readonly ignoreDisk?: boolean;
  readonly site?: string;
  readonly sites?: string[];
  readonly since?: string;
  readonly before?: string;
  readonly tags?: string[];
  readonly pairs?: string[];
  readonly against?: string[];
  readonly benchmarks?: string[];
  readonly contamination?: BuildRequest['contamination'];
  readonly takedowns?: string;
  readonly unpack?: BuildRequest['unpack'];
  readonly json?: boolean;
}

/** Adds the command. */
export function addRunCommand(program: Command, context: CommandContext): void {
  program
    .command('run')
    .description('build a dataset from dumps; without --dumps or --pairs, from an embedded synthetic sample')
    // Options that take several values would swallow a pipeline that comes after them.
    .usage('[pipeline] [options]')
    .argument('[pipeline]', 'built-in pipeline or path of a pipeline file', nonEmpty, DEFAULT_PIPELINE)
    .option('--dumps <path...>', 'dump files, folders of them, or - for standard input', nonEmptyList)
    .option('--out <dir>', 'folder of the dataset', nonEmpty, DEFAULT_OUT)
    .option('--threads <n>', 'worker threads; 0 does all in the main thread (default: number of cores)', threadCount)
    .addOption(new Option('--kernel <name>', 'what reads the usual rows').choices(['wasm', 'js']).default('wasm'))
    .option('--limit <n>', 'look at the first n rows of each dump only', positiveNumber)
    .option('--site <name>', 'site of the posts on standard input', nonEmpty)
    .option('--sites <name...>', 'only these sites', nonEmptyList)
    .option('--since <date>', 'only questions asked on or after this date (YYYY-MM-DD, UTC)')
    .option('--before <date>', 'only questions asked before this date')
    .option('--tags <tag...>', 'only questions with one of these tags', nonEmptyList)
    .option('--pairs <path...>', "other people's pairs to train on: files or folders, a config for each", nonEmptyList)
    .option('--against <path...>', 'drop rows that these builds or files of pairs have already', nonEmptyList)
    .option('--benchmarks <path...>', 'drop rows that are in these benchmarks', nonEmptyList)
    .addOption(
      new Option('--contamination <what>', 'drop rows that are in a benchmark, or only report them').choices([
        'drop',
        'report',
      ]),
    )
    .addOption(new Option('--format <name>', 'format of the shards').choices(FORMATS).default('arrow'))
    .option('--takedowns <file>', 'leave out the posts and users of this list, as `takedown --ids` does', nonEmpty)
    .option('--strict', 'stop at the first damaged row instead of counting it')
    .option('--keep-dropped', 'keep dropped rows with their reasons under OUT/dropped')
    .addOption(
      new Option('--unpack <who>', 'who unpacks bzip2: the threads (default) or 7-Zip').choices(['own', '7zip']),
    )
    .option('--ignore-disk', 'start even if the disk looks too small')
    .option('--json', 'print the result as JSON')
    .action((pipeline: string, flags: RunFlags) => run(pipeline, flags, context));
}

async function run(pipeline: string, flags: RunFlags, context: CommandContext): Promise<void> {
  const { out, threads = context.cores, kernel, limit, format, strict, keepDropped, ignoreDisk, unpack } = flags;
  const source = { path: await pipelinePath(pipeline, context.folder), selection: selectionOf(flags) };
  // A pipeline or date that cannot be used is told before anything is written.
  if (flags.dumps === undefined) await loadPipeline(source);
  const inputs = await inputsOf(flags, context);
  const progress = progressLine({ stream: context.stderr, now: context.now });
  const started = context.now();
  try {
    const manifest = await build({
      pipeline: source,
      inputs,
      out: resolve(context.folder, out),
      threads,
      kernel,
      limit,
      format,
      pairs: flags.pairs?.map((path) => resolve(context.folder, path)),
      against: flags.against?.map((path) => resolve(context.folder, path)),
      benchmarks: flags.benchmarks?.map((path) => resolve(context.folder, path)),
      contamination: flags.contamination,
      takedowns: flags.takedowns && resolve(context.folder, flags.takedowns),
      strict,
      keepDropped,
      ignoreDisk,
      path: context.env.PATH,
      unpack,
      temporary: context.temporary,
      stdin: context.stdin,
      signal: context.signal,
      onProgress: progress.report,
      onEstimate(estimate) {
        progress.end();
        context.stderr.write(estimateText(estimate));
      },
      onPassEnd: garbageCollector(),
    });
    progress.end();
    printResult(context, flags.json, resultOf(manifest), () =>
      summary(manifest, { out, seconds: (context.now() - started) / 1000 }),
    );
  } finally {
    progress.end();
  }
}

function resultOf({ splits, books, shards }: Manifest) {
  return { splits, books, shards: shards.length };
}

async function inputsOf(flags: RunFlags, context: CommandContext): Promise<Input[]> {
  const { signal, env, folder } = context;
  if (flags.site !== undefined && !flags.dumps?.includes('-')) {
    throw new StackpairsError('bad_usage', '--site names the site of standard input, which is not read', {
      hint: 'Add --dumps -, or use --sites to build only some of the dumps',
    });
  }
  await refusePipeline([...(flags.dumps ?? []), ...(flags.pairs ?? [])]);
  // Whoever names pairs alone wants those, and no sample beside them.
  if (flags.dumps === undefined && flags.pairs !== undefined) return [];
  const paths = flags.dumps?.map((path) => (path === '-' ? path : resolve(folder, path)));
  const dumps = paths ?? [await embeddedSample(resolve(folder, flags.out), context)];
  const inputs = await findInputs(dumps, { stdinSite: flags.site, path: env.PATH, signal });
  const { sites } = flags;
  const wanted = sites === undefined ? inputs : inputs.filter(({ site }) => sites.includes(site));
  if (wanted.length > 0) return wanted;
  const found = inputs.map(({ site }) => site).join(', ');
  throw new StackpairsError('bad_usage', 'no dump is of a wanted site', { expected: sites?.join(', ') ?? '', found });
}

/** `--dumps` takes all that follows it, a pipeline that was meant as one too. */
async function refusePipeline(dumps: readonly string[]): Promise<void> {
  const names = await builtInPipelines();
  const pipeline = dumps.find((dump) => names.includes(dump) || dump.endsWith('.ts'));
  if (pipeline === undefined) return;
  throw new StackpairsError('bad_usage', `${pipeline} is a pipeline, not a dump`, {
    hint: `Put it first: build-dataset run ${pipeline} --dumps …`,
  });
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

function selectionOf({ since, before, tags }: RunFlags): Selection {
  return {
    ...(since === undefined ? {} : { since }),
    ...(before === undefined ? {} : { before }),
    ...(tags === undefined ? {} : { tags }),
  };
}
