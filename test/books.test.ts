import { describe, expect, test } from 'vitest';
import { addBooks, addCounts, type Book, dropKept, EMPTY_BOOK } from '../src/books.ts';
import { balance } from '../src/manifest.ts';

const book = (parts: Partial<Book>): Book => ({ ...EMPTY_BOOK, ...parts });

test('two books add up, reason by reason', () => {
  const a = book({ rows: 5, kept: 3, dropped: { no_title: 2 }, repaired: 1 });
  const b = book({ rows: 4, kept: 1, dropped: { no_title: 1, no_body: 2 }, repaired: 2 });
  expect(addBooks(a, b)).toEqual({ rows: 9, kept: 4, dropped: { no_title: 3, no_body: 2 }, repaired: 3 });
});

test('the empty book changes nothing', () => {
  const some = book({ rows: 2, kept: 1, dropped: { no_title: 1 } });
  expect(addBooks(some, EMPTY_BOOK)).toEqual(some);
  expect(addBooks(EMPTY_BOOK, some)).toEqual(some);
});

test('a reason that comes to nothing is left out', () => {
  expect(addCounts({ malformed_row: 1, no_title: 2 }, { malformed_row: -1 })).toEqual({ no_title: 2 });
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'a name like %s is counted as any other',
  (name) => {
    const once = Object.fromEntries([[name, 1]]);
    expect(Object.entries(addCounts(addCounts({}, once), once))).toEqual([[name, 2]]);
  },
);

test('adding changes neither of the two', () => {
  const a = Object.freeze({ x: 1 });
  const b = Object.freeze({ x: 2 });
  expect(addCounts(a, b)).toEqual({ x: 3 });
});

test('rows that were kept and turn out to be duplicates move to their reason', () => {
  const kept = book({ rows: 10, kept: 10 });
  expect(dropKept(kept, 'duplicate_pair', 4)).toEqual(book({ rows: 10, kept: 6, dropped: { duplicate_pair: 4 } }));
});

describe('the balance is the rows a book does not account for', () => {
  const balanceOf = (one: Book) => balance({ file: 'Posts.xml', recipe: 'title-body', heldOut: 0, ...one });

  test.each([
    ['nothing at all', EMPTY_BOOK, 0],
    ['all kept', book({ rows: 3, kept: 3 }), 0],
    ['kept and dropped', book({ rows: 3, kept: 1, dropped: { a: 1, b: 1 } }), 0],
    ['a row lost', book({ rows: 3, kept: 1, dropped: { a: 1 } }), 1],
    ['a row counted twice', book({ rows: 3, kept: 2, dropped: { a: 2 } }), -1],
  ])('%s', (_, one, missing) => {
    expect(balanceOf(one)).toBe(missing);
  });

  test('and moving rows keeps it', () => {
    expect(balanceOf(dropKept(book({ rows: 3, kept: 3 }), 'cluster_held_out', 3))).toBe(0);
  });
});
