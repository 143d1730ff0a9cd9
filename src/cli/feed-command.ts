// `build-dataset feed`: the order in which a trainer takes the rows of a dataset, made ahead.

import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { FeedReport } from '../make-feed.ts';
import { type CommandContext, printResult } from './context.ts';
import { progressLine } from './progress-line.ts';
import { grouped, safeText, size, table } from './terminal-text.ts';
import { nonEmpty, positiveNumber, wholeNumber } from './values.ts';

interface FeedFlags {
  readonly out?: string;
  readonly batch: number;
  readonly steps?: number;
  readonly epochs: number;
  readonly seed: number;
  readonly group: 'source' | 'tags';
  readonly weight?: Readonly<Record<string, number>>;
  readonly json?: boolean;
}

/** Adds the command. */
export function addFeedCommand(program: Command, context: CommandContext): void {
  program
    .command('feed')
    .description('make the order in which a trainer takes the rows: batches without two that are alike')
    .argument('<dir>', 'folder of the dataset', nonEmpty)
    .option('--out <file>', 'where it goes (default: feed.arrow in the folder of the dataset)', nonEmpty)
    .option('--batch <rows>', 'rows of a batch, of all ranks together', positiveNumber, 1024)
    .option('--steps <n>', 'batches in all (default: until each config had its epochs)', positiveNumber)
    .addOption(
      new Option('--epochs <n>', 'epochs of every config; small ones may have more')
        .argParser(positiveNumber)
        .default(1)
        .conflicts('steps'),
    )
    .option('--seed <n>', 'another seed gives another order', wholeNumber, 0)
    .addOption(
      new Option('--group <by>', 'rows of a batch are any of a config, or have a tag in common')
        .choices(['source', 'tags'])
        .default('source'),
    )
    .option('--weight <config=n>', 'how often a config is drawn from; may be given again, 0 leaves it out', weights)
    .option('--json', 'print the report as JSON')
    .action(async (dir: string, flags: FeedFlags) => {
      const { makeFeed } = await import('../make-feed.ts');
      const { folder, signal, cores: threads } = context;
      const { out, weight, json, ...rest } = flags;
      const file = out === undefined ? undefined : resolve(folder, out);
      const progress = progressLine({ stream: context.stderr, now: context.now });
      const options = { ...rest, threads, file, weights: weight, signal, onProgress: progress.report };
      const report = await makeFeed(resolve(folder, dir), options).finally(progress.end);
      printResult(context, json, report, () => reportText(report));
    });
}

function weights(text: string, before: Readonly<Record<string, number>> = {}): Record<string, number> {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new InvalidArgumentError('Expected a config and its weight, such as title-body=3.');
  return { ...before, [text.slice(0, at)]: wholeNumber(text.slice(at + 1)) };
}

function reportText({ file, bytes, batch, steps, sources }: FeedReport): string {
  const unused = sources.filter(({ isUsed }) => !isUsed);
  return [
    `${grouped(steps)} batches of ${grouped(batch)} rows: ${file} (${size(bytes)})`,
    table([
      ['config', 'rows', 'weight', 'batches', 'epochs', 'left over', 'deferred'],
      ...sources.map(({ config, rows, weight, batches, finished, leftOver, deferred }) => [
        safeText(config),
        ...[rows, weight, batches, finished, leftOver, deferred].map(grouped),
      ]),
    ]),
    ...unused.map(({ config }) => `${safeText(config)} is not drawn from: no batch of so many different rows is in it`),
  ].join('\n\n');
}
