// Two models on the same set, item by item.

import { randomisationTest } from '../metrics/significance.ts';
import type { Outcome } from './outcome.ts';

/** How a model does beside another. */
export interface Comparison {
  readonly model: string;
  readonly against: string;
  /** Of the main figure; above 0 where the model is better. */
  readonly difference: number;
  /** How often chance alone would part them as far; undefined where the figure is not a mean over items. */
  readonly p?: number;
  /** Items that the model does better, worse, and alike. */
  readonly wins?: number;
  readonly losses?: number;
  readonly draws?: number;
}

/** Compares every outcome with the first. */
export function compareWithFirst([first, ...others]: readonly Outcome[]): Comparison[] {
  return first === undefined ? [] : others.map((other) => compare(other, first));
}

function compare(outcome: Outcome, against: Outcome): Comparison {
  const difference = outcome.scores[outcome.main]! - against.scores[against.main]!;
  const head = { model: outcome.model, against: against.model, difference };
  const [a, b] = [outcome.values, against.values];
  if (a === undefined || b === undefined || a.length !== b.length || a.length === 0) return head;
  const differences = a.map((value, i) => value - b[i]!);
  const wins = differences.filter((value) => value > 0).length;
  const losses = differences.filter((value) => value < 0).length;
  return { ...head, p: randomisationTest(a, b), wins, losses, draws: a.length - wins - losses };
}
