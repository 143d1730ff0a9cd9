// How well scores tell pairs that belong together from others: average precision as scikit-learn has it (pairs with equal
// scores are one threshold), and the best accuracy and F1 that any threshold gives, as MTEB looks for them.

/** Figures of one list of pairs. */
export interface PairScores {
  readonly averagePrecision: number;
  readonly accuracy: number;
  /** Scores from here on count as belonging together. */
  readonly accuracyThreshold: number;
  readonly f1: number;
  readonly f1Threshold: number;
}

/** Scores the pairs; `labels` are 1 for what belongs together and 0 for what does not. NaN where there is no 1 at all. */
export function pairScores(scores: readonly number[], labels: readonly number[]): PairScores {
  if (scores.length !== labels.length) throw new RangeError(`${scores.length} scores beside ${labels.length} labels`);
  if (scores.some(Number.isNaN)) throw new RangeError('a score is not a number');
  const positives = labels.filter((label) => label === 1).length;
  const negatives = labels.length - positives;
  // Nothing at all may be called a pair that belongs together: a threshold above every score.
  let best = {
    accuracy: negatives / labels.length,
    accuracyThreshold: Number.POSITIVE_INFINITY,
    f1: 0,
    f1Threshold: Number.POSITIVE_INFINITY,
  };
  let averagePrecision = 0;
  let recallBefore = 0;
  for (const { hits, taken, threshold } of thresholds(scores, labels)) {
    const recall = hits / positives;
    averagePrecision += (recall - recallBefore) * (hits / taken);
    recallBefore = recall;
    const accuracy = (hits + negatives - (taken - hits)) / labels.length;
    const f1 = (2 * hits) / (taken + positives);
    if (accuracy > best.accuracy) best = { ...best, accuracy, accuracyThreshold: threshold };
    if (f1 > best.f1) best = { ...best, f1, f1Threshold: threshold };
  }
  return { averagePrecision: positives === 0 ? Number.NaN : averagePrecision, ...best };
}

interface Threshold {
  /** Pairs at or above the threshold, and those of them that belong together. */
  readonly taken: number;
  readonly hits: number;
  /** Halfway to the next lower score. */
  readonly threshold: number;
}

/** Every place where the pairs can be parted, from the highest score down. */
function* thresholds(scores: readonly number[], labels: readonly number[]): Generator<Threshold> {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
  let hits = 0;
  for (let i = 0; i < order.length; i++) {
    hits += labels[order[i]!]!;
    const score = scores[order[i]!]!;
    const next = i + 1 < order.length ? scores[order[i + 1]!]! : score;
    if (i + 1 < order.length && next === score) continue;
    yield { taken: i + 1, hits, threshold: (score + next) / 2 };
  }
}
