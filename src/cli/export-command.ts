// `build-dataset export`: a finished dataset in another format, in a folder of its own.

import { basename, dirname, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { FORMATS, type Format } from '../formats.ts';
import { type CommandContext, printResult } from './context.ts';
import { progressLine } from './progress-line.ts';
import { grouped, safeText, size } from './terminal-text.ts';
import { nonEmpty } from './values.ts';

interface ExportFlags {
  readonly format: Format;
  readonly out?: string;
  readonly json?: boolean;
}

/** As long as a path can be on Linux. */
const LONGEST_PATH = 4096;

/** Adds the command. */
export function addExportCommand(program: Command, context: CommandContext): void {
  program
    .command('export')
    .description('write a dataset in another format, into a folder of its own')
    .argument('<dir>', 'folder of the dataset', nonEmpty)
    .addOption(new Option('--format <name>', 'format of the shards').choices(FORMATS).makeOptionMandatory())
    .option('--out <dir>', 'folder to write (default: the same name with the format behind it)', nonEmpty)
    .option('--json', 'print the result as JSON')
    .action((dir: string, flags: ExportFlags) => run(dir, flags, context));
}

async function run(dir: string, flags: ExportFlags, context: CommandContext): Promise<void> {
  const from = resolve(context.folder, dir);
  const out = flags.out === undefined ? besideOf(from, flags.format) : resolve(context.folder, flags.out);
  const { exportDataset } = await import('../export-dataset.ts');
  const progress = progressLine({ stream: context.stderr, now: context.now });
  try {
    const { format, splits, shards } = await exportDataset({
      from,
      out,
      format: flags.format,
      temporary: context.temporary,
      signal: context.signal,
      onProgress: progress.report,
    });
    progress.end();
    const bytes = shards.reduce((sum, shard) => sum + shard.bytes, 0);
    printResult(context, flags.json, { out, format, splits, shards: shards.length, bytes }, () => {
      const shown = safeText(out, LONGEST_PATH);
      return `${grouped(shards.length)} files, ${size(bytes)}: ${shown}. Check: build-dataset verify ${shown}`;
    });
  } finally {
    progress.end();
  }
}

/** `pairs` becomes `pairs-parquet`, and `pairs-jsonl`. */
function besideOf(from: string, format: Format): string {
  return join(dirname(from), `${basename(from)}-${format.replace('.gz', '')}`);
}
