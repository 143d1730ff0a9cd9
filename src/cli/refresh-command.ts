// `build-dataset refresh`: keeps a dataset up to date, for schedules; or says whether there is something to do.

import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { StackpairsError } from '../errors.ts';
import { FORMATS, type Format } from '../formats.ts';
import { pipelinePath } from '../load-pipeline.ts';
import type { HubTarget, RefreshRequest, RefreshResult } from '../refresh.ts';
import { type CommandContext, printResult } from './context.ts';
import { differenceText } from './diff-command.ts';
import { EXIT } from './exit-codes.ts';
import { fetchLine } from './fetch-line.ts';
import { expectToken, hubSettings } from './hub-settings.ts';
import { progressLine } from './progress-line.ts';
import { publicationResult, publicationText } from './publication-text.ts';
import { settleEngine } from './settle-engine.ts';
import { addSourceFlags, type SourceFlags, sourceOf } from './source-flags.ts';
import { grouped, safeText, size } from './terminal-text.ts';
import { type TransferLine, transferLine } from './transfer-line.ts';
import { nonEmpty, nonEmptyList, threadCount } from './values.ts';

interface RefreshFlags extends SourceFlags {
  readonly state: string;
  readonly check?: boolean;
  readonly dryRun?: boolean;
  readonly sites?: string[];
  readonly threads?: number;
  readonly format: Format;
  readonly takedowns?: string;
  readonly repo?: string;
  readonly private?: boolean;
  readonly revision?: string;
  readonly xet: boolean;
  readonly ignoreDisk?: boolean;
  readonly json?: boolean;
}

/** As long as a path can be on Linux. */
const LONGEST_PATH = 4096;

/** Adds the command. */
export function addRefreshCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('refresh')
    .description('build anew when there is a newer dump: fetch what changed, build, compare, publish, replace the old')
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
    .option('--repo <name>', 'NAMESPACE/NAME on the Hub to publish to; made where it is not there', nonEmpty)
    .option('--private', 'make it a private one')
    .option('--revision <branch>', 'branch to commit to (default: main)', nonEmpty)
    .option('--no-xet', 'send whole files: faster on fast lines, more bytes')
    .option('--ignore-disk', 'start even if the disk looks too small')
    .option('--json', 'print the result as JSON')
    .action(async (pipeline: string, flags: RefreshFlags) => {
      const isDue = await run(pipeline, flags, context);
      if (flags.check && isDue) context.exitWith(EXIT.updateAvailable);
    });
}

async function run(pipeline: string, flags: RefreshFlags, context: CommandContext): Promise<boolean> {
  const { checkRefresh, planRefresh, refresh } = await import('../refresh.ts');
  const act = flags.check ? checkRefresh : flags.dryRun ? planRefresh : refresh;
  const fetching = fetchLine({ stream: context.stderr, now: context.now });
  const building = progressLine({ stream: context.stderr, now: context.now });
  const sending = transferLine({ stream: context.stderr, now: context.now });
  const end = () => {
    for (const line of [fetching, building, sending]) line.end();
  };
  const isLook = act !== refresh;
  try {
    const request: RefreshRequest = {
      ...(await requestOf(pipeline, flags, context)),
      hub: hubTarget(flags, context, sending),
      onStep: (step) => {
        end();
        context.stderr.write(`refresh: ${step}\n`);
      },
      onFetch: fetching.expect,
      onFetchProgress: fetching.report,
      onProgress: building.report,
    };
    const result = await act(request);
    end();
    printResult(context, flags.json, resultOf(result, isLook), () => describe(result, isLook));
    return result.isDue;
  } finally {
    end();
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
    onPassEnd: settleEngine(),
  };
}

/** Whoever only looks needs no token for a public dataset. */
function hubTarget(flags: RefreshFlags, context: CommandContext, sending: TransferLine): HubTarget | undefined {
  const { repo, revision, private: isPrivate, xet: useXet } = flags;
  if (repo === undefined) {
    expectRepo(flags);
    return undefined;
  }
  const settings = hubSettings(context);
  if (!flags.check && !flags.dryRun) expectToken(settings);
  return { repo, revision, isPrivate, useXet, ...settings, onProgress: sending.report, onDelay: sending.delay };
}

function expectRepo({ revision, private: isPrivate }: RefreshFlags): void {
  if (revision === undefined && isPrivate === undefined) return;
  throw new StackpairsError('bad_usage', 'nothing is published without --repo', {
    at: revision === undefined ? '--private' : '--revision',
    expected: '--repo NAMESPACE/NAME',
  });
}

function resultOf({ publication, difference, sincePublished, ...result }: RefreshResult, dryRun: boolean) {
  const published = publication === undefined ? undefined : publicationResult(publication);
  return { ...result, difference, sincePublished, publication: published, dryRun };
}

function describe(result: RefreshResult, isLook: boolean): string {
  const { publication, sincePublished } = result;
  return [
    foundText(result, isLook),
    ...(sincePublished === undefined ? [] : [sincePublishedText(sincePublished)]),
    ...(publication === undefined ? [] : [publicationText(publication, { dryRun: isLook })]),
  ].join('\n');
}

function sincePublishedText({ configs, sites, shards }: NonNullable<RefreshResult['sincePublished']>): string {
  const rows = configs.map(
    ({ config, before, after }) => `${safeText(config)} ${grouped(before)} -> ${grouped(after)}`,
  );
  const count = (names: readonly string[]) => grouped(names.length);
  return [
    `what the Hub had: rows ${rows.join(', ')}`,
    `${count(sites.added)} sites new, ${count(sites.removed)} gone, ${count(sites.changed)} others`,
    `${grouped(shards.sharedFiles)} of ${grouped(shards.files)} files the same`,
  ].join('; ');
}

function foundText(
  { isDue, reasons, dump, changed, gone, bytes, dataset, difference }: RefreshResult,
  isLook: boolean,
) {
  if (!isDue) return `nothing to do: the dataset is of ${safeText(dump)} or newer`;
  if (reasons.every((reason) => reason === 'hub')) return `the Hub ${isLook ? 'has' : 'had'} not the current dataset`;
  const sites = `${grouped(changed.length)} sites new or changed, ${grouped(gone.length)} gone`;
  const fetched = `${size(bytes)} ${isLook ? 'to fetch' : 'fetched'}`;
  return [
    `${isLook ? 'an update is due' : 'updated'} (${reasons.join(', ')}): ${safeText(dump)}, ${sites}, ${fetched}`,
    ...(difference === undefined ? [] : [differenceText(difference)]),
    ...(isLook || dataset === undefined ? [] : [`the dataset: ${safeText(dataset, LONGEST_PATH)}`]),
  ].join('\n');
}
