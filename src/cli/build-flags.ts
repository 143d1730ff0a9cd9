// The flags that say what is built, for the commands that build it, and the request they make.

import { type Command, Option } from 'commander';
import type { BuildRequest } from '../build.ts';
import { StackpairsError } from '../errors.ts';
import { findInputs } from '../extract/index.ts';
import { FORMATS, type Format } from '../formats.ts';
import { builtInPipelines, pipelinePath } from '../load-pipeline.ts';
import { lookAtDumps } from '../look-at-inputs.ts';
import type { Selection } from '../pipeline.ts';
import type { Input } from '../types.ts';
import { nonEmpty, nonEmptyList, positiveNumber } from './values.ts';
import { addMirrorFlags, type MirrorContext, type MirrorFlags } from './with-mirror.ts';

const DEFAULT_PIPELINE = 'title-body';
const DEFAULT_OUT = 'out';

/** Values of the flags that say what is built. */
export interface BuildFlags extends MirrorFlags {
  readonly dumps?: string[];
  readonly out: string;
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
}

/** Adds them to a command, with its argument. */
export function addBuildFlags(command: Command): Command {
  return addMirrorFlags(
    command
      // Options that take several values would swallow a pipeline that comes after them.
      .usage('[pipeline] [options]')
      .argument('[pipeline]', 'built-in pipeline or path of a pipeline file', nonEmpty, DEFAULT_PIPELINE)
      .option(
        '--dumps <path...>',
        'dump files, folders or s3:// prefixes of them, or - for standard input',
        nonEmptyList,
      )
      .option('--out <dir>', 'folder or s3:// prefix of the dataset', nonEmpty, DEFAULT_OUT)
      .addOption(
        new Option('--kernel <name>', 'what reads the usual rows and packs shards')
          .choices(['wasm', 'js'])
          .default('wasm'),
      )
      .option('--limit <n>', 'look at the first n rows of each dump only', positiveNumber)
      .option('--site <name>', 'site of the posts on standard input', nonEmpty)
      .option('--sites <name...>', 'only these sites', nonEmptyList)
      .option('--since <date>', 'only questions asked on or after this date (YYYY-MM-DD, UTC)')
      .option('--before <date>', 'only questions asked before this date')
      .option('--tags <tag...>', 'only questions with one of these tags', nonEmptyList)
      .option(
        '--pairs <path...>',
        "other people's pairs to train on: files or folders, a config for each",
        nonEmptyList,
      )
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
      .option('--ignore-disk', 'start even if the disk looks too small'),
  );
}

/** What they ask for of a pipeline, but for its dumps and how fast. */
export async function describedBy(
  pipeline: string,
  flags: BuildFlags,
  { folder, env, temporary, mirror, pathOf }: MirrorContext,
): Promise<Omit<BuildRequest, 'inputs' | 'threads'>> {
  const absolute = (paths: readonly string[] | undefined) => paths?.map(pathOf);
  const { kernel, limit, format, contamination, strict, keepDropped, ignoreDisk, unpack } = flags;
  return {
    pipeline: { path: await pipelinePath(pipeline, folder), selection: selectionOf(flags) },
    out: pathOf(flags.out),
    pairs: absolute(flags.pairs),
    against: absolute(flags.against),
    benchmarks: absolute(flags.benchmarks),
    takedowns: flags.takedowns && pathOf(flags.takedowns),
    kernel,
    limit,
    format,
    contamination,
    strict,
    keepDropped,
    ignoreDisk,
    unpack,
    path: env.PATH,
    temporary,
    mirror,
  };
}

/** The dumps that the flags name; `otherwise` where they name none, and no pairs. */
export async function inputsOf(
  flags: BuildFlags,
  context: MirrorContext,
  otherwise: () => Promise<string>,
): Promise<Input[]> {
  const { signal, env, mirror, pathOf } = context;
  if (flags.site !== undefined && !flags.dumps?.includes('-')) {
    throw new StackpairsError('bad_usage', '--site names the site of standard input, which is not read', {
      hint: 'Add --dumps -, or use --sites to build only some of the dumps',
    });
  }
  await refusePipeline([...(flags.dumps ?? []), ...(flags.pairs ?? [])]);
  // Whoever names pairs alone wants those, and no sample beside them.
  if (flags.dumps === undefined && flags.pairs !== undefined) return [];
  const paths = flags.dumps?.map((path) => (path === '-' ? path : pathOf(path)));
  const dumps = paths ?? [await otherwise()];
  await lookAtDumps(dumps, mirror);
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

function selectionOf({ since, before, tags }: BuildFlags): Selection {
  return {
    ...(since === undefined ? {} : { since }),
    ...(before === undefined ? {} : { before }),
    ...(tags === undefined ? {} : { tags }),
  };
}
