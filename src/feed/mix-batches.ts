// Batches of several sources, each from one, in the shares of their weights. A source whose epoch is over begins another.

import type { BatchSource } from './fill-batches.ts';
import { openSchedule } from './schedule.ts';

/** A source, and its share of the batches. */
export interface MixedSource {
  readonly batches: BatchSource;
  readonly weight: number;
}

/** When it is over: after so many batches, else when every source has been through so many epochs. */
export interface MixLimits {
  readonly steps?: number | undefined;
  readonly epochs: number;
}

/** Batches one after another. */
export interface BatchMix {
  /** Writes the next batch to `target` from `at` on and gives the number of its source; -1 when all is over. */
  next(target: Uint32Array, at: number): number;
  /** Epochs of a source that are over. */
  finished(source: number): number;
  /** False for a source of which no batch can be made. */
  isUsed(source: number): boolean;
}

/**
 * Epochs in a row without a batch after which a source is taken to have none. Where rows share much, whether a batch can be
 * filled hangs on their order: where it can in every tenth, it is given up once in 40,000 times.
 */
const MOST_EMPTY_EPOCHS = 100;

/** Opens a mix. */
export function openBatchMix(sources: readonly MixedSource[], { steps, epochs }: MixLimits): BatchMix {
  const schedule = openSchedule(sources.map(({ weight }) => weight));
  const finished = sources.map(() => 0);
  const isUsed = sources.map(() => true);
  let step = 0;
  const isOver = () =>
    steps === undefined ? finished.every((done, source) => done >= epochs || !isUsed[source]) : step === steps;

  const fill = (source: number, target: Uint32Array, at: number): boolean => {
    const { batches } = sources[source]!;
    if (batches.fill(target, at)) return true;
    if (batches.counts().epochs > 0) finished[source]!++;
    if (isOver()) return false;
    for (let tries = batches.hasRows ? MOST_EMPTY_EPOCHS : 1; tries > 0; tries--) {
      batches.begin();
      if (batches.fill(target, at)) return true;
    }
    isUsed[source] = false;
    schedule.drop(source);
    return false;
  };

  return {
    next(target, at) {
      while (!isOver()) {
        const source = schedule.next();
        if (source === -1) return -1;
        if (!fill(source, target, at)) continue;
        step++;
        return source;
      }
      return -1;
    },
    finished: (source) => finished[source]!,
    isUsed: (source) => isUsed[source]!,
  };
}
