// Which units of a stage are whose: the heaviest first, each to whoever has least. It follows from the units and the
// number of ranks alone, so that every process comes to the same.

/** One of so many processes, counted from 0. */
export interface Share {
  readonly rank: number;
  readonly world: number;
}

/** The rank of each unit. */
export function ranksOf(weights: readonly number[], world: number): number[] {
  const order = [...weights.keys()].sort((a, b) => weights[b]! - weights[a]! || a - b);
  const loads = new Array<number>(world).fill(0);
  const ranks = new Array<number>(weights.length).fill(0);
  for (const unit of order) {
    const rank = leastOf(loads);
    ranks[unit] = rank;
    loads[rank]! += weights[unit]!;
  }
  return ranks;
}

/** The units of a rank, in their order. */
export function unitsOfRank(weights: readonly number[], { rank, world }: Share): number[] {
  return ranksOf(weights, world).flatMap((of, unit) => (of === rank ? [unit] : []));
}

function leastOf(loads: readonly number[]): number {
  let least = 0;
  for (let rank = 1; rank < loads.length; rank++) if (loads[rank]! < loads[least]!) least = rank;
  return least;
}
