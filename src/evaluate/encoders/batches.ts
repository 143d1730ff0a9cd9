// Texts of about the same length share a batch, so that little of it is padding.

/** Texts of a batch at most: of short ones. */
const MOST_TEXTS = 32;

/**
 * Tokens of a batch for each thread, with padding. What a layer makes of so many stays in a core's cache; with 8192, a small
 * model took twice the time on one thread.
 */
const THREAD_TOKENS = 512;

/** Numbers of the texts of each batch, longest texts first; each text is in one. */
export function cutBatches(lengths: readonly number[], threads: number): number[][] {
  const mostTokens = THREAD_TOKENS * Math.max(1, threads);
  const sorted = [...lengths.keys()].sort((a, b) => lengths[b]! - lengths[a]! || a - b);
  const batches: number[][] = [];
  for (let at = 0; at < sorted.length; ) {
    const longest = Math.max(1, lengths[sorted[at]!]!);
    const texts = Math.max(1, Math.min(MOST_TEXTS, Math.floor(mostTokens / longest)));
    batches.push(sorted.slice(at, at + texts));
    at += texts;
  }
  return batches;
}
