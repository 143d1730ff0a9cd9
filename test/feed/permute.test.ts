// The order of an epoch: every row once, by chance that is the same for ever.
import { describe, expect, test } from 'vitest';
import { type RowTags, shuffledRows, tagRuns } from '../../src/feed/index.ts';

const seed = { seed: 1, source: 'title-body' };

describe('rows by chance', () => {
  test('are the same for ever', () => {
    expect([...shuffledRows(10, seed)(0)]).toEqual(GOLDEN);
  });

  test('are all there, in an order of their own for each seed, source and epoch', () => {
    const orders = [
      shuffledRows(1000, seed)(0),
      shuffledRows(1000, seed)(1),
      shuffledRows(1000, { ...seed, seed: 2 })(0),
      shuffledRows(1000, { ...seed, source: 'title-answer' })(0),
    ].map((order) => [...order]);
    for (const order of orders) expect(order.toSorted((a, b) => a - b)).toEqual([...Array(1000).keys()]);
    expect(new Set(orders.map(String)).size).toBe(4);
  });

  test('stand anywhere as often', () => {
    // Pearson's statistic of where row 0 stands: its mean is 9, its deviation 4.2.
    const counts = Array<number>(10).fill(0);
    for (let epoch = 0; epoch < 5000; epoch++) counts[shuffledRows(10, seed)(epoch).indexOf(0)]!++;
    const statistic = counts.reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
    expect(statistic).toBeLessThan(30);
  });
});

describe('rows by tag', () => {
  const tags = tagged([[0], [0, 1], [1], [0], [1], [0], [], [1], [2], [0]]);

  test('are all there', () => {
    const order = tagRuns(tags, 2, seed)(0);
    expect([...order].sort((a, b) => a - b)).toEqual([...Array(10).keys()]);
  });

  test('come in runs of one tag, as far as there are enough of it', () => {
    const rows = tagged(Array.from({ length: 1000 }, (_, row) => [row % 3]));
    const order = [...tagRuns(rows, 10, seed)(0)];
    const runs = Array.from({ length: 100 }, (_, i) => order.slice(10 * i, 10 * i + 10));
    // 333 or 334 rows of each: 33 whole runs, and one of what is left of all three.
    expect(runs.filter((run) => new Set(run.map((row) => row % 3)).size === 1)).toHaveLength(99);
  });

  test('stand with another of their tags in another epoch', () => {
    const rows = tagged(Array.from({ length: 200 }, (_, row) => [row % 2, 2]));
    const inRunOf2 = (epoch: number) => {
      const order = [...tagRuns(rows, 100, seed)(epoch)];
      return String(order.slice(0, 100).sort((a, b) => a - b));
    };
    expect(inRunOf2(0)).not.toBe(inRunOf2(1));
  });

  test('may be none, or none with a tag', () => {
    expect([...tagRuns(tagged([]), 4, seed)(0)]).toEqual([]);
    expect([...tagRuns(tagged([[], [], []]), 2, seed)(0)].sort()).toEqual([0, 1, 2]);
  });
});

function tagged(rows: readonly (readonly number[])[]): RowTags {
  const from = new Uint32Array(rows.length + 1);
  for (const [row, tags] of rows.entries()) from[row + 1] = from[row]! + tags.length;
  const tags = Uint32Array.from(rows.flat());
  return { from, tags, count: tags.length === 0 ? 0 : Math.max(...tags) + 1 };
}

/** As a program of ten lines in Python gives them. */
const GOLDEN = [1, 2, 5, 9, 4, 6, 0, 3, 7, 8];
