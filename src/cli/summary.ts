// What a finished build tells a person: how many pairs, what was left out and why, and what to do next.

import type { Manifest, ManifestBook } from '../manifest.ts';
import { grouped, safeText, size, table } from './terminal-text.ts';

// As long as a path can be on Linux.
const LONGEST_PATH = 4096;

/** Facts of the run that are not in the manifest. */
export interface RunFacts {
  readonly out: string;
  readonly seconds: number;
}

/** The summary of a build. */
export function summary(manifest: Manifest, { out, seconds }: RunFacts): string {
  const { books, splits } = manifest;
  const rows = books.reduce((sum, book) => sum + book.rows, 0);
  const shown = safeText(out, LONGEST_PATH);
  const kept = books.reduce((sum, book) => sum + book.kept, 0);
  return [
    `${grouped(kept)} pairs of ${grouped(rows)} rows from ${sourcesOf(manifest)} in ${seconds.toFixed(1)} s: ${shown}`,
    '',
    ...sidesOf(splits),
    funnel(books),
    '',
    `shards ${size(manifest.shards.reduce((sum, { bytes }) => sum + bytes, 0))}. Check: build-dataset verify ${shown}   Look: build-dataset inspect ${shown}`,
  ].join('\n');
}

function sourcesOf({ inputs, pairs }: Manifest): string {
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
  const dumps = inputs.length > 0 || pairs.length === 0 ? [counted(inputs.length, 'dump')] : [];
  return [...dumps, ...(pairs.length > 0 ? [counted(pairs.length, 'set')] : [])].join(' and ');
}

/** Rows of each side of the split; an empty dataset has none. */
function sidesOf(splits: Manifest['splits']): string[] {
  const rows = Object.entries(splits).flatMap(([config, sides]) =>
    Object.entries(sides).map(([side, count]) => [`${config} ${side}`, grouped(count ?? 0)]),
  );
  return rows.length === 0 ? ['No pair is left: see below what became of the rows.', ''] : [table(rows), ''];
}

/** Rows read, drop reasons and rows kept, over all books. */
export function funnel(books: readonly ManifestBook[]): string {
  const sums = new Map<string, number>();
  for (const { dropped } of books) {
    for (const [reason, count] of Object.entries(dropped)) sums.set(reason, (sums.get(reason) ?? 0) + count);
  }
  const sum = (key: 'rows' | 'kept' | 'repaired') => books.reduce((total, book) => total + book[key], 0);
  const reasons = [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const repaired = sum('repaired');
  return table([
    ['rows read', grouped(sum('rows'))],
    ...reasons.map(([reason, count]) => [`- ${reason}`, grouped(count)]),
    ['= kept', grouped(sum('kept'))],
    ...(repaired > 0 ? [['(repaired on the way)', grouped(repaired)]] : []),
  ]);
}
