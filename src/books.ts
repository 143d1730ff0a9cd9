// Counting every row once: rows = kept + held out + the sum of the drop reasons, for each input file and recipe.

/** How often each name came up. */
export type Counts = Readonly<Record<string, number>>;

/** What became of the rows of one input file under one recipe. */
export interface Book {
  readonly rows: number;
  /** Rows that became a pair, on any side of the split. */
  readonly kept: number;
  readonly dropped: Counts;
  /** Rows read after an illegal character reference was replaced; they are counted above as well. */
  readonly repaired: number;
}

/** A book with nothing in it. */
export const EMPTY_BOOK: Book = { rows: 0, kept: 0, dropped: {}, repaired: 0 };

/** Two books as one. */
export function addBooks(a: Book, b: Book): Book {
  return {
    rows: a.rows + b.rows,
    kept: a.kept + b.kept,
    dropped: addCounts(a.dropped, b.dropped),
    repaired: a.repaired + b.repaired,
  };
}

/** Counts by name, added up; a name that comes to 0 is left out. */
export function addCounts(a: Counts, b: Counts): Counts {
  // A map, since names come from dumps and from steps: every object has a `constructor` already.
  const sums = new Map(Object.entries(a));
  for (const [name, count] of Object.entries(b)) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries([...sums].filter(([, count]) => count !== 0));
}

/** Kept rows that turn out to be duplicates: they move from `kept` to a drop reason. */
export function dropKept(book: Book, reason: string, count: number): Book {
  return addBooks(book, { rows: 0, kept: -count, dropped: { [reason]: count }, repaired: 0 });
}

/** Rows that were read, each once: every config has a book of the same file. */
export function rowsRead(books: readonly { readonly file: string; readonly rows: number }[]): number {
  const byFile = new Map<string, number>();
  for (const { file, rows } of books) byFile.set(file, Math.max(rows, byFile.get(file) ?? 0));
  return [...byFile.values()].reduce((sum, rows) => sum + rows, 0);
}

/** How many rows were dropped for each reason, the greatest first, equal ones by name. */
export function droppedRows(
  books: readonly { readonly dropped: Counts }[],
): (readonly [reason: string, rows: number])[] {
  const sums = books.map(({ dropped }) => dropped).reduce<Counts>(addCounts, {});
  return Object.entries(sums).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}
