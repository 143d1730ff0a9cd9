// `build-dataset trace`: from a row of the dataset back to its posts.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type CommandContext, printResult } from './context.ts';
import { safeText } from './terminal-text.ts';
import { nonEmpty, wholeNumber } from './values.ts';

interface Author {
  readonly url: string;
  readonly author: string | undefined;
  readonly authorId: number | undefined;
}

/** Adds the command. */
export function addTraceCommand(program: Command, context: CommandContext): void {
  program
    .command('trace')
    .description('show where a row comes from')
    .argument('<dir>', 'folder of the dataset', nonEmpty)
    .argument('<config>', 'data config, such as title-body')
    .argument('<split>', 'train, validation or test')
    .argument('<row>', 'number of the row in the split, from 0', wholeNumber)
    .option('--json', 'print it as JSON')
    .action(async (dir: string, config: string, split: string, row: number, flags: { json?: boolean }) => {
      const { trace } = await import('../trace.ts');
      const { texts, provenance } = await trace(resolve(context.folder, dir), { config, split, row });
      const { site, questionId, votes, tags, cluster, fingerprint, posts } = provenance;
      printResult(context, flags.json, { texts, ...provenance }, () =>
        [
          ...Object.entries(texts).map(([name, value]) => `${name}: ${safeText(value, 400)}`),
          `site ${safeText(site)}, question ${questionId}, ${votes} votes, tags ${safeText(tags.join(' '))}`,
          `cluster ${safeText(cluster)}, fingerprint ${fingerprint}`,
          ...posts.map(
            (post) =>
              `${post.role} ${safeText(post.url)} by ${safeText(authorText(post))}, ` +
              `${safeText(post.license)}${post.licenseDerived ? ' (derived from its dates)' : ''}, ${new Date(post.created).toISOString()}`,
          ),
        ].join('\n'),
      );
    });
}

/** The name as far as it is known, and where the author's profile is. */
function authorText({ url, author = '', authorId }: Author): string {
  if (authorId === undefined) return author || 'unknown';
  const name = author || `user ${authorId}`;
  // A dataset may be anybody's, and its addresses anything.
  return URL.canParse(url) ? `${name} (${new URL(`/users/${authorId}`, url).href})` : name;
}
