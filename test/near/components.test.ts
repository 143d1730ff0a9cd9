import { expect, test } from 'vitest';
import { connectedComponents, distinct, indexOf, spanningEdges } from '../../src/near/index.ts';
import { dice } from '../passes/helpers.ts';

test('rows are connected through others, and named by the least', () => {
  const { members, roots } = connectedComponents(Uint32Array.of(9, 4, 7, 9, 3, 8, 4_000_000_000, 7));
  expect([...members]).toEqual([3, 4, 7, 8, 9, 4_000_000_000]);
  expect([...roots]).toEqual([3, 4, 4, 3, 4, 4]);
});

test('no edges are no components', () => {
  expect(connectedComponents(new Uint32Array(0))).toEqual({ members: new Uint32Array(0), roots: new Uint32Array(0) });
  expect(spanningEdges(new Uint32Array(0))).toHaveLength(0);
});

test.each([1, 2, 3])(
  'are those of a search step by step, in any order of edges, and so are those of spanning edges',
  (seed) => {
    const roll = dice(seed);
    const edges = Array.from({ length: 400 }, () => [roll(600), roll(600)] as const);
    const expected = new Map<number, number>();
    for (const number of edges.flat().sort((a, b) => a - b)) {
      if (expected.has(number)) continue;
      const reached = [number];
      for (const at of reached) {
        expected.set(at, number);
        for (const [a, b] of edges) {
          for (const [from, to] of [
            [a, b],
            [b, a],
          ] as const)
            if (from === at && !reached.includes(to)) reached.push(to);
        }
      }
    }
    const found = (pairs: Uint32Array) => {
      const { members, roots } = connectedComponents(pairs);
      return new Map([...members].map((member, i) => [member, roots[i]!]));
    };
    const flat = Uint32Array.from(edges.flat());
    const byNumber = (map: ReadonlyMap<number, number>) => [...map].sort(([a], [b]) => a - b);
    expect(byNumber(found(flat))).toEqual(byNumber(expected));
    expect(byNumber(found(flat.toReversed()))).toEqual(byNumber(expected));
    const spanning = spanningEdges(flat);
    expect(spanning.length / 2).toBeLessThan(expected.size);
    const inMoreThanOne = byNumber(expected).filter(([number]) =>
      edges.some(([a, b]) => a !== b && (a === number || b === number)),
    );
    expect(byNumber(found(spanning))).toEqual(inMoreThanOne);
  },
);

test('a chain of a million is connected in the order it comes or the other way round', () => {
  const chain = new Uint32Array(2_000_000).map((_, i) => (i + 1) >> 1);
  for (const edges of [chain, chain.toReversed()])
    expect(connectedComponents(edges).roots.every((root) => root === 0)).toBe(true);
});

test('numbers are found in a list without repeats', () => {
  const list = distinct(Uint32Array.of(5, 1, 5, 4_294_967_295, 0));
  expect([...list]).toEqual([0, 1, 5, 4_294_967_295]);
  expect([0, 1, 2, 5, 4_294_967_295].map((number) => indexOf(list, number))).toEqual([0, 1, -1, 2, 3]);
});
