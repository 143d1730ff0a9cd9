import { describe, expect, test } from 'vitest';
import type { Routed } from '../../src/passes/routed.ts';
import { booksOfInput, isTruncated } from '../../src/passes/truncation.ts';

const WHOLE = { file: 'Posts.xml', isReadWhole: true };

const unit = (rows: number, end: Routed['end'], malformed = 0): Routed => ({
  files: [],
  books: [{ rows, kept: rows - malformed, dropped: malformed === 0 ? {} : { malformed_row: malformed }, repaired: 0 }],
  counts: [],
  samples: [],
  xmlBytes: 0,
  from: 0,
  next: null,
  comments: false,
  end,
});

const inputBook = (units: readonly Routed[], input = WHOLE) => booksOfInput(units, input)[0]!;

const bookOf = (...units: readonly Routed[]) => {
  const { rows, dropped } = inputBook(units);
  return { rows, ...dropped };
};

describe('a file that was read to </posts> is whole', () => {
  test('in one unit', () => {
    expect(bookOf(unit(5, 'closed'))).toEqual({ rows: 5 });
  });

  test('in several, of which the last has the end', () => {
    expect(bookOf(unit(5, 'open'), unit(3, 'closed'))).toEqual({ rows: 8 });
  });

  test('in several, of which the last has no rows because the end was seen before', () => {
    expect(bookOf(unit(5, 'closed'), unit(0, 'open'))).toEqual({ rows: 5 });
  });

  test('without any rows', () => {
    expect(bookOf(unit(0, 'closed'))).toEqual({ rows: 0 });
  });

  test('with a malformed row at the end', () => {
    expect(bookOf(unit(5, 'closed', 1))).toEqual({ rows: 5, malformed_row: 1 });
  });
});

describe('a file that was cut off', () => {
  test('inside a row: that row is named for what it is', () => {
    expect(bookOf(unit(5, 'in_row', 1))).toEqual({ rows: 5, truncated_file: 1 });
  });

  test('inside a row, behind other malformed ones', () => {
    expect(bookOf(unit(5, 'in_row', 3))).toEqual({ rows: 5, malformed_row: 2, truncated_file: 1 });
  });

  test('between two rows: the row that is not there counts', () => {
    expect(bookOf(unit(5, 'open'))).toEqual({ rows: 6, truncated_file: 1 });
  });

  test('before its first row: nothing is left of it to build from', () => {
    expect(() => bookOf(unit(0, 'open'))).toThrow(/^Posts\.xml: there are no posts in it/);
    expect(() => bookOf(unit(0, 'open'), unit(0, 'open'))).toThrow('there are no posts in it');
  });

  test('inside a row that reaches into the next unit, which then has none', () => {
    expect(bookOf(unit(5, 'in_row', 1), unit(0, 'open'))).toEqual({ rows: 5, truncated_file: 1 });
  });
});

describe('only the last row tells, so that units do not matter', () => {
  test('an unended row at the end of a unit is malformed when rows follow', () => {
    expect(bookOf(unit(5, 'in_row', 1), unit(3, 'open'))).toEqual({ rows: 9, malformed_row: 1, truncated_file: 1 });
    expect(bookOf(unit(5, 'in_row', 1), unit(3, 'closed'))).toEqual({ rows: 8, malformed_row: 1 });
  });

  test('a </posts> with rows behind it is no end', () => {
    expect(bookOf(unit(5, 'closed'), unit(3, 'open'))).toEqual({ rows: 9, truncated_file: 1 });
  });
});

test('a file that was not read to its end is not called cut off', () => {
  expect(inputBook([unit(5, 'open')], { file: 'Posts.xml', isReadWhole: false })).toEqual(unit(5, 'open').books[0]);
  expect(inputBook([unit(5, 'in_row', 1)], { file: 'Posts.xml', isReadWhole: false }).dropped).toEqual({
    malformed_row: 1,
  });
});

test('the book balances in every case', () => {
  for (const end of ['open', 'in_row', 'closed'] as const) {
    const { rows, kept, dropped } = inputBook([unit(4, 'open'), unit(5, end, 1)], WHOLE);
    expect(kept + Object.values(dropped).reduce((sum, count) => sum + count, 0)).toBe(rows);
  }
});

test('a book tells whether its file was cut off', () => {
  expect(isTruncated(inputBook([unit(1, 'open')], WHOLE))).toBe(true);
  expect(isTruncated(inputBook([unit(1, 'closed')], WHOLE))).toBe(false);
});
