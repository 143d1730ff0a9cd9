// `build-dataset refresh`: keeps a dataset up to date, for schedules; or says whether there is something to do.

import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { FORMATS, type Format } from '../formats.ts';
import { pipelinePath } from '../load-pipeline.ts';
import type { RefreshRequest, RefreshResult } from '../refresh.ts';
import { garbageCollector } from './collect-garbage.ts';
import { type CommandContext, printResult } from './context.ts';
import { differenceText } from './diff-command.ts';
import { EXIT } from './exit-codes.ts';
import { fetchLine } from './fetch-line.ts';
import { progressLine } from './progress-line.ts';
import { addSourceFlags, type SourceFlags, sourceOf } from './source-flags.ts';
import { grouped, safeText, size } from './terminal-text.ts';
import { nonEmpty, nonEmptyList, threadCount } from './values.ts';

interface RefreshFlags extends SourceFlags {
  readonly state: string;
  readonly check?: boolean;
  readonly dryRun?: boolean;
  readonly sites?: string[];
  readonly threads?: number;
  readonly format: Format;
  readonly takedowns?: string;
  readonly ignoreDisk?: boolean;
  readonly json?: boolean;
}

/** As long as a path can be on Linux. */
const LONGEST_PATH = 4096;

/** Adds the command. */
export function addRefreshCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('refresh')
    .description('build anew when there is a newer dump: fetch what changed, build, compare, take the place of the old')
    .usage('[pipeline] --state <dir> [options]')
    .argument('[pipeline]', 'built-in pipeline or path of a pipeline file', nonEmpty, 'title-body')
    .requiredOption('--state <dir>', 'folder of the dataset (DIR/current), the dumps and the record', nonEmpty)
    .option('--check', `only say whether an update is due: exit code ${EXIT.updateAvailable} if so`)
    .option('--dry-run', 'only say what would be done');
  addSourceFlags(command)
    .option('--sites <name...>', 'only these sites', nonEmptyList)
    .option('--threads <n>', 'worker threads; 0 does all in the main thread (default: number of cores)', threadCount)
    .addOption(new Option('--format <name>', 'format of the shards').choices(FORMATS).default('arrow'))
    .option('--takedowns <file>', 'leave out the posts and users of this list, now and ever after', nonEmpty)
    .option('--ignore-disk', 'start even if the disk looks too small')
    .option('--json', 'print the result as JSON')
    .action(async (pipeline: string, flags: RefreshFlags) => {
      const isDue = await run(pipeline, flags, context);
      if (flags.check && isDue) context.exitWith(EXIT.updateAvailable);
    });
}

async function run(pipeline: string, flags: RefreshFlags, context: CommandContext): Promise<boolean> {
  const { checkRefresh, refresh } = await import('../refresh.ts');
  const fetching = fetchLine({ stream: context.stderr, now: context.now });
  const building = progressLine({ stream: context.stderr, now: context.now });
  const isLook = flags.check || flags.dryRun;
  try {
    const request: RefreshRequest = {
      ...(await requestOf(pipeline, flags, context)),
      onStep: (step) => {
        fetching.end();
        building.end();
        context.stderr.write(`refresh: ${step}\n`);
      },
      onFetch: fetching.expect,
      onFetchProgress: fetching.report,
      onProgress: building.report,
    };
    const result = await (isLook ? checkRefresh(request) : refresh(request));
    fetching.end();
    building.end();
    printResult(context, flags.json, { ...result, dryRun: isLook === true }, () => describe(result, isLook === true));
    return result.isDue;
  } finally {
    fetching.end();
    building.end();
  }
}

async function requestOf(pipeline: string, flags: RefreshFlags, context: CommandContext): Promise<RefreshRequest> {
  const { folder, env, temporary, cores } = context;
  return {
    ...sourceOf(flags, context),
    pipeline: { path: await pipelinePath(pipeline, folder), selection: {} },
    state: resolve(folder, flags.state),
    sites: flags.sites,
    threads: flags.threads ?? cores,
    format: flags.format,
    takedowns: flags.takedowns && resolve(folder, flags.takedowns),
    ignoreDisk: flags.ignoreDisk,
    path: env.PATH,
    temporary,
    onPassEnd: garbageCollector(),
  };
}

function describe({ isDue, reasons, dump, changed, gone, bytes, dataset, difference }: RefreshResult, isLook: boolean) {
  if (!isDue) return `nothing to do: the dataset is of ${safeText(dump)} or newer`;
  const sites = `${grouped(changed.length)} sites new or changed, ${grouped(gone.length)} gone`;
  const fetched = `${size(bytes)} ${isLook ? 'to fetch' : 'fetched'}`;
  return [
    `${isLook ? 'an update is due' : 'updated'} (${reasons.join(', ')}): ${safeText(dump)}, ${sites}, ${fetched}`,
    ...(difference === undefined ? [] : [differenceText(difference)]),
    ...(isLook || dataset === undefined ? [] : [`the dataset: ${safeText(dataset, LONGEST_PATH)}`]),
  ].join('\n');
}
