// `build-dataset verify`: re-checks every promise of a finished build.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { StackpairsError } from '../errors.ts';
import { type CommandContext, printResult } from './context.ts';
import { safeText } from './terminal-text.ts';
import { nonEmpty } from './values.ts';

// Enough for two paths and what is wrong with them.
const LONGEST_FAULT = 1000;

/** Adds the command. */
export function addVerifyCommand(program: Command, context: CommandContext): void {
  program
    .command('verify')
    .description('re-check every promise of a finished build against its manifest')
    .argument('<dir>', 'folder of the dataset', nonEmpty)
    .option('--json', 'print the findings as JSON')
    .action(async (dir: string, flags: { json?: boolean }) => {
      const { verify } = await import('../verify.ts');
      const { checks, faults } = await verify(resolve(context.folder, dir), { signal: context.signal });
      printResult(context, flags.json, { checks, faults }, () =>
        [
          ...checks.map((check) => `ok    ${check}`),
          ...faults.map((fault) => `FAULT ${safeText(fault, LONGEST_FAULT)}`),
          ...(faults.length === 0 ? ['verified'] : []),
        ].join('\n'),
      );
      if (faults.length === 0) return;
      throw new StackpairsError('damaged_output', 'the build is not what its manifest says', {
        at: dir,
        hint: 'Remove the files at fault and start the same run again: it writes them anew',
      });
    });
}
