// Publishing while anything goes wrong at any moment: in the end the Hub has the old dataset or the new one, never
// something between, and whoever published knows.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { StackpairsError } from '../../src/errors.ts';
import { testFolder } from '../build/dataset.ts';
import type { Fault } from '../doubles/hub/faults.ts';
import { openHub, TOKEN } from '../doubles/hub/open-hub.ts';
import { copyRepository, type Repository } from '../doubles/hub/repository.ts';
import { buildOf, expectedOf, filesAt, publish, REPO } from './published.ts';

const RUNS = 200;

/** What may happen to any request, and to some only. */
const ANY: readonly Fault[] = ['unavailable', 'limited', 'cut', 'lost', 'torn', 'slow'];
const SOME: Readonly<Record<string, readonly Fault[]>> = {
  put: ['damaged', 'expired'],
  commit: ['stale', 'lost', 'lost'],
};

/** Runs at once: most of their time they wait for one another's network. */
const LANES = 8;

const root = testFolder();
let out: string;
/** The Hub's copy of the dataset before this one. */
let old: Repository;

beforeAll(async () => {
  const double = await openHub();
  await publish(await buildOf(root, '2016-03', 30), double);
  old = double.repositories.get(REPO)!;
  await double.close();
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

/** One run: publishes under faults, holds what became of it against what was there, and publishes again in peace. */
async function oneRun(run: number, from: string): Promise<'published' | 'failed'> {
  const roll = dice(run);
  let rate = roll() * 0.9;
  const fault = (route: string) => {
    const kinds = [...ANY, ...(SOME[route] ?? [])];
    return roll() < rate ? kinds[Math.floor(roll() * kinds.length)] : undefined;
  };
  // Chunks are tried less often: each run with them takes a second.
  const useXet = run % 25 === 0;
  const double = await openHub({ fault, partBytes: run % 3 === 0 ? 3000 : Infinity, takesChunks: useXet });
  if (run % 2 === 0) double.repositories.set(REPO, copyRepository(old));
  const before = ours(filesAt(double));
  const error: unknown = await publish(from, double, { useXet }).then(
    () => undefined,
    (error: unknown) => error,
  );
  const after = ours(filesAt(double));
  rate = 0;
  if (error === undefined) expect(after, `run ${run}`).toEqual(expectedOf(from));
  else {
    expectHonest(error);
    expect([before, expectedOf(from)], `run ${run}`).toContainEqual(after);
    await publish(from, double);
    expect(ours(filesAt(double)), `run ${run}, again`).toEqual(expectedOf(from));
  }
  await double.close();
  return error === undefined ? 'published' : 'failed';
}

/** It says what happened, and no secret. */
function expectHonest(error: unknown): void {
  expect(error).toBeInstanceOf(StackpairsError);
  expect(['network_failed', 'refused']).toContain((error as StackpairsError).code);
  const shown = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
  expect(shown).not.toMatch(new RegExp(`${TOKEN}|very-secret`));
}

test(`${RUNS} times: the Hub has the new dataset, or still the old one and the error says why`, async () => {
  const ends: string[] = [];
  const lanes = Array.from({ length: LANES }, async (_, lane) => {
    // Whoever publishes a dataset locks its folder.
    const mine = join(root, `lane-${lane}`);
    cpSync(out, mine, { recursive: true });
    for (let run = 1 + lane; run <= RUNS; run += LANES) ends.push(await oneRun(run, mine));
  });
  await Promise.all(lanes);
  // Faults that are too rare or too many would prove nothing.
  const failed = ends.filter((end) => end === 'failed').length;
  expect(ends).toHaveLength(RUNS);
  expect(Math.min(failed, RUNS - failed)).toBeGreaterThan(RUNS / 10);
}, 240_000);
