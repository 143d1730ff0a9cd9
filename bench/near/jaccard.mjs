// The similarity that all of this is about: Jaccard of the sets of word 5-grams.

const SHINGLE_WORDS = 5;

/** Shared shingles over all shingles of two texts whose words are parted by single spaces. */
export function jaccard(a, b) {
  const [left, right] = [shinglesOf(a), shinglesOf(b)];
  let shared = 0;
  for (const shingle of left) if (right.has(shingle)) shared++;
  return shared / (left.size + right.size - shared);
}

function shinglesOf(text) {
  const words = text.split(' ');
  const starts = words.slice(0, 1 - SHINGLE_WORDS);
  return new Set(starts.map((_, i) => words.slice(i, i + SHINGLE_WORDS).join(' ')));
}
