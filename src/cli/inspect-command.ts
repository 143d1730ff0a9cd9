// `build-dataset inspect`: what is in a build: counts, drop reasons, rows at random and the worst rows; or its duplicates.

import type { Command } from 'commander';
import { fetchDataset } from '../fetch-dataset.ts';
import type { ConfigInspection, DroppedRow, InspectedRow } from '../inspect.ts';
import type { Manifest } from '../manifest.ts';
import { type CommandContext, printResult } from './context.ts';
import { duplicatesText } from './duplicates-text.ts';
import { otherPosts } from './other-posts.ts';
import { funnel } from './summary.ts';
import { grouped, safeText, table } from './terminal-text.ts';
import { nonEmpty, positiveNumber, wholeNumber } from './values.ts';
import { addMirrorFlags, type MirrorContext, type MirrorFlags, withMirror } from './with-mirror.ts';

interface InspectFlags extends MirrorFlags {
  readonly rows: number;
  readonly seed: number;
  readonly duplicates?: boolean;
  readonly limit: number;
  readonly json?: boolean;
}

/** Adds the command. */
export function addInspectCommand(program: Command, context: CommandContext): void {
  addMirrorFlags(program.command('inspect'))
    .description('show counts, drop reasons, random rows and the worst rows of a build')
    .argument('<dir>', 'folder or s3:// prefix of the dataset', nonEmpty)
    .option('--rows <n>', 'rows to show of each kind', positiveNumber, 3)
    .option('--seed <n>', 'which random rows', wholeNumber, 1)
    .option('--duplicates', 'show clusters of duplicates instead, with their texts side by side')
    .option('--limit <n>', 'clusters to show, the largest first', positiveNumber, 10)
    .option('--json', 'print everything as JSON')
    .action((dir: string, flags: InspectFlags) =>
      withMirror(context, flags, async (mirrored) => {
        const out = mirrored.pathOf(dir);
        await fetchDataset(out, mirrored.mirror);
        await (flags.duplicates ? showDuplicates : showRows)(out, flags, mirrored);
      }),
    );
}

async function showRows(out: string, { rows, seed, json }: InspectFlags, context: MirrorContext): Promise<void> {
  const { inspect, readDropped } = await import('../inspect.ts');
  const { manifest, configs } = await inspect(out, { rows, seed, signal: context.signal });
  const { books, splits } = manifest;
  const dropped = await Promise.all(configs.map(({ config }) => readDropped(out, config, rows)));
  const found = { books, splits, configs, dropped: dropped.map((rows) => Object.fromEntries(rows)) };
  printResult(context, json, found, () =>
    configs.map((config, index) => describeConfig(config, manifest, dropped[index]!).join('\n')).join(BETWEEN_CONFIGS),
  );
}

/** A terminal that does not say how wide it is. */
const USUAL_WIDTH = 80;

async function showDuplicates(out: string, { limit, json }: InspectFlags, context: MirrorContext): Promise<void> {
  const { inspectDuplicates } = await import('../inspect-duplicates.ts');
  const found = await inspectDuplicates(out, { limit, signal: context.signal });
  const width = context.stdout.columns ?? (Number(context.env.COLUMNS) || USUAL_WIDTH);
  const lines = found.flatMap((config) => duplicatesText(config, width));
  printResult(context, json, { configs: found }, () => lines.join('\n'));
}

const BETWEEN_CONFIGS = '\n\n';

type Dropped = ReadonlyMap<string, readonly DroppedRow[]>;

function describeConfig({ config, random, worst }: ConfigInspection, manifest: Manifest, dropped: Dropped): string[] {
  const { configs, books, splits } = manifest;
  const recipe = configs.find(({ name }) => name === config)?.recipe;
  const own = books.filter((book) => book.recipe === recipe);
  const sides = Object.entries(splits[config] ?? {});
  return [
    ...own.flatMap((book) => [`${safeText(book.file)}, ${config}`, funnel([book]), '']),
    table(sides.map(([side, rows]) => [`${config} ${side}`, grouped(rows ?? 0)])),
    ...section('random rows', random),
    ...Object.entries(worst).flatMap(([kind, rows]) => section(`${kind} rows`, rows)),
    ...describeDropped(dropped),
  ];
}

function section(title: string, rows: readonly InspectedRow[]): string[] {
  return ['', title, ...rows.flatMap(describeRow)];
}

function describeRow({ split, row, texts, provenance }: InspectedRow): string[] {
  const { site, questionId, votes, posts } = provenance;
  const columns = Object.entries(texts).map(([name, value]) => `    ${name}: ${safeText(value)}`);
  return [`  ${split} ${row}: ${safeText(site)} ${questionId}${otherPosts(posts)}, ${votes} votes`, ...columns];
}

function describeDropped(byReason: Dropped): string[] {
  return [...byReason].flatMap(([reason, rows]) => [
    '',
    `dropped as ${safeText(reason)}`,
    ...rows.map(
      ({ site, id, byte, title, texts = {} }) =>
        `  ${safeText(site)} ${id ?? '?'}, byte ${byte}: ${safeText(title ?? Object.values(texts)[0] ?? '')}`,
    ),
  ]);
}
