// Who shares a key with whom, held against maps and sets.
import { describe, expect, test } from 'vitest';
import { openSharing } from '../../src/feed/index.ts';
import { sharedKeys } from './shared.ts';

describe('shared keys', () => {
  test('are those that another row has as well', () => {
    expect(groupsOf([keys(1, [7, 8, 7])])).toEqual([[0, 2]]);
  });

  test('are told by both halves', () => {
    expect(groupsOf([{ width: 1, high: [1, 2, 1], low: [5, 5, 6] }])).toEqual([]);
  });

  test('of two columns are of one kind, and a row shares none with itself', () => {
    expect(groupsOf([keys(2, [1, 1, 2, 3, 3, 1])])).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });

  test('of two kinds never meet', () => {
    expect(groupsOf([keys(1, [1, 2]), keys(1, [2, 1])])).toEqual([]);
    expect(groupsOf([keys(1, [1, 1]), keys(1, [2, 2])])).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  test('of no rows are none', () => {
    expect(sharedKeys(keys(1, []), keys(2, []))).toMatchObject({
      width: 3,
      kinds: [
        { width: 1, count: 0 },
        { width: 2, count: 0 },
      ],
    });
  });

  test.each([1, 2, 3])('are those a map finds, in rows of %i random keys', (width) => {
    const drawn = Array.from({ length: 3000 * width }, (_, i) => Math.floor(4000 * fraction(i * 7 + width)));
    expect(groupsOf([keys(width, drawn)])).toEqual(naive(width, drawn));
  });

  test.each([1, 2])('are found among so many that they fill many chunks of many buckets, in rows of %i', (width) => {
    const drawn = Array.from({ length: 100_000 * width }, (_, i) => Math.floor(120_000 * fraction(i * 13 + width)));
    expect(groupsOf([{ ...keys(width, drawn), high: drawn.map(scattered) }])).toEqual(naive(width, drawn));
  });

  test('are found where one row in two has the same', () => {
    const drawn = Array.from({ length: 40_000 }, (_, row) => (row % 2 === 0 ? 7 : row + 10));
    expect(groupsOf([keys(1, drawn)])).toEqual(naive(1, drawn));
  });

  test('stand in the places of their entries, and what no other row has leaves 0 there', () => {
    const { places } = sharedKeys(keys(2, [5, 3, 3, 4]), keys(1, [9, 9]));
    const [, three] = places;
    expect(three).toBeGreaterThan(0);
    expect([...places]).toEqual([0, three, 1, three, 0, 1]);
  });

  test('are found where all halves are extreme', () => {
    const edge = 0xffffffff;
    expect(groupsOf([{ width: 1, high: [edge, 0, edge, 0], low: [edge, 0, edge, 0] }])).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  test('are found where buckets end with a chunk, and where they do not', () => {
    // Of one bucket, as the upper bits are the same: so many keys, and all of them again.
    for (const different of [63, 64, 65, 128, 129]) {
      const drawn = Array.from({ length: 2 * different }, (_, i) => i % different);
      const places = new Uint32Array(drawn.length);
      const sharing = openSharing(drawn.length, { places, width: 1 });
      sharing.add({ high: Uint32Array.from(drawn), low: Uint32Array.from(drawn) }, drawn.length, 0);
      expect(sharing.number()).toBe(different);
      expect(places.slice(0, different)).toEqual(places.slice(different));
      expect(new Set(places).size).toBe(different);
    }
  });
});

interface Drawn {
  readonly width: number;
  readonly high: readonly number[];
  readonly low: readonly number[];
}

/** Rows of each shared key, by the first of them and then by the others. */
function groupsOf(kinds: readonly Drawn[]): number[][] {
  const { places, width, kinds: found } = sharedKeys(...kinds);
  let place = 0;
  const groups = found.flatMap(({ width: own, count }) => {
    const rows: Set<number>[] = Array.from({ length: count }, () => new Set());
    for (const end = place + own; place < end; place++) {
      for (let at = place; at < places.length; at += width) {
        if (places[at]! !== 0) rows[places[at]! - 1]!.add(Math.floor(at / width));
      }
    }
    return rows.map((own) => [...own].sort((a, b) => a - b));
  });
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

function keys(width: number, values: readonly number[]): Drawn {
  return { width, high: values.map((value) => value * 3), low: values };
}

function scattered(value: number): number {
  return Math.imul(value, 0x9e3779b1) >>> 0;
}

/** From 0 to below 1, scattered: Weyl's sequence by the golden ratio. */
function fraction(i: number): number {
  return (i * 0.6180339887498949) % 1;
}
