import { describe, expect, test } from 'vitest';
import { sortByPrefix } from '../../src/spill/sort-by-prefix.ts';
import { dice } from '../passes/helpers.ts';

test('no rows give an empty order', () => {
  expect([
    ...sortByPrefix(
      0,
      () => 0,
      () => 0,
    ),
  ]).toEqual([]);
});

test('one row is in order', () => {
  expect([
    ...sortByPrefix(
      1,
      () => 5,
      () => 0,
    ),
  ]).toEqual([0]);
});

test('prefixes above 2 ** 31 sort as the unsigned numbers they are', () => {
  const prefixes = [2 ** 32 - 1, 0, 2 ** 31, 2 ** 31 - 1];
  expect([
    ...sortByPrefix(
      4,
      (row) => prefixes[row]!,
      () => 0,
    ),
  ]).toEqual([1, 3, 2, 0]);
});

test('rows that are equal in every respect keep their order', () => {
  expect([
    ...sortByPrefix(
      5,
      () => 7,
      () => 0,
    ),
  ]).toEqual([0, 1, 2, 3, 4]);
});

describe('it agrees with a plain sort', () => {
  test.each([
    ['few ties', 2000, 2 ** 32],
    ['many ties', 2000, 20],
    ['nothing but ties', 300, 1],
  ])('%s', (_, count, prefixes) => {
    const next = dice(count + prefixes);
    const rows = Array.from({ length: count }, () => ({ prefix: next(prefixes), rest: next(50) }));
    const expected = [...rows.keys()].sort(
      (a, b) => rows[a]!.prefix - rows[b]!.prefix || rows[a]!.rest - rows[b]!.rest,
    );
    const found = sortByPrefix(
      count,
      (row) => rows[row]!.prefix,
      (a, b) => rows[a]!.rest - rows[b]!.rest,
    );
    expect([...found]).toEqual(expected);
  });
});

test('only rows with equal prefixes are compared', () => {
  const compared: number[] = [];
  const prefixes = [3, 1, 3, 2];
  sortByPrefix(
    4,
    (row) => prefixes[row]!,
    (a, b) => {
      compared.push(a, b);
      return 0;
    },
  );
  expect(new Set(compared)).toEqual(new Set([0, 2]));
});
