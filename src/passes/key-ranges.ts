// Rows in the order of their keys, cut where keys say, and not after so many rows: into the largest ranges of keys, halved and
// halved again, that hold no more than a given number of rows. Where a range begins depends on nothing but the rows in it and
// beside it, so a row more or less changes its own range, and the ranges before and behind stay what they were.

/** Rows of one key. */
export interface KeyRows {
  readonly key: number;
  readonly rows: number;
}

/** The keys from `from` on, `width` of them: a power of two, of which `from` is a multiple. */
export interface KeyRange {
  readonly from: number;
  readonly width: number;
  /** Those that have rows, ascending. */
  readonly keys: readonly KeyRows[];
  /** Of all of them. */
  readonly rows: number;
}

/** All keys there may be. */
export function allKeys(keys: readonly KeyRows[]): KeyRange {
  return rangeOf(0, 2 ** 32, keys);
}

/** The largest ranges of at most so many rows, in order; empty ones are left out. One key alone may have more. */
export function rangesWithin(range: KeyRange, mostRows: number): KeyRange[] {
  if (range.rows === 0) return [];
  if (range.rows <= mostRows || range.width === 1) return [range];
  return halvesOf(range).flatMap((half) => rangesWithin(half, mostRows));
}

function halvesOf({ from, width, keys }: KeyRange): KeyRange[] {
  const middle = from + width / 2;
  const found = keys.findIndex(({ key }) => key >= middle);
  const lower = found < 0 ? keys.length : found;
  return [rangeOf(from, width / 2, keys.slice(0, lower)), rangeOf(middle, width / 2, keys.slice(lower))];
}

function rangeOf(from: number, width: number, keys: readonly KeyRows[]): KeyRange {
  return { from, width, keys, rows: keys.reduce((sum, { rows }) => sum + rows, 0) };
}
