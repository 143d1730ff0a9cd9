// `build-dataset download`: dumps from the archive, a folder or a list of URLs into a folder that `run --dumps` takes.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { DownloadPlan } from '../download.ts';
import { type CommandContext, printResult } from './context.ts';
import { fetchLine } from './fetch-line.ts';
import { addSourceFlags, type SourceFlags, sourceOf } from './source-flags.ts';
import { grouped, safeText, size } from './terminal-text.ts';
import { nonEmpty } from './values.ts';

interface DownloadFlags extends SourceFlags {
  readonly to: string;
  readonly dryRun?: boolean;
  readonly ignoreDisk?: boolean;
  readonly json?: boolean;
}

/** As long as a path can be on Linux. */
const LONGEST_PATH = 4096;

/** Adds the command. */
export function addDownloadCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('download')
    .description('fetch the newest dumps, each checked against its checksum; a cut download goes on where it was')
    .argument('[site...]', 'sites such as beer.stackexchange.com (default: all)')
    .option('--to <dir>', 'folder that gets a folder for the dump', nonEmpty, 'dumps');
  addSourceFlags(command)
    .option('--dry-run', 'only say what would be fetched')
    .option('--ignore-disk', 'start even if the disk looks too small')
    .option('--json', 'print the result as JSON')
    .action((sites: string[], flags: DownloadFlags) => run(sites.map(nonEmpty), flags, context));
}

async function run(sites: readonly string[], flags: DownloadFlags, context: CommandContext): Promise<void> {
  const { download } = await import('../download.ts');
  const line = fetchLine({ stream: context.stderr, now: context.now });
  try {
    const plan = await download({
      ...sourceOf(flags, context),
      sites,
      to: resolve(context.folder, flags.to),
      dryRun: flags.dryRun,
      ignoreDisk: flags.ignoreDisk,
      temporary: context.temporary,
      onPlan: ({ bytes }) => line.expect(bytes),
      onProgress: line.report,
    });
    line.end();
    printResult(context, flags.json, { ...plan, dryRun: flags.dryRun === true }, () => describe(plan, flags));
  } finally {
    line.end();
  }
}

function describe({ dump, folder, files, bytes }: DownloadPlan, { dryRun }: DownloadFlags): string {
  const missing = files.filter(({ state }) => state === 'missing');
  const names = dryRun ? missing.map(({ name }) => `  ${safeText(name)}`) : [];
  const what = `${grouped(missing.length)} of ${grouped(files.length)} files ${dryRun ? 'to fetch' : 'fetched'}`;
  return [`${safeText(dump)}: ${what}, ${size(bytes)}, into ${safeText(folder, LONGEST_PATH)}`, ...names].join('\n');
}
