// What a finished build tells a person: how many pairs, what was left out and why, and what to do next.

import { droppedRows, rowsRead } from '../books.ts';
import { booksOf, type Manifest, type ManifestBook, type ManifestConfig } from '../manifest.ts';
import { grouped, safeText, size, table } from './terminal-text.ts';

// As long as a path can be on Linux.
const LONGEST_PATH = 4096;
/** Reasons that are named of each of several configs: the first of them took most. */
const MOST_REASONS = 4;

/** Facts of the run that are not in the manifest. */
export interface RunFacts {
  readonly out: string;
  readonly seconds: number;
}

/** The summary of a build. */
export function summary(manifest: Manifest, { out, seconds }: RunFacts): string {
  const { books, configs } = manifest;
  const shown = safeText(out, LONGEST_PATH);
  const kept = books.reduce((sum, book) => sum + book.kept, 0);
  const pairs = `${grouped(kept)} pairs${configs.length === 1 ? '' : ` in ${configs.length} configs`}`;
  return [
    `${pairs} of ${grouped(rowsRead(books))} rows from ${sourcesOf(manifest)} in ${seconds.toFixed(1)} s: ${shown}`,
    '',
    ...(kept === 0 ? ['No pair is left: see below what became of the rows.', ''] : []),
    ...(configs.length === 1 ? onlyConfig(manifest) : configs.flatMap((config) => configLines(config, manifest))),
    '',
    `shards ${size(manifest.shards.reduce((sum, { bytes }) => sum + bytes, 0))}. Check: build-dataset verify ${shown}   Look: build-dataset inspect ${shown}`,
  ].join('\n');
}

function sourcesOf({ inputs, pairs }: Manifest): string {
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
  const dumps = inputs.length > 0 || pairs.length === 0 ? [counted(inputs.length, 'dump')] : [];
  return [...dumps, ...(pairs.length > 0 ? [counted(pairs.length, 'set')] : [])].join(' and ');
}

/** Rows of each side of the split, and what became of the others. */
function onlyConfig({ books, splits }: Manifest): string[] {
  const rows = Object.entries(splits).flatMap(([config, sides]) =>
    Object.entries(sides).map(([side, count]) => [`${config} ${side}`, grouped(count ?? 0)]),
  );
  return [...(rows.length === 0 ? [] : [table(rows), '']), funnel(books)];
}

/** One of several configs in two lines; `inspect` has the rest. */
function configLines({ name, recipe }: ManifestConfig, manifest: Manifest): string[] {
  const own = booksOf(manifest, recipe);
  const kept = own.reduce((sum, book) => sum + book.kept, 0);
  const sides = Object.entries(manifest.splits[name] ?? {}).map(([side, rows]) => `${side} ${grouped(rows ?? 0)}`);
  const reasons = droppedRows(own).map(([reason, rows]) => `${safeText(reason)} ${grouped(rows)}`);
  const more = reasons.length > MOST_REASONS ? [`${reasons.length - MOST_REASONS} more`] : [];
  return [
    `${name}: ${grouped(kept)} pairs${sides.length === 0 ? '' : ` (${sides.join(', ')})`}`,
    ...(reasons.length === 0 ? [] : [`  left out: ${[...reasons.slice(0, MOST_REASONS), ...more].join(', ')}`]),
  ];
}

/** Rows read, drop reasons and rows kept, over all books, which are of one config. */
export function funnel(books: readonly ManifestBook[]): string {
  const sum = (key: 'rows' | 'kept' | 'repaired') => books.reduce((total, book) => total + book[key], 0);
  const repaired = sum('repaired');
  return table([
    ['rows read', grouped(sum('rows'))],
    ...droppedRows(books).map(([reason, count]) => [`- ${reason}`, grouped(count)]),
    ['= kept', grouped(sum('kept'))],
    ...(repaired > 0 ? [['(repaired on the way)', grouped(repaired)]] : []),
  ]);
}
