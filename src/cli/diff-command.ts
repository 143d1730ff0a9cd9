// `build-dataset diff`: what became of the rows of one build in another.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { BuildDifference } from '../diff-builds.ts';
import { type CommandContext, printResult } from './context.ts';
import { grouped, safeText, size, table } from './terminal-text.ts';
import { nonEmpty } from './values.ts';

/** Adds the command. */
export function addDiffCommand(program: Command, context: CommandContext): void {
  program
    .command('diff')
    .description('compare two builds: rows added, removed, edited and moved, and bytes of shards that stayed the same')
    .argument('<before>', 'folder of the older dataset', nonEmpty)
    .argument('<after>', 'folder of the newer dataset', nonEmpty)
    .option('--json', 'print everything as JSON')
    .action(async (before: string, after: string, flags: { json?: boolean }) => {
      const { diffBuilds } = await import('../diff-builds.ts');
      const { folder, temporary, signal } = context;
      const difference = await diffBuilds(resolve(folder, before), resolve(folder, after), { temporary, signal });
      printResult(context, flags.json, difference, () => differenceText(difference));
    });
}

/** A table for each config, and a line about the shards. */
export function differenceText({ configs, shards }: BuildDifference): string {
  const { files, bytes, sharedFiles, sharedBytes } = shards;
  const same = `${grouped(sharedFiles)} of ${grouped(files)} files the same, ${size(sharedBytes)} of ${size(bytes)}`;
  return [...configs.map(configText), `shards: ${same}`].join('\n\n');
}

const COUNTS = ['before', 'after', 'added', 'removed', 'edited', 'moved'] as const;

function configText({ config, sites, ...total }: BuildDifference['configs'][number]): string {
  const rows = sites.length === 1 ? sites : [...sites, { site: 'all sites', ...total }];
  return table([
    [safeText(config), ...COUNTS],
    ...rows.map(({ site, ...counts }) => [safeText(site), ...COUNTS.map((name) => grouped(counts[name]))]),
  ]);
}
