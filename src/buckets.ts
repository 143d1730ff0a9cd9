// Buckets of the report's histograms, fixed for all builds, so that tallies of any two of them can be added up.
// A bucket holds what is at least its edge and less than the next one; the last one has no end.

const DECADES = 6;
// Twenty to the decade, rounded as in the series of preferred numbers R20.
const STEPS = [10, 11.2, 12.5, 14, 16, 18, 20, 22.4, 25, 28, 31.5, 35.5, 40, 45, 50, 56, 63, 71, 80, 90];

/** Lower edges for lengths of texts in code points: one by one below 10, then on a scale of tenfold in twenty steps. */
export const LENGTH_EDGES: readonly number[] = [
  ...Array.from({ length: 10 }, (_, length) => length),
  ...Array.from({ length: DECADES }, (_, decade) => STEPS.map((step) => Math.ceil(step * 10 ** decade))).flat(),
].filter((edge, index, all) => all.indexOf(edge) === index);

/** Lower edges for the number of rows in a cluster of duplicates: 2, 3, 4, 5, 6 to 10, 11 to 20, 21 to 50, 51 to 100 and so on. */
export const COPIES_EDGES: readonly number[] = [
  ...[2, 3, 4, 5, 6],
  ...Array.from({ length: DECADES }, (_, decade) => [1, 2, 5].map((step) => step * 10 ** (decade + 1) + 1)).flat(),
];

/** The bucket a value falls into; one below the first edge falls into the first. */
export function bucketOf(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (edges[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}

/** Counts by bucket, added up; the longer row decides how many there are. */
export function addBuckets(a: readonly number[], b: readonly number[]): number[] {
  const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a];
  return longer.map((count, bucket) => count + (shorter[bucket] ?? 0));
}
