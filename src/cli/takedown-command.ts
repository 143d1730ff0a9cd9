// `build-dataset takedown`: takes posts out of a finished dataset, without its dump.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { TakedownResult } from '../takedown.ts';
import { type CommandContext, printResult } from './context.ts';
import { staleFeedText } from './stale-feed.ts';
import { grouped } from './terminal-text.ts';
import { nonEmpty } from './values.ts';

/** Adds the command. */
export function addTakedownCommand(program: Command, context: CommandContext): void {
  program
    .command('takedown')
    .description('take posts, or all posts of a user, out of a finished dataset')
    .argument('<dir>', 'folder of the dataset', nonEmpty)
    .requiredOption('--ids <file>', 'a list of lines site/12 (a post) and site/user/7', nonEmpty)
    .option('--json', 'print the result as JSON')
    .action(async (dir: string, flags: { ids: string; json?: boolean }) => {
      const { takedown } = await import('../takedown.ts');
      const { temporary, signal, folder } = context;
      const out = resolve(folder, dir);
      const done = await takedown(out, { ids: resolve(folder, flags.ids), temporary, signal });
      const { manifest: _, ...result } = done;
      const feed = done.rows > 0 ? staleFeedText(out) : [];
      printResult(context, flags.json, result, () => [describe(done), ...feed].join('\n'));
    });
}

function describe({ resumed, added, elsewhere, rows, rewritten, gone }: TakedownResult): string {
  const outcome =
    added.length === 0
      ? 'nothing to do: all of the list was taken out before, or is of other sites'
      : `${count(rows, 'row')} taken out for ${count(added.length, 'new entry', 'new entries')} of the list: ${count(
          rewritten.length,
          'file',
        )} written anew, ${count(gone.length, 'file')} gone, and the work folder`;
  return [
    ...(resumed ? ['finished a takedown that was cut off'] : []),
    outcome,
    ...(elsewhere > 0 ? [elsewhereText(elsewhere)] : []),
  ].join('\n');
}

function elsewhereText(entries: number): string {
  if (entries === 1) return '1 entry of the list is of a site that is not in the dataset';
  return `${grouped(entries)} entries of the list are of sites that are not in the dataset`;
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}
