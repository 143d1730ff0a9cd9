import { describe, expect, test } from 'vitest';
import { BLOCK_IDS, firstKey, idHash, orderKey, partitionOf, rowKey, sideOf } from '../src/order-key.ts';

const BEER = 'beer.stackexchange.com';
const IDS = Array.from({ length: 100_000 }, (_, i) => i + 1);

describe('keys stay what they are, since the order of published data depends on them', () => {
  // Checked against an implementation in Python.
  test.each([
    [1, 3461955761],
    [2, 3862284808],
    [3, 2015304203],
    [1000, 60135638],
    [2 ** 31 - 1, 1781301406],
    [2 ** 31, 108831008],
    [2 ** 32 - 1, 1304429157],
  ])('id %i', (id, key) => {
    expect(orderKey(42, BEER)(id)).toBe(key);
  });

  test('another site has other keys', () => {
    expect([1, 2, 3].map(orderKey(42, 'stackoverflow.com'))).toEqual([991288855, 3910317840, 3476262918]);
  });

  test('another seed gives another order', () => {
    expect([1, 2, 3].map(orderKey(43, BEER))).toEqual([695273089, 102190605, 3611323157]);
  });
});

describe('sides stay what they are, since what is tested on must never be trained on', () => {
  test.each([
    [1, 2097743479],
    [2, 587878872],
    [3, 2884928720],
    [2 ** 32 - 1, 3408616594],
  ])('id %i stands at its point of the split', (id, point) => {
    expect(idHash('split', BEER)(id)).toBe(point);
  });

  test('the points are cut into test, validation and train from below', () => {
    const side = sideOf({ test: 587878873 / 2 ** 32, validation: (2097743479 - 587878873) / 2 ** 32 }, BEER);
    expect([2, 1, 3].map(side)).toEqual(['test', 'train', 'train']);
    const wider = sideOf({ test: 587878872 / 2 ** 32, validation: (2097743480 - 587878872) / 2 ** 32 }, BEER);
    expect([2, 1, 3].map(wider)).toEqual(['validation', 'validation', 'train']);
  });

  test('a question held out for a test stays there when the shares grow', () => {
    const small = sideOf({ test: 0.01, validation: 0.01 }, BEER);
    const large = sideOf({ test: 0.05, validation: 0.05 }, BEER);
    const tested = IDS.filter((id) => small(id) === 'test');
    expect(tested.filter((id) => large(id) !== 'test')).toEqual([]);
  });

  test('without shares everything is train', () => {
    expect(new Set(IDS.map(sideOf({ test: 0, validation: 0 }, BEER)))).toEqual(new Set(['train']));
  });

  test('with half and half nothing is train', () => {
    expect(new Set(IDS.map(sideOf({ test: 0.5, validation: 0.5 }, BEER)))).toEqual(new Set(['test', 'validation']));
  });
});

test.each([
  [0.005, 0.005],
  [0.1, 0.2],
])('sides get their shares within three sigma (test %d, validation %d)', (testShare, validation) => {
  const sides = IDS.map(sideOf({ test: testShare, validation }, 'stackoverflow.com'));
  for (const [side, share] of Object.entries({ test: testShare, validation })) {
    const found = sides.filter((one) => one === side).length;
    const sigma = Math.sqrt(IDS.length * share * (1 - share));
    expect(Math.abs(found - IDS.length * share)).toBeLessThan(3 * sigma);
  }
});

describe('ids spread evenly over the partitions', () => {
  test.each([
    ['consecutive', (i: number) => i, 64],
    ['consecutive', (i: number) => i, 1000],
    ['every 64th', (i: number) => i * 64, 256],
    ['at the upper end', (i: number) => 2 ** 32 - i, 256],
  ])('%s', (_, idOf, partitions) => {
    const key = orderKey(42, 'stackoverflow.com');
    const found = new Array<number>(partitions).fill(0);
    for (const id of IDS) found[partitionOf(key(idOf(id)), partitions)]! += 1;
    const expected = IDS.length / partitions;
    const chiSquare = found.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(Math.abs(chiSquare - partitions)).toBeLessThan(4 * Math.sqrt(2 * partitions));
  });
});

describe('in a stable order', () => {
  const rule = (rows: number) => ({ seed: 42, order: 'stable', rows });
  const RANGE_IDS = 2 ** 20;
  const key = rowKey(rule(500_000), BEER);

  // Checked against an implementation in Python.
  test('keys stay what they are, since shards are called by them', () => {
    expect([1, BLOCK_IDS, RANGE_IDS].map(key)).toEqual([3791230132, 3787877021, 882991990]);
  });

  test('a block has one key, and the blocks of a range differ in the lower bits alone', () => {
    expect(key(BLOCK_IDS - 1)).toBe(key(1));
    expect(key(BLOCK_IDS)).not.toBe(key(1));
    const upper = Array.from({ length: 256 }, (_, block) => key(block * BLOCK_IDS) >>> 24);
    expect(new Set(upper).size).toBe(1);
    expect(new Set(IDS.map(key)).size).toBe(Math.ceil(IDS.length / BLOCK_IDS));
  });

  test('ranges are as large as shards make them', () => {
    const keysOf = (rows: number) => new Set(IDS.map(rowKey(rule(rows), BEER))).size;
    expect([1, 100, 1000, 3000].map(keysOf)).toEqual([50_001, 391, 49, 25]);
  });

  test('any other order is the shuffled one', () => {
    expect(rowKey({ ...rule(10), order: 'shuffled' }, BEER)(7)).toBe(orderKey(42, BEER)(7));
  });
});

test('no two questions of a site have the same key', () => {
  expect(new Set(IDS.map(orderKey(42, BEER))).size).toBe(IDS.length);
});

test('the side says nothing about the order', () => {
  const side = sideOf({ test: 0.1, validation: 0 }, BEER);
  const keys = IDS.filter((id) => side(id) === 'test').map(orderKey(42, BEER));
  const mean = keys.reduce((sum, key) => sum + key, 0) / keys.length;
  expect(mean / 2 ** 32).toBeCloseTo(0.5, 1);
});

describe('a partition holds the keys from its first one up to that of the next', () => {
  const borders = (partitions: number, check: (partition: number, first: number) => void) => {
    for (let p = 0; p < partitions; p++) check(p, firstKey(p, partitions));
  };

  test('for every number of partitions a plan may have, 364 and 396 with their inexact quotients among them', () => {
    const wrong: [number, number][] = [];
    for (let partitions = 1; partitions <= 1024; partitions++) {
      borders(partitions, (p, first) => {
        const isFirst =
          partitionOf(first, partitions) === p && (p === 0 || partitionOf(first - 1, partitions) === p - 1);
        if (!isFirst) wrong.push([partitions, p]);
      });
    }
    expect(wrong).toEqual([]);
  });

  test('the first begins at 0 and the last ends at 2 ** 32', () => {
    expect([firstKey(0, 7), firstKey(7, 7)]).toEqual([0, 2 ** 32]);
  });

  test('the greatest key is in the last one', () => {
    expect([1, 3, 1024].map((partitions) => partitionOf(2 ** 32 - 1, partitions))).toEqual([0, 2, 1023]);
  });
});
