// Publishing while anything goes wrong at any moment: in the end the Hub has the old dataset or the new one, never
// something between, and whoever published knows.
import { inspect } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { StackpairsError } from '../../src/errors.ts';
import { testFolder } from '../build/dataset.ts';
import type { Fault } from '../doubles/hub/faults.ts';
import { TOKEN } from '../doubles/hub/open-hub.ts';
import { buildOf, expectedOf, filesAt, hubDouble, publish } from './published.ts';

const RUNS = 200;

/** What may happen to any request, and to some only. */
const ANY: readonly Fault[] = ['unavailable', 'limited', 'cut', 'lost', 'torn', 'slow'];
const SOME: Readonly<Record<string, readonly Fault[]>> = {
  put: ['damaged', 'expired'],
  commit: ['stale', 'lost', 'lost'],
};

const root = testFolder();
let old: string;
let out: string;

beforeAll(async () => {
  old = await buildOf(root, '2016-03', 30);
  out = await buildOf(root, '2026-03', 60);
});

/** Numbers from 0 to 1 that follow from a seed. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 12)) >>> 0) / 2 ** 32;
  };
}

/** The files of the dataset; what others added to it is left out. */
function ours(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !['.gitattributes', 'NOTES.md'].includes(path)));
}

test(`${RUNS} times: the Hub has the new dataset, or still the old one and the error says why`, async () => {
  const ends = { published: 0, failed: 0 };
  for (let run = 1; run <= RUNS; run++) {
    const roll = dice(run);
    let rate = 0;
    const fault = (route: string) => {
      const kinds = [...ANY, ...(SOME[route] ?? [])];
      return roll() < rate ? kinds[Math.floor(roll() * kinds.length)] : undefined;
    };
    // Chunks are tried less often: each run with them takes a second.
    const useXet = run % 20 === 0;
    const double = await hubDouble({ fault, partBytes: run % 3 === 0 ? 3000 : Infinity, takesChunks: useXet });
    if (run % 2 === 0) await publish(old, double);
    const before = ours(filesAt(double));
    rate = roll() * 0.9;
    const error = await publish(out, double, { useXet }).then(
      () => undefined,
      (error: unknown) => error,
    );
    const after = ours(filesAt(double));
    if (error === undefined) expect(after, `run ${run}`).toEqual(expectedOf(out));
    else {
      expect(error).toBeInstanceOf(StackpairsError);
      expect(['network_failed', 'refused']).toContain((error as StackpairsError).code);
      expect([before, expectedOf(out)], `run ${run}`).toContainEqual(after);
      const shown = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
      expect(shown).not.toMatch(new RegExp(`${TOKEN}|very-secret`));
    }
    ends[error === undefined ? 'published' : 'failed']++;
    rate = 0;
    await publish(out, double);
    expect(ours(filesAt(double)), `run ${run}, again`).toEqual(expectedOf(out));
    await double.close();
  }
  // Faults that are too rare or too many would prove nothing.
  expect(Math.min(ends.published, ends.failed)).toBeGreaterThan(RUNS / 10);
}, 240_000);
