// What came of one contender on one set.

import type { Interval } from '../metrics/significance.ts';

/** A query, with what was wanted and what was found. */
export interface QueryOutcome {
  readonly id: string;
  /** Of the set's main measure. */
  readonly value: number;
  /** Rank of the first relevant document, from 1; 0 where none was found. */
  readonly rank: number;
  /** Numbers of the first documents found, best first. */
  readonly top: readonly number[];
}

/** Figures of a contender on a set. */
export interface Outcome {
  readonly model: string;
  /** Items the main figure is a mean of: queries, pairs, or samples that were clustered. */
  readonly n: number;
  /** The name of the main figure, one of `scores`. */
  readonly main: string;
  /** Figures by name, as MTEB names them. */
  readonly scores: Readonly<Record<string, number>>;
  /** Of the main figure, 95 %. */
  readonly interval: Interval;
  /** Values that the main figure is the mean of, where it is one: what two models are compared by. */
  readonly values?: readonly number[];
  readonly queries?: readonly QueryOutcome[];
  /** The figures without the contaminated queries, where these are known; none where all of them are. */
  readonly clean?: {
    readonly n: number;
    readonly scores: Readonly<Record<string, number>>;
    readonly interval?: Interval;
  };
}
