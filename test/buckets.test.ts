import { expect, test } from 'vitest';
import { addBuckets, bucketOf, COPIES_EDGES, LENGTH_EDGES } from '../src/buckets.ts';
import { codePoints } from '../src/code-points.ts';

test.each([LENGTH_EDGES, COPIES_EDGES])('edges rise, and each begins its own bucket', (...edges) => {
  expect(edges).toEqual(edges.toSorted((a, b) => a - b));
  expect(new Set(edges).size).toBe(edges.length);
  for (const [bucket, edge] of edges.entries()) {
    expect(bucketOf(edges, edge)).toBe(bucket);
    if (bucket > 0) expect(bucketOf(edges, edge - 1)).toBe(bucket - 1);
  }
});

test('the round lengths are edges, and the last bucket takes the longest row there can be', () => {
  for (const length of [0, 1, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]) {
    expect(LENGTH_EDGES).toContain(length);
  }
  expect(bucketOf(LENGTH_EDGES, 4 * 1024 * 1024)).toBeLessThan(LENGTH_EDGES.length);
});

test('buckets add up whatever their number', () => {
  expect(addBuckets([1, 2], [10, 20, 30])).toEqual([11, 22, 30]);
  expect(addBuckets([], [])).toEqual([]);
});

test('code points are counted wherever a text begins and ends', () => {
  const text = 'aé€😀\u0000ß漢字 plain ascii ☃';
  for (let before = 0; before < 9; before++) {
    const bytes = Buffer.from(`${'x'.repeat(before)}${text}é`);
    const to = bytes.length - 2;
    expect(codePoints({ bytes, from: before, to })).toBe([...text].length);
    expect(codePoints({ bytes: bytes.subarray(before), from: 0, to: to - before })).toBe([...text].length);
  }
  expect(codePoints({ bytes: Buffer.alloc(0), from: 0, to: 0 })).toBe(0);
});
