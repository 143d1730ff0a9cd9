// Texts of about the same length share a batch, so that little of it is padding.

/** Texts of a batch at most, and tokens with padding: more is no faster on a processor and only takes memory. */
const MOST_TEXTS = 32;
const MOST_TOKENS = 8192;

/** Numbers of the texts of each batch, longest texts first; each text is in one. */
export function cutBatches(lengths: readonly number[]): number[][] {
  const sorted = [...lengths.keys()].sort((a, b) => lengths[b]! - lengths[a]! || a - b);
  const batches: number[][] = [];
  for (let at = 0; at < sorted.length; ) {
    const longest = Math.max(1, lengths[sorted[at]!]!);
    const texts = Math.max(1, Math.min(MOST_TEXTS, Math.floor(MOST_TOKENS / longest)));
    batches.push(sorted.slice(at, at + texts));
    at += texts;
  }
  return batches;
}
