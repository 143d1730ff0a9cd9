// How alike two sets of shingles are.

/**
 * Jaccard similarity of two sets, from 0 to 1: shingles in both over shingles in either. Two empty ones have nothing in
 * common. Shingles are known by 32 bits: in texts of some hundred, one in a hundred thousand pairs seems to share one more.
 */
export function jaccard(a: Uint32Array, b: Uint32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [x, y] = [a[i]!, b[j]!];
    if (x === y) shared++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return shared === 0 ? 0 : shared / (a.length + b.length - shared);
}
