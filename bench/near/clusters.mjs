// Who belongs together, in one form for all programs: for each id, the smallest id of its cluster, its own where it is alone.

/** From `[id, cluster]`, in which clusters may be named by anything and ids that are alone may be missing. */
export function clustersFrom(bodies, memberships) {
  const smallest = new Map();
  for (const [id, cluster] of memberships) smallest.set(cluster, Math.min(id, smallest.get(cluster) ?? id));
  const clusters = Int32Array.from({ length: bodies + 1 }, (_, id) => id);
  for (const [id, cluster] of memberships) clusters[id] = smallest.get(cluster);
  return clusters;
}

/** Unordered pairs of ids in one cluster. */
export function joinedPairs(clusters) {
  const sizes = new Int32Array(clusters.length);
  for (const cluster of clusters.subarray(1)) sizes[cluster]++;
  return sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}
