// Which neighbours of an anchor are hard negatives: the most similar texts that are surely no answer to it. One that is
// nearly as similar as the positive may well be another positive that nobody marked, so it is left out by its score.
// Source: the positive-aware mining of NV-Retriever (Moreira et al., arXiv 2407.15831), TopK-PercPos at 95 %.

/** How negatives are chosen. */
export interface NegativeRule {
  /** Of each row. */
  readonly negatives: number;
  /** Of the positive's similarity, what a negative must stay below it. */
  readonly relativeMargin: number;
  /** Neighbours that are passed over, and the last one that is looked at; the row itself is none. */
  readonly rangeMin: number;
  readonly rangeMax: number;
}

/** What keeps two rows from being negatives of each other where any of it is the same. */
export interface RowIdentity {
  /** Thread, group of known duplicates, and cluster of those that were found. */
  readonly question: number;
  readonly group: number;
  readonly cluster: string;
  /** Keys of the texts of anchor and positive. */
  readonly texts: readonly number[];
}

/** A row that looks for negatives. */
export interface Seeker {
  /** Its number among the rows. */
  readonly row: number;
  /** Similarity of its anchor and its positive. */
  readonly positive: number;
  /** Rows whose positives are the nearest ones of its anchor, nearest first, and how near they are. */
  readonly neighbours: ArrayLike<number>;
  readonly scores: ArrayLike<number>;
}

/** Numbers of the rows whose positives are its negatives, hardest first; or why it has none. */
export function chooseNegatives(
  { row, positive, neighbours, scores }: Seeker,
  rows: readonly RowIdentity[],
  { negatives, relativeMargin, rangeMin, rangeMax }: NegativeRule,
): number[] | NoNegatives {
  // Of what is not alike at all, no share says what is less alike.
  if (!(positive > 0)) return 'positive_not_alike';
  const most = positive * (1 - relativeMargin);
  const others = [...Array(neighbours.length).keys()].filter((at) => neighbours[at] !== row).slice(rangeMin, rangeMax);
  const chosen: number[] = [];
  for (const at of others) {
    const other = neighbours[at]!;
    const isApart = [row, ...chosen].every((one) => areApart(rows[one]!, rows[other]!));
    if (scores[at]! <= most && isApart) chosen.push(other);
    if (chosen.length === negatives) return chosen;
  }
  return 'too_few_negatives';
}

/** Why a row has no negatives. */
export type NoNegatives = 'positive_not_alike' | 'too_few_negatives';

function areApart(a: RowIdentity, b: RowIdentity): boolean {
  const isSame = a.question === b.question || a.group === b.group || a.cluster === b.cluster;
  return !isSame && !a.texts.some((text) => b.texts.includes(text));
}
