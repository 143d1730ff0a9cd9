// `build-dataset verify`: re-checks every promise of a finished build.

import type { Command } from 'commander';
import { StackpairsError } from '../errors.ts';
import { fetchDataset } from '../fetch-dataset.ts';
import { type CommandContext, printResult } from './context.ts';
import { safeText } from './terminal-text.ts';
import { nonEmpty } from './values.ts';
import { addMirrorFlags, type MirrorContext, type MirrorFlags, withMirror } from './with-mirror.ts';

// Enough for two paths and what is wrong with them.
const LONGEST_FAULT = 1000;

interface VerifyFlags extends MirrorFlags {
  readonly json?: boolean;
}

/** Adds the command. */
export function addVerifyCommand(program: Command, context: CommandContext): void {
  addMirrorFlags(program.command('verify'))
    .description('re-check every promise of a finished build against its manifest')
    .argument('<dir>', 'folder or s3:// prefix of the dataset', nonEmpty)
    .option('--json', 'print the findings as JSON')
    .action((dir: string, flags: VerifyFlags) =>
      withMirror(context, flags, (mirrored) => verifyDataset(dir, flags, mirrored)),
    );
}

async function verifyDataset(dir: string, { json }: VerifyFlags, context: MirrorContext): Promise<void> {
  const { verify } = await import('../verify.ts');
  const out = context.pathOf(dir);
  await fetchDataset(out, context.mirror);
  const { checks, faults } = await verify(out, { signal: context.signal });
  printResult(context, json, { checks, faults }, () =>
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
}
