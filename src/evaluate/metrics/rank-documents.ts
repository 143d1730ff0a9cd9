// The order of a query's documents, best first. Equal scores are common, and a rule for them is part of every figure:
// trec_eval, and MTEB with it, puts the greater id first; sentence-transformers the smaller one.

/** Which of two documents with equal scores comes first: the one with the greater id (`trec`) or the smaller one (`st`). */
export type Ties = 'trec' | 'st';

/** A document and how well it matches; more is better. */
export interface Scored {
  readonly id: string;
  readonly score: number;
}

/** The documents from best to worst. Throws a `RangeError` where a score is no number: it has no place in any order. */
export function rankDocuments<Document extends Scored>(
  documents: readonly Document[],
  ties: Ties = 'trec',
): Document[] {
  const bad = documents.find(({ score }) => Number.isNaN(score));
  if (bad !== undefined) throw new RangeError(`the score of document ${bad.id} is not a number`);
  const sign = ties === 'trec' ? -1 : 1;
  return [...documents].sort((a, b) => (a.score === b.score ? sign * compareIds(a.id, b.id) : b.score - a.score));
}

/** By the bytes of UTF-8, as `strcmp` does; code units of UTF-16 have another order above U+D7FF. */
function compareIds(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
