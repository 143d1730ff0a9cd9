// `build-dataset clean`: removes the work folder of a build, but for the plan that tells a finished build again.

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { folderBytes, PLAN_FILE, WORK_FOLDER } from '../build.ts';
import { StackpairsError } from '../errors.ts';
import { takeLock } from '../lock.ts';
import { MANIFEST_FILE } from '../manifest-file.ts';
import { type CommandContext, printResult } from './context.ts';
import { size } from './terminal-text.ts';
import { nonEmpty } from './values.ts';

const KEPT = [PLAN_FILE, 'sample.json', 'sample'];

/** Adds the command. */
export function addCleanCommand(program: Command, context: CommandContext): void {
  program
    .command('clean')
    .description('remove the partitions and completion records of a build; the dataset stays')
    .argument('<dir>', 'folder of the dataset', nonEmpty)
    .option('--json', 'print the result as JSON')
    .action(async (dir: string, flags: { json?: boolean }) => {
      const out = resolve(context.folder, dir);
      const work = join(out, WORK_FOLDER);
      // A dataset that was exported, or had posts taken out, has no work folder any more.
      if (!existsSync(work) && existsSync(join(out, MANIFEST_FILE))) {
        printResult(context, flags.json, { freed: 0 }, () => 'nothing to remove');
        return;
      }
      if (!existsSync(join(work, PLAN_FILE))) {
        throw new StackpairsError('bad_usage', 'there is no build here to clean', {
          at: dir,
          expected: `a folder with ${WORK_FOLDER}/${PLAN_FILE} in it`,
        });
      }
      const unlock = await takeLock(out, context.temporary);
      try {
        const bytes = folderBytes(work);
        for (const name of readdirSync(work)) {
          if (!KEPT.includes(name)) rmSync(join(work, name), { recursive: true });
        }
        const freed = bytes - folderBytes(work);
        printResult(context, flags.json, { freed }, () => `freed ${size(freed)}`);
      } finally {
        await unlock();
      }
    });
}
