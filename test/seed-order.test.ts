import { describe, expect, test } from 'vitest';
import { addRank, bySize, keyOfPlace, seedShuffles } from '../src/seed-order.ts';

const file = (bytes: number, container = '7z') => ({ bytes, container });

describe('files', () => {
  test('go from the largest to the smallest, those of one size by site, as they are numbered', () => {
    expect(bySize([file(5), file(9), file(5), file(7), file(5)])).toEqual([1, 3, 0, 2, 4]);
  });

  test('of unknown size come last, whatever was found out later', () => {
    expect(bySize([file(99, 'auto'), file(1), file(3)])).toEqual([2, 1, 0]);
  });
});

describe('the order key of a place', () => {
  test.each([1, 2, 3, 1000, 24_000_001, 2 ** 31 - 1, 2 ** 31])('among %i is above that of the place before', (rows) => {
    const places = [0, 1, 2, rows >>> 1, rows - 3, rows - 2, rows - 1].filter((place) => place >= 0 && place < rows);
    for (const place of places.filter((place) => place > 0)) {
      expect(keyOfPlace(place, rows)).toBeGreaterThan(keyOfPlace(place - 1, rows));
    }
    expect(keyOfPlace(0, rows)).toBe(0);
    expect(keyOfPlace(rows - 1, rows)).toBeLessThan(2 ** 32);
  });
});

describe('the sum over ranks', () => {
  const sumOf = (ranked: readonly (readonly [rank: number, id: number])[]) =>
    ranked.reduce((sum, [rank, id]) => addRank(sum, rank, id), 0);

  test('does not depend on the order it is taken in', () => {
    const ranked = Array.from({ length: 50 }, (_, rank) => [rank, 7 * rank + 1] as const);
    expect(sumOf(ranked.toReversed())).toBe(sumOf(ranked));
  });

  test('is another when two rows change places', () => {
    expect(
      sumOf([
        [0, 1],
        [1, 2],
      ] as const),
    ).not.toBe(
      sumOf([
        [0, 2],
        [1, 1],
      ] as const),
    );
    expect(sumOf([[0, 0]])).not.toBe(0);
  });
});

test('shuffles of one file after another are those of one generator', () => {
  // import random; random.seed(42)
  // for n in (10, 7): l = list(range(n)); random.shuffle(l); print(l)
  const shuffle = seedShuffles(42);
  expect([[...shuffle(10)], [...shuffle(7)]]).toEqual([
    [7, 3, 2, 8, 5, 6, 9, 4, 0, 1],
    [1, 2, 5, 6, 0, 3, 4],
  ]);
});
