// Document numbers as far as 32 bits go, and the pairs that are made of them.
import { expect, test } from 'vitest';
import { distinctPairs } from '../../src/passes/near/document-pairs.ts';
import { firstDocuments, partitionOfDocument } from '../../src/passes/near/documents.ts';

const MOST = 2 ** 32 - 1;

test('partitions are ranges of document numbers, empty ones among them', () => {
  const firsts = firstDocuments([0, 3, 0, 0, 2 ** 31, 0, MOST - 3 - 2 ** 31]);
  expect([...firsts]).toEqual([0, 0, 3, 3, 3, 2 ** 31 + 3, 2 ** 31 + 3, MOST]);
  const partitions = [0, 2, 3, 2 ** 31 + 2, 2 ** 31 + 3, MOST - 1].map((at) => partitionOfDocument(firsts, at));
  expect(partitions).toEqual([1, 1, 4, 4, 6, 6]);
});

test('more documents than 32 bits can number are refused', () => {
  expect(() => firstDocuments([MOST, 1])).toThrow(/too many rows .* expected at most 4294967295, found 4294967296/);
});

test('pairs are sorted as unsigned numbers, each once', () => {
  const pairs = distinctPairs(Uint32Array.of(MOST, 1, 2, MOST, 2, 3, MOST, 1, 0x80000000, 0x7fffffff, 2, MOST));
  expect([...pairs]).toEqual([2, 3, 2, MOST, 0x80000000, 0x7fffffff, MOST, 1]);
});
