// Pairs seen before: as a Set of JavaScript says, whatever the numbers.
import { describe, expect, test } from 'vitest';
import { PairSet } from '../../../src/passes/links/pair-set.ts';
import { dice } from '../helpers.ts';

describe('a pair is new once', () => {
  test('and its order counts', () => {
    const pairs = new PairSet(10, 100);
    expect([pairs.add(1, 2), pairs.add(1, 2), pairs.add(2, 1), pairs.add(0, 0), pairs.add(0, 0)]).toEqual([
      true,
      false,
      true,
      true,
      false,
    ]);
  });

  test('also at the largest numbers', () => {
    const below = 2 ** 26;
    const pairs = new PairSet(3, below);
    expect([pairs.add(below - 1, below - 1), pairs.add(below - 1, below - 2), pairs.add(below - 1, below - 1)]).toEqual(
      [true, true, false],
    );
  });
});

test.each([1, 8, 9, 1000, 20_000])('a set for %i pairs takes that many, and knows them again', (most) => {
  const below = dice(most);
  const pairs = new PairSet(most, 1000);
  const known = new Set<number>();
  while (known.size < most) {
    const [a, b] = [below(1000), below(1000)];
    expect(pairs.add(a, b)).toBe(!known.has(a * 1000 + b));
    known.add(a * 1000 + b);
  }
  for (const pair of known) expect(pairs.add(Math.floor(pair / 1000), pair % 1000)).toBe(false);
});
