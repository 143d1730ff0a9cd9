// `build-dataset search`: rows of a build that have the words of a query, best first.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { SearchHit } from '../search.ts';
import { type CommandContext, printResult } from './context.ts';
import { stageLine } from './stage-line.ts';
import { grouped, safeText } from './terminal-text.ts';
import { nonEmpty, positiveNumber } from './values.ts';

interface SearchFlags {
  readonly top: number;
  readonly config?: string;
  readonly json?: boolean;
}

/** Characters of a text that are shown. */
const SNIPPET = 240;

/** Adds the command. */
export function addSearchCommand(program: Command, context: CommandContext): void {
  program
    .command('search')
    .description('search the rows of a build by their words (BM25)')
    .argument('<dir>', 'folder of the dataset', nonEmpty)
    .argument('<query>', 'words to look for')
    .option('--top <n>', 'rows to show', positiveNumber, 10)
    .option('--config <name>', 'data config; the first one by default', nonEmpty)
    .option('--json', 'print everything as JSON')
    .action(async (dir: string, query: string, { top, config, json }: SearchFlags) => {
      const { search } = await import('../search.ts');
      const line = stageLine({ stream: context.stderr, now: context.now });
      try {
        const out = resolve(context.folder, dir);
        const onProgress = (rows: number, total: number) => line.report('indexing', rows, total);
        const result = await search({ out, query, top, config, onProgress, signal: context.signal });
        line.end();
        const head = `${safeText(result.config)}: the best ${grouped(result.hits.length)} of ${grouped(result.rows)} rows`;
        printResult(context, json, result, () => [head, ...result.hits.map(describe)].join('\n\n'));
      } finally {
        line.end();
      }
    });
}

function describe({ score, split, row, site, url, texts }: SearchHit, place: number): string {
  const [title = '', ...others] = Object.values(texts);
  const head = `${place + 1}. ${safeText(title)}`;
  const where = `   ${score.toFixed(2)}  ${safeText(site)}  ${url === undefined ? '' : `${safeText(url)}  `}${split} ${row}`;
  return [head, where, ...others.map((text) => `   ${safeText(text, SNIPPET)}`)].join('\n');
}
