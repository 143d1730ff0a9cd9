// Spearman's rank correlation: Pearson's of the ranks, where equal values share the average of theirs, as in SciPy.

/** From -1 to 1; NaN where either side is constant, or there are fewer than two values. */
export function spearman(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} values beside ${b.length}`);
  if ([...a, ...b].some(Number.isNaN)) return Number.NaN;
  return pearson(averageRanks(a), averageRanks(b));
}

/** Ranks from 1 up; equal values share the average of theirs. */
function averageRanks(values: readonly number[]): Float64Array {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

function pearson(a: Float64Array, b: Float64Array): number {
  // The mean of ranks is known, whatever ties there are.
  const mean = (a.length + 1) / 2;
  let [both, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - mean, b[i]! - mean];
    both += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return both / Math.sqrt(ofA * ofB);
}
