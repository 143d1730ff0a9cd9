import { describe, expect, test } from 'vitest';
import { allKeys, type KeyRange, type KeyRows, rangesWithin } from '../../src/passes/key-ranges.ts';
import { dice } from './helpers.ts';

const HALF = 2 ** 31;
const placesOf = (ranges: readonly KeyRange[]) => ranges.map(({ from, width, rows }) => [from, width, rows]);
const cut = (keys: readonly KeyRows[], most: number) => placesOf(rangesWithin(allKeys(keys), most));

test('rows that fit are one range, whatever keys they have', () => {
  const keys = [
    { key: 0, rows: 2 },
    { key: 2 ** 32 - 1, rows: 3 },
  ];
  expect(cut(keys, 5)).toEqual([[0, 2 ** 32, 5]]);
});

test('too many rows are halved until they fit, and halves without rows are left out', () => {
  const keys = [
    { key: 1, rows: 2 },
    { key: HALF, rows: 3 },
    { key: HALF + 2 ** 30, rows: 3 },
  ];
  expect(cut(keys, 5)).toEqual([
    [0, HALF, 2],
    [HALF, 2 ** 30, 3],
    [HALF + 2 ** 30, 2 ** 30, 3],
  ]);
});

test('one key is not cut, however many rows it has', () => {
  expect(cut([{ key: 7, rows: 100 }], 5)).toEqual([[7, 1, 100]]);
});

test('no rows are no ranges', () => {
  expect(cut([], 5)).toEqual([]);
});

describe('of keys by chance', () => {
  const keysOf = (seed: number): KeyRows[] => {
    const next = dice(seed);
    const keys = new Set(Array.from({ length: 60 }, () => next(2 ** 32)));
    return [...keys].sort((a, b) => a - b).map((key) => ({ key, rows: 1 + next(9) }));
  };

  test.each([1, 2, 3, 4, 5])('each stands in one range, that is as large as may be (%i)', (seed) => {
    const keys = keysOf(seed);
    const ranges = rangesWithin(allKeys(keys), 30);
    expect(ranges.flatMap((range) => range.keys)).toEqual(keys);
    const rowsFrom = (from: number, width: number) =>
      keys.reduce((sum, { key, rows }) => sum + (key >= from && key < from + width ? rows : 0), 0);
    for (const { from, width, rows } of ranges) {
      expect(rows).toBe(rowsFrom(from, width));
      expect(rows).toBeLessThanOrEqual(30);
      expect(from % width).toBe(0);
      expect(rowsFrom(from - (from % (2 * width)), 2 * width)).toBeGreaterThan(30);
    }
  });

  test.each([1, 2, 3, 4, 5])('a row more changes its own range alone (%i)', (seed) => {
    const keys = keysOf(seed);
    const more = keys.map(({ key, rows }, at) => ({ key, rows: at === 20 ? rows + 1 : rows }));
    const own = keys[20]!.key;
    const others = (ranges: readonly KeyRange[]) =>
      placesOf(ranges.filter(({ from, width }) => own < from || own >= from + width));
    const old = rangesWithin(allKeys(keys), 30);
    const range = old.find(({ from, width }) => own >= from && own < from + width)!;
    const outside = (ranges: readonly KeyRange[]) =>
      others(ranges).filter(([from]) => from! < range.from || from! >= range.from + range.width);
    expect(outside(rangesWithin(allKeys(more), 30))).toEqual(outside(old));
  });
});
