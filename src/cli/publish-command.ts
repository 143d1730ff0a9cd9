// `build-dataset publish`: a finished dataset onto the Hub, or what that would change there.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type CommandContext, printResult } from './context.ts';
import { expectToken, hubSettings } from './hub-settings.ts';
import { publicationResult, publicationText } from './publication-text.ts';
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
  if (!flags.dryRun) expectToken(settings);
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
    printResult(context, flags.json, publicationResult(done), () => publicationText(done, flags));
  } finally {
    progress.end();
  }
}
