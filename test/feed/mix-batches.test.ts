// Whose batch is next: shares by weight, epochs by source, and an end.
import { describe, expect, test } from 'vitest';
import { openBatchMix, openBatchSource, shuffledRows } from '../../src/feed/index.ts';
import { apart, sharedKeys } from './shared.ts';

describe('a mix', () => {
  test('gives each source its share at any time', () => {
    const weights = [5, 2, 2, 1];
    const drawn = draw(
      weights.map((weight) => ({ rows: 7, weight })),
      { steps: 10_000 },
    );
    const counts = weights.map(() => 0);
    for (const [step, source] of drawn.sources.entries()) {
      counts[source]!++;
      for (const [i, weight] of weights.entries()) {
        expect(Math.abs(counts[i]! - ((step + 1) * weight) / 10)).toBeLessThan(2);
      }
    }
    expect(counts).toEqual([5000, 2000, 2000, 1000]);
  });

  test('of one source is over when its epochs are', () => {
    const { sources, mix } = draw([{ rows: 10, weight: 3 }], { epochs: 2 });
    expect(sources).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(mix.finished(0)).toBe(2);
  });

  test('is over when every source had its epochs; small ones had more', () => {
    const { sources, mix } = draw(
      [
        { rows: 40, weight: 1 },
        { rows: 4, weight: 1 },
      ],
      { epochs: 1 },
    );
    expect(sources.filter((source) => source === 0)).toHaveLength(20);
    expect([mix.finished(0), mix.finished(1)]).toEqual([1, 9]);
  });

  test('goes on without a source of which no batch can be made', () => {
    const { sources, mix } = draw(
      [
        { rows: 1, weight: 9 },
        { rows: 4, weight: 1 },
      ],
      { steps: 4 },
    );
    expect(sources).toEqual([1, 1, 1, 1]);
    expect([mix.isUsed(0), mix.isUsed(1)]).toEqual([false, true]);
  });

  test('goes on with a source that has no batch in some epochs: it may have one in the next', () => {
    // Row 0 may stand beside none of the others: where it comes first, no batch can be filled.
    const shared = sharedKeys({ width: 2, low: [1, 2, 1, 3, 2, 4] });
    const order = (epoch: number) => Uint32Array.from(epoch % 3 === 1 ? [1, 0, 2] : [0, 1, 2]);
    const batches = openBatchSource({ size: 2, shared, order });
    const mix = openBatchMix([{ batches, weight: 1 }], { epochs: 3 });
    const target = new Uint32Array(2);
    const drawn: number[][] = [];
    while (mix.next(target, 0) !== -1) drawn.push([...target]);
    expect(drawn).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expect([mix.isUsed(0), mix.finished(0)]).toEqual([true, 3]);
    expect(batches.counts()).toMatchObject({ batches: 3, leftOver: 3 });
  });

  test('of nothing else than such sources is over at once', () => {
    expect(
      draw(
        [
          { rows: 1, weight: 1 },
          { rows: 0, weight: 1 },
        ],
        { epochs: 3 },
      ).sources,
    ).toEqual([]);
    expect(draw([{ rows: 1, weight: 1 }], { steps: 3 }).sources).toEqual([]);
  });
});

const SIZE = 2;

interface Drawn {
  readonly steps?: number;
  readonly epochs?: number;
}

function draw(sources: readonly { rows: number; weight: number }[], { steps, epochs = 1 }: Drawn) {
  const mix = openBatchMix(
    sources.map(({ rows, weight }, source) => {
      const order = shuffledRows(rows, { seed: 1, source: `${source}` });
      return { batches: openBatchSource({ size: SIZE, shared: apart(rows), order }), weight };
    }),
    { steps, epochs },
  );
  const drawn: number[] = [];
  const target = new Uint32Array(SIZE);
  for (let source = mix.next(target, 0); source !== -1; source = mix.next(target, 0)) drawn.push(source);
  return { sources: drawn, mix };
}
