// A file that ends without `</posts>` was cut off. Its whole rows stay; the row that was cut counts as a row dropped
// as `truncated_file`, whether some of its bytes are there or none.

import { addBooks, type Book, EMPTY_BOOK } from '../books.ts';
import { StackpairsError } from '../errors.ts';
import type { Routed } from './routed.ts';

/** Which file it is, and whether it was read to its end. */
export interface ReadInput {
  readonly file: string;
  readonly isReadWhole: boolean;
}

/** The books of an input from those of its units, in their order; a cut-off row is named for what it is. */
export function booksOfInput(units: readonly Routed[], input: ReadInput): Book[] {
  const books = [0, 1].map((index) => units.flatMap(({ books }) => books[index] ?? []));
  return books.flatMap((own) => (own.length === 0 ? [] : [bookOf(own.reduce(addBooks, EMPTY_BOOK), units, input)]));
}

function bookOf(book: Book, units: readonly Routed[], { file, isReadWhole }: ReadInput): Book {
  const ends = endsOf(units);
  if (book.rows === 0 && !ends.includes('closed')) throw noPosts(file);
  if (!isReadWhole || ends.includes('closed')) return book;
  const isCounted = ends.includes('in_row');
  return addBooks(book, {
    rows: isCounted ? 0 : 1,
    kept: 0,
    dropped: { truncated_file: 1, ...(isCounted ? { malformed_row: -1 } : {}) },
    repaired: 0,
  });
}

/** An error page, an empty file, another table: nothing to count a row of. */
function noPosts(at: string): StackpairsError {
  return new StackpairsError('bad_input', 'there are no posts in it', {
    at,
    expected: 'rows, or at least an end of </posts>',
    found: 'neither',
    hint: 'Fetch it again, or leave it out',
  });
}

/** How the unit with the last row ended, and those after it: whatever stands before that row is not the file's end. */
function endsOf(units: readonly Routed[]): Routed['end'][] {
  const last = units.findLastIndex(({ books }) => books.some(({ rows }) => rows > 0));
  return units.slice(Math.max(0, last)).map(({ end }) => end);
}

/** True if the file was cut off. */
export function isTruncated({ dropped }: Book): boolean {
  return 'truncated_file' in dropped;
}
