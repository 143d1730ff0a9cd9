// V-measure (Rosenberg and Hirschberg 2007): the harmonic mean of homogeneity (a cluster has one label) and completeness
// (a label has one cluster), as scikit-learn computes it.

/** From 0 to 1; 1 where there is nothing. Both lists name a class for each item, in their order. */
export function vMeasure(labels: readonly (string | number)[], clusters: readonly (string | number)[]): number {
  if (labels.length !== clusters.length) throw new RangeError(`${labels.length} labels beside ${clusters.length}`);
  if (labels.length === 0) return 1;
  const n = labels.length;
  const byLabel = counts(labels);
  const byCluster = counts(clusters);
  const numbers = [numbersOf(byLabel), numbersOf(byCluster)] as const;
  const both = counts(
    labels.map((label, i) => numbers[0].get(label)! * byCluster.size + numbers[1].get(clusters[i]!)!),
  );
  const [ofLabels, ofClusters] = [entropy(byLabel, n), entropy(byCluster, n)];
  const shared = Math.max(0, ofLabels + ofClusters - entropy(both, n));
  const homogeneity = ofLabels === 0 ? 1 : shared / ofLabels;
  const completeness = ofClusters === 0 ? 1 : shared / ofClusters;
  return homogeneity + completeness === 0 ? 0 : (2 * homogeneity * completeness) / (homogeneity + completeness);
}

function counts<Value>(values: readonly Value[]): Map<Value, number> {
  const found = new Map<Value, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}

function numbersOf<Value>(found: ReadonlyMap<Value, number>): Map<Value, number> {
  return new Map([...found.keys()].map((value, number) => [value, number]));
}

/** In nats. */
function entropy(found: ReadonlyMap<unknown, number>, n: number): number {
  if (found.size === 1) return 0;
  let sum = 0;
  for (const count of found.values()) sum -= (count / n) * Math.log(count / n);
  return sum;
}
