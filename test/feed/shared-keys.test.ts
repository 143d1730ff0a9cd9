// Who shares a key with whom, held against maps and sets.
import { describe, expect, test } from 'vitest';
import { findSharing, joinSharing, type Keys } from '../../src/feed/index.ts';

describe('shared keys', () => {
  test('are those that another row has as well', () => {
    expect(groupsOf(3, [keys(1, [7, 8, 7])])).toEqual([[0, 2]]);
  });

  test('are told by both halves', () => {
    const halves = { high: Uint32Array.of(1, 2, 1), low: Uint32Array.of(5, 5, 6), width: 1 };
    expect(groupsOf(3, [halves])).toEqual([]);
  });

  test('of two columns are of one kind, and a row shares none with itself', () => {
    expect(groupsOf(3, [keys(2, [1, 1, 2, 3, 3, 1])])).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });

  test('of two kinds never meet', () => {
    expect(groupsOf(2, [keys(1, [1, 2]), keys(1, [2, 1])])).toEqual([]);
    expect(groupsOf(2, [keys(1, [1, 1]), keys(1, [2, 2])])).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  test('of no rows are none', () => {
    expect(joinSharing(0, [findSharing(keys(1, []))])).toMatchObject({ count: 0 });
  });

  test.each([1, 2, 3])('are those a map finds, in rows of %i random keys', (width) => {
    const drawn = Array.from({ length: 3000 * width }, (_, i) => Math.floor(4000 * fraction(i * 7 + width)));
    expect(groupsOf(3000, [keys(width, drawn)])).toEqual(naive(width, drawn));
  });

  test.each([1, 2])('are found among so many that they fill buckets of every part, in rows of %i', (width) => {
    const drawn = Array.from({ length: 50_000 * width }, (_, i) => Math.floor(60_000 * fraction(i * 13 + width)));
    const halves = { ...keys(width, drawn), high: Uint32Array.from(drawn, (value) => Math.imul(value, 0x9e3779b1)) };
    expect(groupsOf(50_000, [halves])).toEqual(naive(width, drawn));
  });

  test('are found where one row in two has the same', () => {
    const drawn = Array.from({ length: 40_000 }, (_, row) => (row % 2 === 0 ? 7 : row + 10));
    expect(groupsOf(40_000, [keys(1, drawn)])).toEqual(naive(1, drawn));
  });

  test('of a row stand in the order of its entries', () => {
    const { keys: found } = findSharing(keys(2, [5, 3, 3, 5]));
    expect([...found]).toEqual([found[0], found[1], found[1], found[0]]);
  });

  test('are found where all halves are extreme', () => {
    const edge = 0xffffffff;
    const halves = { high: Uint32Array.of(edge, 0, edge, 0), low: Uint32Array.of(edge, 0, edge, 0), width: 1 };
    expect(groupsOf(4, [halves])).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });
});

/** Rows of each shared key, by the first of them and then by the others. */
function groupsOf(rows: number, kinds: readonly Keys[]): number[][] {
  const { from, keys, count } = joinSharing(rows, kinds.map(findSharing));
  const groups: number[][] = Array.from({ length: count }, () => []);
  for (let row = 0; row < rows; row++) for (let i = from[row]!; i < from[row + 1]!; i++) groups[keys[i]!]!.push(row);
  return groups.sort(byRows);
}

function naive(width: number, drawn: readonly number[]): number[][] {
  const rows = new Map<number, Set<number>>();
  for (const [entry, key] of drawn.entries()) {
    rows.set(key, (rows.get(key) ?? new Set()).add(Math.floor(entry / width)));
  }
  return [...rows.values()]
    .filter(({ size }) => size > 1)
    .map((group) => [...group])
    .sort(byRows);
}

function byRows(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((row, place) => row !== b[place]);
  return differs === -1 ? a.length - b.length : a[differs]! - (b[differs] ?? -1);
}

function keys(width: number, values: readonly number[]): Keys {
  return { high: Uint32Array.from(values, (value) => value * 3), low: Uint32Array.from(values), width };
}

/** From 0 to below 1, scattered: Weyl's sequence by the golden ratio. */
function fraction(i: number): number {
  return (i * 0.6180339887498949) % 1;
}
