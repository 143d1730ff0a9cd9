import { describe, expect, test } from 'vitest';
import { ranksOf, unitsOfRank } from '../../src/passes/ranks.ts';
import { dice } from './helpers.ts';

const loadsOf = (weights: readonly number[], world: number) => {
  const loads = new Array<number>(world).fill(0);
  for (const [unit, rank] of ranksOf(weights, world).entries()) loads[rank]! += weights[unit]!;
  return loads;
};

test('the heaviest units are dealt first, each to whoever has least; of equal ones the first', () => {
  expect(ranksOf([1, 9, 5, 5], 2)).toEqual([0, 0, 1, 1]);
  expect(ranksOf([1, 1, 1, 1], 2)).toEqual([0, 1, 0, 1]);
  expect(ranksOf([], 3)).toEqual([]);
});

describe('whatever the units weigh', () => {
  const roll = dice(5);
  const cases = Array.from({ length: 20 }, () => ({
    world: 1 + roll(9),
    weights: Array.from({ length: roll(60) }, () => 1 + roll(1000)),
  }));

  test.each(cases)('each of them is of one rank: $world ranks', ({ weights, world }) => {
    const all = Array.from({ length: world }, (_, rank) => unitsOfRank(weights, { rank, world })).flat();
    expect(all.sort((a, b) => a - b)).toEqual([...weights.keys()]);
  });

  test.each(cases)('no rank has more than the mean and one unit: $world ranks', ({ weights, world }) => {
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / world;
    expect(Math.max(...loadsOf(weights, world))).toBeLessThanOrEqual(mean + Math.max(0, ...weights));
  });
});
