import { expect, test } from 'vitest';
import { cutByKeys } from '../../src/passes/cut-shards.ts';

/** Rows of so many keys, evenly spread. */
const evenly = (keys: number, rows: number) =>
  Array.from({ length: keys }, (_, at) => ({ key: at * (2 ** 32 / keys), rows }));

test('shards are called by the first key of their range', () => {
  expect(cutByKeys('train', evenly(4, 10), 20).map(({ name, rows }) => [name, rows])).toEqual([
    ['train-00000000', 20],
    ['train-80000000', 20],
  ]);
});

test('the shard before the one that is cut keeps its name, and so does its first half', () => {
  const grown = [...evenly(4, 10).slice(0, 3), { key: 0xc0000000, rows: 11 }];
  expect(cutByKeys('test', grown, 20).map(({ name }) => name)).toEqual([
    'test-00000000',
    'test-80000000',
    'test-c0000000',
  ]);
});

test('rows of one key that no shard holds are cut by count', () => {
  const cut = cutByKeys('train', [{ key: 0xab, rows: 25 }], 10);
  expect(cut.map(({ name, rows }) => [name, rows])).toEqual([
    ['train-000000ab-00000', 10],
    ['train-000000ab-00001', 10],
    ['train-000000ab-00002', 5],
  ]);
});

test('batches are ranges of a thousand rows at most, and end with their shard', () => {
  const [shard, ...others] = cutByKeys('train', evenly(16, 400), 500_000);
  expect(others).toEqual([]);
  expect(shard!.batchEnds).toEqual([800, 1600, 2400, 3200, 4000, 4800, 5600, 6400]);
});
