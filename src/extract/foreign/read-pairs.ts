// The rows of a set that have two texts, as pairs: (title, body), (query, positive), a list of two, or the first two
// columns of texts. A list in the second column makes a pair of each of its texts. Memory: as for texts.
import { StackpairsError } from '../../errors.ts';
import type { ForeignPair } from '../../foreign.ts';
import type { ForeignRow } from './foreign-row.ts';
import { openSet, type SetOptions } from './read-set.ts';
import { nothingIn, textsIn } from './text-columns.ts';

/** Columns that belong together, whatever stands between them. */
const KNOWN: readonly (readonly [anchor: string, positive: string])[] = [
  ['title', 'body'],
  ['title', 'text'],
  ['anchor', 'positive'],
  ['query', 'positive'],
  ['query', 'pos'],
];

/** Reads the pairs of a file or folder in batches. Queries and judgements have none. */
export async function* readPairs(path: string, options: SetOptions): AsyncGenerator<readonly ForeignPair[]> {
  const { source, rows: batches } = await openSet(path, options);
  let found = 0;
  for await (const rows of batches) {
    const pairs = rows.flatMap((row) => pairsOf(row, source, options.columns ?? pairColumns(row.columns)));
    found += pairs.length;
    if (pairs.length > 0) yield pairs;
  }
  if (found === 0) throw nothingIn(path, 'a row with two texts');
}

function pairsOf(
  { place, at, part, row, post }: ForeignRow,
  source: string,
  [first, second]: readonly string[],
): ForeignPair[] {
  if (part === 'queries') return [];
  const [anchor = '', ...others] = textsIn(row, first!, at);
  if (second === undefined && typeof row[first!] === 'string') throw oneColumn(first!, at);
  const positives = second === undefined ? others.slice(0, 1) : textsIn(row, second, at);
  return positives
    .filter((positive) => anchor !== '' && positive !== '')
    .map((positive) => ({ source, place, texts: [anchor, positive], ...(post === undefined ? {} : { post }) }));
}

function pairColumns(columns: readonly string[]): readonly string[] {
  return KNOWN.find((pair) => pair.every((name) => columns.includes(name))) ?? columns.slice(0, 2);
}

function oneColumn(column: string, at: string): StackpairsError {
  return new StackpairsError('bad_input', 'one text where a pair is wanted', {
    at,
    expected: 'two columns of texts, or one that holds lists of two',
    found: `column ${column}`,
  });
}
