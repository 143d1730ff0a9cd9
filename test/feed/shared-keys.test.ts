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

  test('are found where all halves are extreme', () => {
    const edge = 0xffffffff;
    const halves = { high: Uint32Array.of(edge, 0, edge, 0), low: Uint32Array.of(edge, 0, edge, 0), width: 1 };
    expect(groupsOf(4, [halves])).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });
});

/** Rows of each shared key, the keys in the order of their numbers. */
function groupsOf(rows: number, kinds: readonly Keys[]): number[][] {
  const { from, keys, count } = joinSharing(rows, kinds.map(findSharing));
  const groups: number[][] = Array.from({ length: count }, () => []);
  for (let row = 0; row < rows; row++) for (let i = from[row]!; i < from[row + 1]!; i++) groups[keys[i]!]!.push(row);
  return groups;
}

function naive(width: number, drawn: readonly number[]): number[][] {
  const rows = new Map<number, Set<number>>();
  for (const [entry, key] of drawn.entries()) {
    rows.set(key, (rows.get(key) ?? new Set()).add(Math.floor(entry / width)));
  }
  return [...rows.values()].filter(({ size }) => size > 1).map((group) => [...group]);
}

function keys(width: number, values: readonly number[]): Keys {
  return { high: Uint32Array.from(values, (value) => value * 3), low: Uint32Array.from(values), width };
}

/** From 0 to below 1, scattered: Weyl's sequence by the golden ratio. */
function fraction(i: number): number {
  return (i * 0.6180339887498949) % 1;
}
