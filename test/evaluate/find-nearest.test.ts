// Exact search against a plain sort of all products, in WebAssembly and JavaScript, with and without threads.
import { describe, expect, test } from 'vitest';
import type { Neighbours, Vectors } from '../../src/encoder.ts';
import { findNearest, findNearestWith } from '../../src/evaluate/nearest/find-nearest.ts';

/** Numbers of few values, so that many documents are as near as others. */
function randomVectors(count: number, dimensions: number, { seed = 1, values = 1000 } = {}): Vectors {
  let state = seed;
  const data = Float32Array.from({ length: count * dimensions }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.round((state / 2 ** 32 - 0.5) * values) / values;
  });
  return { count, dimensions, data };
}

/** Products in 64 bits, sorted: where values have few digits these are exact, as are those in 32 bits. */
function sorted(queries: Vectors, documents: Vectors, k: number): number[][] {
  const row = ({ data, dimensions }: Vectors, at: number) => data.subarray(at * dimensions, (at + 1) * dimensions);
  return Array.from({ length: queries.count }, (_, query) => {
    const scores = Array.from({ length: documents.count }, (_, document) =>
      row(documents, document).reduce((sum, value, i) => sum + value * row(queries, query)[i]!, 0),
    );
    return [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, k);
  });
}

const idsOf = ({ queries, k, ids }: Neighbours) =>
  Array.from({ length: queries }, (_, query) => [...ids.subarray(query * k, (query + 1) * k)]);

describe('the nearest documents', () => {
  const cases = [
    { queries: 1, documents: 1, dimensions: 1, k: 1 },
    { queries: 3, documents: 7, dimensions: 5, k: 3 },
    { queries: 5, documents: 65, dimensions: 4, k: 65 },
    { queries: 4, documents: 1000, dimensions: 9, k: 10 },
    { queries: 1025, documents: 130, dimensions: 3, k: 2 },
    { queries: 2, documents: 600, dimensions: 2, k: 100 },
  ];
  test.each(cases)('are those of a plain sort: %o', async ({ queries: count, documents: of, dimensions, k }) => {
    const queries = randomVectors(count, dimensions, { seed: 7, values: 4 });
    const documents = randomVectors(of, dimensions, { seed: 9, values: 4 });
    const expected = sorted(queries, documents, k);
    for (const threads of [0, 1, 3]) {
      expect(idsOf(await findNearest({ queries, documents, k, threads }))).toEqual(expected);
    }
    expect(idsOf(await findNearestWith('script', { queries, documents, k, threads: 0 }))).toEqual(expected);
  });

  test('have the same scores in JavaScript, to the last bit', async () => {
    const request = {
      queries: randomVectors(6, 387),
      documents: randomVectors(500, 387, { seed: 3 }),
      k: 20,
      threads: 0,
    };
    const [wasm, script] = [await findNearest(request), await findNearestWith('script', request)];
    expect(script.ids).toEqual(wasm.ids);
    expect(script.scores).toEqual(wasm.scores);
    expect(new Set(wasm.scores).size).toBeGreaterThan(100);
  });

  test.each([
    ['unit lengths', () => 1],
    ['very different lengths', (row: number) => 10 ** ((row % 9) - 4)],
    ['no length at times', (row: number) => (row % 3 === 0 ? 0 : 1)],
    ['lengths beyond what rough products take', (row: number) => (row % 70 === 0 ? 1e17 : row % 5 === 0 ? 1e-17 : 1)],
    ['what is no number at times', (row: number) => (row % 400 === 399 ? Number.NaN : 1)],
  ])('are the same whether all or only the likely ones are multiplied, with %s', async (_, lengthOf) => {
    const scaled = ({ count, dimensions, data }: Vectors): Vectors => ({
      count,
      dimensions,
      data: data.map((value, i) => value * lengthOf(Math.floor(i / dimensions))),
    });
    // Documents near to each other, so that a floor that is too high would lose some.
    const documents = scaled(randomVectors(3000, 37, { seed: 3, values: 3 }));
    const request = { queries: scaled(randomVectors(9, 37)), documents, k: 5, threads: 0 };
    const [wasm, script] = [await findNearest(request), await findNearestWith('script', request)];
    expect(wasm.ids).toEqual(script.ids);
    expect(wasm.scores).toEqual(script.scores);
  });

  test('of equal ones are those of the lowest numbers', async () => {
    const documents = { count: 5000, dimensions: 8, data: new Float32Array(40_000).fill(0.5) };
    const { ids } = await findNearest({ queries: randomVectors(3, 8), documents, k: 4, threads: 2 });
    expect([...ids]).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]);
  });

  test('are all there are where fewer are there than asked for', async () => {
    const found = await findNearest({
      queries: randomVectors(2, 3),
      documents: randomVectors(2, 3),
      k: 10,
      threads: 2,
    });
    expect(found.k).toBe(2);
    expect(found.ids).toHaveLength(4);
  });

  test('are none without queries, documents or a wish', async () => {
    const [none, some] = [randomVectors(0, 3), randomVectors(2, 3)];
    for (const [queries, documents, k] of [
      [none, some, 1],
      [some, none, 1],
      [some, some, 0],
    ] as const) {
      expect((await findNearest({ queries, documents, k, threads: 1 })).ids).toHaveLength(0);
    }
  });

  test('come after those whose product is a number where theirs is none', async () => {
    const data = Float32Array.from([Number.NaN, 0, -1, 0, 1, Number.NaN, 0, 1]);
    const queries = { count: 1, dimensions: 2, data: Float32Array.from([1, 0]) };
    const found = await findNearest({ queries, documents: { count: 4, dimensions: 2, data }, k: 4, threads: 0 });
    expect([...found.ids]).toEqual([3, 1, 0, 2]);
  });

  test('are not looked for where lengths differ, or numbers make no sense', async () => {
    const [two, three] = [randomVectors(2, 2), randomVectors(2, 3)];
    await expect(findNearest({ queries: two, documents: three, k: 1, threads: 0 })).rejects.toThrow('dimensions');
    await expect(findNearest({ queries: two, documents: two, k: -1, threads: 0 })).rejects.toThrow('k is');
    await expect(findNearest({ queries: two, documents: two, k: 1.5, threads: 0 })).rejects.toThrow('k is');
    await expect(findNearest({ queries: { ...two, count: 3 }, documents: two, k: 1, threads: 0 })).rejects.toThrow(
      'floats',
    );
  });

  test('are not looked for any more once a signal is given', async () => {
    const request = { queries: randomVectors(4096, 32), documents: randomVectors(20_000, 32), k: 5 };
    for (const threads of [0, 2]) {
      const stop = new AbortController();
      const search = findNearest({ ...request, threads, signal: stop.signal });
      setTimeout(() => stop.abort(new Error('stopped')), 5);
      await expect(search).rejects.toThrow('stopped');
    }
  });
});
