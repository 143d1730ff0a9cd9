// `build-dataset mine`: hard negatives for the rows of a dataset, by a model.

import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { findInputs } from '../extract/index.ts';
import type { MineResult } from '../mine.ts';
import { type CommandContext, printResult } from './context.ts';
import { addModelFlags, encoderOptions, type ModelFlags } from './model-flags.ts';
import { stageLine } from './stage-line.ts';
import { staleFeedText } from './stale-feed.ts';
import { grouped, safeText, table } from './terminal-text.ts';
import { nonEmpty, nonEmptyList, positiveNumber, wholeNumber } from './values.ts';

interface MineFlags extends ModelFlags {
  readonly model: string;
  readonly config?: string;
  readonly name?: string;
  readonly negatives: number;
  readonly relativeMargin: number;
  readonly rangeMin: number;
  readonly rangeMax: number;
  readonly block: number;
  readonly dumps?: readonly string[];
  readonly json?: boolean;
}

/** Adds the command. */
export function addMineCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('mine')
    .description('mine hard negatives with a model and add them to a dataset as a config of its own')
    .argument('<dir>', 'folder of the dataset', nonEmpty)
    .requiredOption('--model <model>', 'onnx:FOLDER, vectors:FILE or http:URL', encoderName)
    .option('--config <name>', 'config whose train rows get negatives; the first one by default', nonEmpty)
    .option('--name <name>', 'name of the new config (default: the other one, with -mined)', nonEmpty)
    .option('--negatives <n>', 'negatives of a row', positiveNumber, 1)
    .option('--relative-margin <share>', 'a negative is so much less similar than the positive', share, 0.05)
    .option('--range-min <n>', 'nearest neighbours that are passed over', wholeNumber, 0)
    .option('--range-max <n>', 'nearest neighbours that are looked at', positiveNumber, 100)
    .option('--block <rows>', 'rows that are searched together', positiveNumber, 100_000)
    .option('--dumps <path...>', 'dumps whose links tell of more duplicates', nonEmptyList);
  addModelFlags(command)
    .option('--json', 'print what was mined as JSON')
    .action((dir: string, flags: MineFlags) => run(resolve(context.folder, dir), flags, context));
}

async function run(out: string, flags: MineFlags, context: CommandContext) {
  const { model, dumps = [], json, vectorsCache: _, ...options } = flags;
  const { mine, openEncoder } = await import('../mine.ts');
  const { cores: threads, env, folder, temporary, signal } = context;
  const paths = dumps.map((path) => resolve(folder, path));
  const inputs = paths.length === 0 ? [] : await findInputs(paths, { path: env.PATH, signal });
  const encoder = await openEncoder(model, encoderOptions(flags, context));
  const line = stageLine({ stream: context.stderr, now: context.now });
  const onProgress = (done: number, total: number) => line.report('encoding', done, total);
  try {
    const done = await mine(out, { ...options, encoder, dumps: inputs, threads, temporary, onProgress, signal });
    line.end();
    const feed = done.isNew ? staleFeedText(out) : [];
    printResult(context, json, done.mined, () => [describe(done), ...feed].join('\n'));
  } finally {
    line.end();
    await encoder.close();
  }
}

function describe({ mined, isNew }: MineResult): string {
  const { config, from, rows, kept, dropped, knownDuplicates } = mined;
  if (!isNew) return `nothing to do: ${config} was mined before, by the same rules`;
  return [
    `${config}: ${grouped(kept)} rows of ${safeText(from)} with negatives`,
    table([
      ['train rows', grouped(rows)],
      ...Object.entries(dropped).map(([reason, count]) => [`- ${reason}`, grouped(count)]),
      ['= kept', grouped(kept)],
    ]),
    `${grouped(knownDuplicates)} questions are known to have a duplicate`,
  ].join('\n');
}

/** BM25 says which words are the same, and no share of a similarity. */
function encoderName(text: string): string {
  if (text === 'bm25') throw new InvalidArgumentError('Expected a model that gives vectors.');
  return nonEmpty(text);
}

function share(text: string): number {
  const value = Number(text);
  if (!/^0(\.\d+)?$/.test(text)) throw new InvalidArgumentError('Expected a number from 0 to below 1, such as 0.05.');
  return value;
}
