// Batches of one source: every row once an epoch, none beside one it shares a key with, and an end to every epoch.
import { describe, expect, test } from 'vitest';
import { openBatchSource, type SharedKeys, shuffledRows } from '../../src/feed/index.ts';
import { apart, sharedKeys } from './shared.ts';

const seed = { seed: 1, source: 'test' };

describe('batches', () => {
  test('hold every row once', () => {
    const { batches, counts } = epoch({ size: 4, shared: apart(12) });
    expect(batches.flat().sort((a, b) => a - b)).toEqual([...Array(12).keys()]);
    expect(counts).toEqual({ batches: 3, epochs: 1, deferred: 0, leftOver: 0 });
  });

  test('leave over what fills none', () => {
    const { batches, counts } = epoch({ size: 5, shared: apart(12) });
    expect(batches).toHaveLength(2);
    expect(counts.leftOver).toBe(2);
  });

  test('are in another order in the next epoch', () => {
    const source = openBatchSource({ size: 6, shared: apart(12), order: shuffledRows(12, seed) });
    const [first, second] = [0, 1].map(() => {
      source.begin();
      return drain(source, 6).flat();
    });
    expect(second).not.toEqual(first);
    expect(second!.toSorted((a, b) => a - b)).toEqual(first!.toSorted((a, b) => a - b));
  });

  test('never hold two rows that share a key, and lose none', () => {
    // Half the rows have one of 40 titles, some of them one of 30 clusters as well.
    const titles = Array.from({ length: 2000 }, (_, row) => (row % 2 === 0 ? row % 80 : 1000 + row));
    const clusters = Array.from({ length: 2000 }, (_, row) => (row % 3 === 0 ? row % 90 : 5000 + row));
    const shared = sharing(titles, clusters);
    const { batches, counts } = epoch({ size: 16, shared });
    for (const batch of batches) expectApart(batch, titles, clusters);
    expect(new Set(batches.flat()).size).toBe(batches.flat().length);
    expect(batches.flat().length + counts.leftOver).toBe(2000);
    expect(counts.leftOver).toBeLessThan(32);
  });

  test('take rows that waited first', () => {
    const shared = sharing([0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const { batches } = epoch({ size: 4, shared, order: () => Uint32Array.from({ length: 12 }, (_, row) => row) });
    expect(batches).toEqual([
      [0, 3, 4, 5],
      [1, 6, 7, 8],
      [2, 9, 10, 11],
    ]);
  });

  test('of rows that all share one text are none', () => {
    const { batches, counts } = epoch({ size: 2, shared: sharing(Array(100).fill(0)) });
    expect(batches).toEqual([]);
    expect(counts.leftOver).toBe(100);
  });

  test('of a text with more copies than batches leave its copies over', () => {
    const titles = [...Array(50).fill(0), ...Array.from({ length: 50 }, (_, i) => i + 1)];
    const { batches, counts } = epoch({ size: 5, shared: sharing(titles) });
    expect(batches).toHaveLength(12);
    for (const batch of batches) expectApart(batch, titles);
    expect(counts.leftOver).toBe(40);
  });

  test('of fewer rows than one takes are none', () => {
    expect(epoch({ size: 8, shared: apart(7) }).batches).toEqual([]);
    expect(epoch({ size: 8, shared: apart(0) }).batches).toEqual([]);
  });

  test('do not look at all rows that wait: half a million rows of one title and as many others take a moment', () => {
    const rows = 1_000_000;
    const titles = Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 0 : row));
    const { batches, counts } = epoch({ size: 64, shared: sharing(titles) });
    expect(batches.length).toBe(Math.floor(500_000 / 63));
    expect(batches.length * 64 + counts.leftOver).toBe(rows);
  });

  test('come to an end where keys cross', () => {
    // Every row shares a key with many of its row and its column of a square.
    const side = 60;
    const rows = Array.from({ length: side * side }, (_, i) => Math.floor(i / side));
    const columns = Array.from({ length: side * side }, (_, i) => i % side);
    const { batches, counts } = epoch({ size: 20, shared: sharing(rows, columns) });
    for (const batch of batches) expectApart(batch, rows, columns);
    expect(batches.length * 20 + counts.leftOver).toBe(side * side);
    expect(batches.length).toBeGreaterThan(150);
  });
});

interface Epoch {
  readonly size: number;
  readonly shared: SharedKeys;
  readonly order?: () => Uint32Array;
}

function epoch({ size, shared, order }: Epoch) {
  const rows = shared.places.length / shared.width;
  const source = openBatchSource({ size, shared, order: order ?? shuffledRows(rows, seed) });
  source.begin();
  const batches = drain(source, size);
  return { batches, counts: source.counts() };
}

function drain(source: ReturnType<typeof openBatchSource>, size: number): number[][] {
  const batches: number[][] = [];
  for (let target = new Uint32Array(size + 1); source.fill(target, 1); ) batches.push([...target.subarray(1)]);
  return batches;
}

/** Rows by what they share, a list for each kind. */
function sharing(...kinds: readonly (readonly number[])[]): SharedKeys {
  return sharedKeys(...kinds.map((low) => ({ width: 1, low })));
}

function expectApart(batch: readonly number[], ...kinds: readonly (readonly number[])[]): void {
  for (const values of kinds) expect(new Set(batch.map((row) => values[row])).size).toBe(batch.length);
}
