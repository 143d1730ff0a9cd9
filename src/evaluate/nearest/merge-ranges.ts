// The nearest of all documents from the nearest of each range: what is best first in each is best first together.

/** What ranges have: ranges × queries × k, those of each query best first. */
export interface RangeResults {
  readonly ranges: number;
  readonly queries: number;
  readonly k: number;
  readonly ids: Uint32Array;
  readonly scores: Float32Array;
}

/** Merges; of two that are as near, the one of the lower number comes first, which is that of the earlier range. */
export function mergeRanges({ ranges, queries, k, ids, scores }: RangeResults) {
  const merged = { ids: new Uint32Array(queries * k), scores: new Float32Array(queries * k) };
  const heads = new Uint32Array(ranges);
  for (let query = 0; query < queries; query++) {
    heads.fill(0);
    for (let place = 0; place < k; place++) {
      let best = -1;
      let bestAt = 0;
      for (let range = 0; range < ranges; range++) {
        if (heads[range] === k) continue;
        const at = (range * queries + query) * k + heads[range]!;
        if (best === -1 || scores[at]! > scores[bestAt]!) [best, bestAt] = [range, at];
      }
      heads[best]! += 1;
      merged.ids[query * k + place] = ids[bestAt]!;
      merged.scores[query * k + place] = scores[bestAt]!;
    }
  }
  return merged;
}
