// How MinHash signatures are cut into bands, so that texts of a wanted similarity meet in one and others seldom do.
// Source of the formula: Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4.2.

/** A signature of bands * rows permutations: two texts meet if all rows of one band agree. */
export interface Banding {
  readonly bands: number;
  readonly rows: number;
}

/** Permutations a signature has at most, unless a pipeline names its bands; as in datasketch and most published recipes. */
const PERMUTATIONS = 128;
/** Of the pairs just at the wanted similarity, at least so many must meet. */
const LEAST_RECALL = 0.95;

/** The chance that two texts of this Jaccard similarity meet in at least one band: 1 - (1 - s^rows)^bands. */
export function meetingChance(similarity: number, { bands, rows }: Banding): number {
  return 1 - (1 - similarity ** rows) ** bands;
}

/** The banding with the most rows, which spares most comparisons, that still lets pairs at `similarity` meet. */
export function bandingFor(similarity: number): Banding {
  for (let rows = PERMUTATIONS; rows > 1; rows--) {
    const banding = { bands: Math.floor(PERMUTATIONS / rows), rows };
    if (meetingChance(similarity, banding) >= LEAST_RECALL) return banding;
  }
  return { bands: PERMUTATIONS, rows: 1 };
}
