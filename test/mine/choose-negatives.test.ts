// Which neighbours are hard negatives.
import { expect, test } from 'vitest';
import { chooseNegatives, type NegativeRule, type RowIdentity } from '../../src/mine/choose-negatives.ts';

const RULE: NegativeRule = { negatives: 1, relativeMargin: 0.05, rangeMin: 0, rangeMax: 10 };

/** Rows that have nothing in common. */
const apart = (count: number): RowIdentity[] =>
  Array.from({ length: count }, (_, row) => {
    return { question: row, group: row, cluster: `site/${row}`, texts: [2 * row, 2 * row + 1] };
  });

const seek = (scores: readonly number[], rows = apart(scores.length), rule: Partial<NegativeRule> = {}) =>
  // The row itself stands among its neighbours, wherever its similarity puts it.
  chooseNegatives({ row: 0, positive: 0.8, neighbours: scores.map((_, row) => row), scores }, rows, {
    ...RULE,
    ...rule,
  });

test('is the nearest that is not within the margin of the positive', () => {
  expect(seek([0.8, 0.9, 0.8, 0.77, 0.76, 0.5])).toEqual([4]);
  expect(seek([0.8, 0.9, 0.8, 0.77, 0.76, 0.5], apart(6), { relativeMargin: 0 })).toEqual([2]);
});

test('are the next ones too, where more are asked for', () => {
  expect(seek([0.8, 0.9, 0.7, 0.6, 0.5], apart(5), { negatives: 3 })).toEqual([2, 3, 4]);
  expect(seek([0.8, 0.9, 0.7, 0.6, 0.5], apart(5), { negatives: 4 })).toBe('too_few_negatives');
});

test('is behind the ranks that are passed over, and no further than the last one that is looked at', () => {
  const scores = [0.8, 0.7, 0.6, 0.5, 0.4];
  expect(seek(scores, apart(5), { rangeMin: 2 })).toEqual([3]);
  expect(seek(scores, apart(5), { rangeMin: 1, rangeMax: 3, negatives: 2 })).toEqual([2, 3]);
  expect(seek(scores, apart(5), { rangeMin: 1, rangeMax: 2, negatives: 2 })).toBe('too_few_negatives');
});

test.each<[string, Partial<RowIdentity>]>([
  ['thread', { question: 0 }],
  ['group of known duplicates', { group: 0 }],
  ['cluster', { cluster: 'site/0' }],
  ['anchor', { texts: [0, 99] }],
  ['positive', { texts: [99, 1] }],
  ['text, as the one or the other', { texts: [1, 99] }],
])('is of no row with the same %s', (_, same) => {
  const rows = apart(4).map((row, at) => (at === 1 ? { ...row, ...same } : row));
  expect(seek([0.8, 0.7, 0.6, 0.5], rows)).toEqual([2]);
});

test('are no two of the same thread, cluster or text', () => {
  const rows = apart(4).map((row, at) => (at === 2 ? { ...row, group: 1 } : row));
  expect(seek([0.8, 0.7, 0.6, 0.5], rows, { negatives: 2 })).toEqual([1, 3]);
});

test.each([0, -0.2, Number.NaN])('there are none where the positive is not alike: %d', (positive) => {
  const seeker = { row: 0, positive, neighbours: [1, 0], scores: [-0.5, positive] };
  expect(chooseNegatives(seeker, apart(2), RULE)).toBe('positive_not_alike');
});
