// `build-dataset publish`: a finished dataset onto the Hub, or what that would change there.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { StackpairsError } from '../errors.ts';
import type { Publication } from '../publish-dataset.ts';
import { type CommandContext, printResult } from './context.ts';
import { type HubSettings, hubSettings } from './hub-settings.ts';
import { grouped, safeText, size } from './terminal-text.ts';
import { transferLine } from './transfer-line.ts';
import { nonEmpty } from './values.ts';

interface PublishFlags {
  readonly repo: string;
  readonly private?: boolean;
  readonly revision?: string;
  readonly xet: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Files of one kind that a plan names; more of them are counted. */
const SHOWN_FILES = 20;

/** Longer than any path of a shard. */
const LONGEST_PATH = 200;

/** Adds the command. */
export function addPublishCommand(program: Command, context: CommandContext): void {
  program
    .command('publish')
    .description('make the Hugging Face Hub have a dataset: only what differs is sent')
    .argument('<dir>', 'folder of the dataset', nonEmpty)
    .requiredOption('--repo <name>', 'NAMESPACE/NAME on the Hub; made where it is not there', nonEmpty)
    .option('--private', 'make it a private one')
    .option('--revision <branch>', 'branch to commit to (default: main)', nonEmpty)
    .option('--no-xet', 'send whole files: faster on fast lines, more bytes')
    .option('--dry-run', 'only say what would be sent and removed')
    .option('--json', 'print the result as JSON')
    .action((dir: string, flags: PublishFlags) => run(dir, flags, context));
}

async function run(dir: string, flags: PublishFlags, context: CommandContext): Promise<void> {
  const settings = hubSettings(context);
  expectToken(settings, flags);
  const { publishDataset } = await import('../publish-dataset.ts');
  const progress = transferLine({ stream: context.stderr, now: context.now });
  try {
    const done = await publishDataset({
      out: resolve(context.folder, dir),
      repo: flags.repo,
      revision: flags.revision,
      isPrivate: flags.private,
      useXet: flags.xet,
      dryRun: flags.dryRun,
      ...settings,
      temporary: context.temporary,
      signal: context.signal,
      onProgress: progress.report,
      onDelay: progress.delay,
    });
    progress.end();
    printResult(context, flags.json, resultOf(done), () => describe(done, flags));
  } finally {
    progress.end();
  }
}

function expectToken({ token }: HubSettings, { dryRun }: PublishFlags): void {
  if (token !== undefined || dryRun) return;
  throw new StackpairsError('bad_usage', 'no token of the Hub', {
    expected: 'HF_TOKEN, or the file that logging in to the Hub leaves (HF_TOKEN_PATH, or token in HF_HOME)',
  });
}

function resultOf({ plan, url, commit, tag, created, sent }: Publication) {
  const paths = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);
  const { add, replace, remove, same } = plan;
  return {
    url,
    commit: commit ?? null,
    tag: tag ?? null,
    created,
    add: paths(add),
    replace: paths(replace),
    remove,
    same: same.length,
    sent,
  };
}

function describe(done: Publication, flags: PublishFlags): string {
  const { plan, url, commit, tag } = done;
  const changes = [
    ...lines('+', plan.add),
    ...lines('~', plan.replace),
    ...lines(
      '-',
      plan.remove.map((path) => ({ path })),
    ),
    `= ${grouped(plan.same.length)} files are the same`,
  ];
  if (flags.dryRun) return ['would change:', ...changes].join('\n');
  const differ = plan.add.length + plan.replace.length + plan.remove.length;
  const named = tag === undefined ? '' : `, tagged ${tag}`;
  if (differ === 0) return `nothing to do: ${url} has the dataset${named}`;
  return [...changes, `${size(done.sent)} sent. ${url} at ${commit}${named}`].join('\n');
}

function lines(mark: string, files: readonly { readonly path: string; readonly bytes?: number }[]): string[] {
  const shown = files.slice(0, SHOWN_FILES).map(({ path, bytes }) => {
    const name = safeText(path, LONGEST_PATH);
    return `${mark} ${name}${bytes === undefined ? '' : `  ${size(bytes)}`}`;
  });
  const more = files.length - shown.length;
  return more > 0 ? [...shown, `${mark} and ${grouped(more)} more`] : shown;
}
