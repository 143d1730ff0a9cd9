// A word about a feed that lies beside a dataset which was changed: its rows are those of the dataset as it was.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FEED_FILE } from '../feed-file.ts';
import { safeText } from './terminal-text.ts';

/** Lines to print; none where there is no feed. */
export function staleFeedText(dir: string): string[] {
  if (!existsSync(join(dir, FEED_FILE))) return [];
  return [`${FEED_FILE} is of the dataset as it was before: make it anew with build-dataset feed ${safeText(dir)}`];
}
