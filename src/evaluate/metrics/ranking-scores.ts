// How good one query's ranking is, as trec_eval 9 defines it (measures ndcg_cut, map_cut, recip_rank, recall, P, success),
// in 64-bit floats. In: grades of the documents in their order, and all grades that the query has. A document is
// relevant from grade 1; one that nobody judged has grade 0.

/** One query's ranking with what is known of its documents. */
export interface JudgedRanking {
  /** Grades of the documents found, best first. */
  readonly found: readonly number[];
  /** Grades of all documents judged for the query, in any order. */
  readonly judged: readonly number[];
}

/** A figure from 0 to 1 of the first k documents; 0 where no document is relevant. */
export type RankingMeasure = (ranking: JudgedRanking, k: number) => number;

/** Normalised discounted cumulative gain: gain = grade, discount log2(rank + 1) (Järvelin and Kekäläinen 2002). */
export const ndcg: RankingMeasure = ({ found, judged }, k) => {
  const ideal = gain(
    [...judged].sort((a, b) => b - a),
    k,
  );
  return ideal === 0 ? 0 : gain(found, k) / ideal;
};

function gain(grades: readonly number[], k: number): number {
  let sum = 0;
  const end = Math.min(k, grades.length);
  for (let i = 0; i < end; i++) if (grades[i]! > 0) sum += grades[i]! / Math.log2(i + 2);
  return sum;
}

/** Average precision: the precisions at the relevant documents among the first k, over the number of all relevant ones. */
export const meanAveragePrecision: RankingMeasure = ({ found, judged }, k) => {
  let hits = 0;
  let sum = 0;
  const end = Math.min(k, found.length);
  for (let i = 0; i < end; i++) {
    if (found[i]! < 1) continue;
    hits++;
    sum += hits / (i + 1);
  }
  return share(sum, relevant(judged));
};

/** Reciprocal rank of the first relevant document, 0 where none is among the first k. */
export const reciprocalRank: RankingMeasure = ({ found }, k) => {
  const first = found.findIndex((grade) => grade >= 1);
  return first === -1 || first >= k ? 0 : 1 / (first + 1);
};

/** Share of the relevant documents that are among the first k. */
export const recall: RankingMeasure = ({ found, judged }, k) => share(relevant(found.slice(0, k)), relevant(judged));

/** Relevant documents among the first k, over k. */
export const precision: RankingMeasure = ({ found }, k) => relevant(found.slice(0, k)) / k;

/** 1 where a relevant document is among the first k, else 0; trec_eval calls it success. */
export const accuracy: RankingMeasure = ({ found }, k) => (found.slice(0, k).some((grade) => grade >= 1) ? 1 : 0);

function relevant(grades: readonly number[]): number {
  return grades.filter((grade) => grade >= 1).length;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
