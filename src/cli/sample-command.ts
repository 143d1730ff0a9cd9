// `build-dataset sample`: writes a synthetic dump.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type CommandContext, printResult } from './context.ts';
import { parseSize } from './parse-size.ts';
import { grouped, size, table } from './terminal-text.ts';
import { nonEmpty, wholeNumber } from './values.ts';

interface SampleFlags {
  readonly size: string;
  readonly seed: number;
  readonly json?: boolean;
}

/** Adds the command. */
export function addSampleCommand(program: Command, context: CommandContext): void {
  program
    .command('sample')
    .description('write a synthetic dump in the format of the real ones, oddities included')
    .argument('<dir>', 'folder to write it in', nonEmpty)
    .option('--size <size>', 'size of all Posts.xml together, such as 60MB or 5GB', '60MB')
    .option('--seed <n>', 'the same seed and size give the same bytes', wholeNumber, 1)
    .option('--json', 'print the report as JSON')
    .action(async (dir: string, flags: SampleFlags) => {
      const { writeSample } = await import('../sample/index.ts');
      const bytes = parseSize(flags.size);
      const { signal } = context;
      const report = await writeSample(resolve(context.folder, dir), { bytes, seed: flags.seed, signal });
      printResult(context, flags.json, report, () =>
        table([
          ['site', 'rows', 'questions', 'answers', 'size'],
          ...report.sites.map((site) => [
            site.site,
            grouped(site.rows),
            grouped(site.questions),
            grouped(site.answers),
            size(site.bytes),
          ]),
        ]),
      );
    });
}
