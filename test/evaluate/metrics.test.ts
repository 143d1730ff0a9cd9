// Metrics on cases small enough to be worked out by hand; test/interop holds them against the references.
import { describe, expect, test } from 'vitest';
import { kMeans } from '../../src/evaluate/metrics/k-means.ts';
import { pairScores } from '../../src/evaluate/metrics/pair-scores.ts';
import { rankDocuments } from '../../src/evaluate/metrics/rank-documents.ts';
import {
  meanAveragePrecision,
  ndcg,
  precision,
  recall,
  reciprocalRank,
} from '../../src/evaluate/metrics/ranking-scores.ts';
import { bootstrapInterval, randomisationTest } from '../../src/evaluate/metrics/significance.ts';
import { spearman } from '../../src/evaluate/metrics/spearman.ts';
import { vMeasure } from '../../src/evaluate/metrics/v-measure.ts';

describe('order of documents', () => {
  const documents = ['a', '\u{1f600}', '\ufffd', 'b'].map((id) => ({ id, score: 1 }));
  const order = (ties: 'trec' | 'st') => rankDocuments(documents, ties).map(({ id }) => id);

  test('of equal scores the greater id comes first, or the smaller one, by bytes', () => {
    expect(order('trec')).toEqual(['\u{1f600}', '\ufffd', 'b', 'a']);
    expect(order('st')).toEqual(['a', 'b', '\ufffd', '\u{1f600}']);
  });

  test('a score that is no number is refused', () => {
    expect(() => rankDocuments([{ id: 'a', score: Number.NaN }])).toThrow(/document a is not a number/);
  });
});

describe('rankings', () => {
  const ranking = { found: [0, 2, 0, 1], judged: [2, 1, 1, 0] };

  test('are scored by grade and rank', () => {
    const ideal = 2 + 1 / Math.log2(3) + 1 / 2;
    expect(ndcg(ranking, 10)).toBeCloseTo((2 / Math.log2(3) + 1 / Math.log2(5)) / ideal, 12);
    expect(meanAveragePrecision(ranking, 10)).toBeCloseTo((1 / 2 + 2 / 4) / 3, 12);
    expect([reciprocalRank(ranking, 10), reciprocalRank(ranking, 1)]).toEqual([0.5, 0]);
    expect([recall(ranking, 2), precision(ranking, 2)]).toEqual([1 / 3, 1 / 2]);
  });

  test('with nothing relevant, or nothing found, count as 0', () => {
    for (const empty of [
      { found: [], judged: [1] },
      { found: [0], judged: [0] },
      { found: [], judged: [] },
    ]) {
      expect(
        [ndcg, meanAveragePrecision, reciprocalRank, recall, precision].map((measure) => measure(empty, 10)),
      ).toEqual([0, 0, 0, 0, 0]);
    }
  });
});

test('a correlation of a constant is not a number', () => {
  expect(spearman([1, 2, 3], [5, 5, 5])).toBeNaN();
  expect(spearman([], [])).toBeNaN();
  expect(spearman([1, 2, 2, 9], [10, 20, 20, 90])).toBeCloseTo(1, 12);
});

test('labels that say nothing and clusters that say all meet at 0 and 1', () => {
  expect(vMeasure(['a', 'a', 'b', 'b'], [0, 1, 0, 1])).toBeCloseTo(0, 12);
  expect(vMeasure(['a', 'a', 'b', 'b'], [1, 1, 0, 0])).toBeCloseTo(1, 12);
});

test('pairs with equal scores are taken together', () => {
  const { averagePrecision, f1, accuracy } = pairScores([1, 1, 0], [1, 0, 1]);
  expect(averagePrecision).toBeCloseTo(0.5 * 0.5 + 0.5 * (2 / 3), 12);
  expect([f1, accuracy]).toEqual([0.8, 2 / 3]);
  expect(pairScores([1, 2], [0, 0]).averagePrecision).toBeNaN();
});

test('k-means finds groups that lie apart, the same ones for a seed, and takes more clusters than vectors', () => {
  const data = new Float32Array([0, 0, 0, 1, 10, 10, 10, 11]);
  const vectors = { count: 4, dimensions: 2, data };
  const [a, b, c, d] = kMeans(vectors, { k: 2, seed: 3 });
  expect([a === b, c === d, a === c]).toEqual([true, true, false]);
  expect(kMeans(vectors, { k: 9, seed: 3 })).toEqual(kMeans(vectors, { k: 9, seed: 3 }));
});

test('an interval holds the mean, and a test tells chance from a difference', () => {
  const values = Array.from({ length: 100 }, (_, i) => (i % 10) / 10);
  const { low, high } = bootstrapInterval(values);
  expect([low < 0.45, high > 0.45, high - low < 0.15]).toEqual([true, true, true]);
  expect(bootstrapInterval([])).toEqual({ low: Number.NaN, high: Number.NaN });
  expect(randomisationTest(values, values)).toBe(1);
  expect(
    randomisationTest(
      values,
      values.map((value) => value + 0.1),
    ),
  ).toBeLessThan(0.001);
});
