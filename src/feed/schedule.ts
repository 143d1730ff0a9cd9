// Whose batch is next. Each source gets the share of its weight, as evenly as can be: after any number of batches it has
// had its share of them to within one batch where there are two sources, and to within a few where there are more.

/** Gives the source of batch after batch; `drop` takes one out, whose share goes to the others. */
export interface Schedule {
  /** The number of a source, or -1 where none is left. */
  next(): number;
  drop(source: number): void;
}

/**
 * Opens a schedule. The source that lags most behind its share is next, ties to the earlier one: the quota rule that is
 * known as smooth weighted round robin. Exact, as all numbers are whole.
 */
export function openSchedule(weights: readonly number[]): Schedule {
  const lag = weights.map(() => 0);
  const left = new Set(weights.keys());
  return {
    next() {
      let [best, total] = [-1, 0];
      for (const source of left) {
        lag[source]! += weights[source]!;
        total += weights[source]!;
        if (best === -1 || lag[source]! > lag[best]!) best = source;
      }
      if (best !== -1) lag[best]! -= total;
      return best;
    },
    drop: (source) => void left.delete(source),
  };
}
