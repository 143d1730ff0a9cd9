// `build-dataset search`: rows of a build that have the words of a query, or that a model finds nearest to it, best first.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { SearchHit } from '../search.ts';
import { type CommandContext, printResult } from './context.ts';
import { addModelFlags, encoderOptions, MODEL_HELP, type ModelFlags } from './model-flags.ts';
import { stageLine } from './stage-line.ts';
import { grouped, safeText } from './terminal-text.ts';
import { nonEmpty, positiveNumber } from './values.ts';

interface SearchFlags extends ModelFlags {
  readonly top: number;
  readonly config?: string;
  readonly model: string;
  readonly json?: boolean;
}

/** Characters of a text that are shown. */
const SNIPPET = 240;

/** Adds the command. */
export function addSearchCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('search')
    .description('search the rows of a build by their words (BM25), or by a model')
    .argument('<dir>', 'folder of the dataset', nonEmpty)
    .argument('<query>', 'words or a question to look for')
    .option('--top <n>', 'rows to show', positiveNumber, 10)
    .option('--config <name>', 'data config; the first one by default', nonEmpty)
    .option('--model <model>', MODEL_HELP, nonEmpty, 'bm25');
  addModelFlags(command)
    .option('--json', 'print everything as JSON')
    .action((dir: string, query: string, flags: SearchFlags) => run({ dir, query, flags }, context));
}

interface SearchCall {
  readonly dir: string;
  readonly query: string;
  readonly flags: SearchFlags;
}

async function run({ dir, query, flags }: SearchCall, context: CommandContext): Promise<void> {
  const { search } = await import('../search.ts');
  const { closeContenders, openContenders } = await import('../evaluate.ts');
  const { top, config, model, json } = flags;
  const models = await openContenders([model], encoderOptions(flags, context));
  const line = stageLine({ stream: context.stderr, now: context.now });
  try {
    const out = resolve(context.folder, dir);
    const stage = model === 'bm25' ? 'indexing' : 'encoding';
    const onProgress = (rows: number, total: number) => line.report(stage, rows, total);
    const encoder = models[0]?.encoder;
    const result = await search({ out, query, top, config, encoder, onProgress, signal: context.signal });
    line.end();
    const head = `${safeText(result.config)}: the best ${grouped(result.hits.length)} of ${grouped(result.rows)} rows`;
    printResult(context, json, result, () => [head, ...result.hits.map(describe)].join('\n\n'));
  } finally {
    line.end();
    await closeContenders(models);
  }
}

function describe({ score, split, row, site, url, texts }: SearchHit, place: number): string {
  const [title = '', ...others] = Object.values(texts);
  const head = `${place + 1}. ${safeText(title)}`;
  const where = `   ${score.toFixed(2)}  ${safeText(site)}  ${url === undefined ? '' : `${safeText(url)}  `}${split} ${row}`;
  return [head, where, ...others.map((text) => `   ${safeText(text, SNIPPET)}`)].join('\n');
}
