// All models on one set: what tables, files and the page are made of.

import type { EvaluationSet } from '../sets/set.ts';
import type { Comparison } from './compare.ts';
import type { Outcome } from './outcome.ts';

/** A set with what came of it. */
export interface SetResult {
  readonly set: EvaluationSet;
  /** Of the models that could take part, in the order they were asked for. */
  readonly outcomes: readonly Outcome[];
  /** Of each but the first with the first. */
  readonly comparisons: readonly Comparison[];
}
