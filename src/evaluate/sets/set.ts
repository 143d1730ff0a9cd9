// What an evaluation set is once it was read, and how it can be told from its files.

/** What a model is asked to do with a set. */
type SetTask = 'retrieval' | 'reranking' | 'clustering' | 'pair-classification' | 'sts';

/** A text under its id. */
export interface SetText {
  readonly id: string;
  readonly text: string;
}

interface SetHead {
  readonly name: string;
  readonly task: SetTask;
  /** Rows that were left out, by reason; what the reasons mean is in docs/evaluation.md. */
  readonly ignored: Readonly<Record<string, number>>;
}

/** Queries, documents, and which of them belong together. */
export interface RetrievalSet extends SetHead {
  readonly task: 'retrieval' | 'reranking';
  readonly documents: readonly SetText[];
  /** Those that have judgements, in file order. */
  readonly queries: readonly SetText[];
  /** Grades by query, then by document; a document that is not there may be judged and can never be found. */
  readonly judgements: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Numbers of the documents to be ranked for each query; all where left out. */
  readonly candidates?: ReadonlyMap<string, readonly number[]>;
  /** Queries that somebody found to be in the training data. */
  readonly contaminated?: ReadonlySet<string>;
}

/** Texts under labels, in one list or several that are clustered each by itself. */
export interface ClusteringSet extends SetHead {
  readonly task: 'clustering';
  readonly groups: readonly { readonly texts: readonly string[]; readonly labels: readonly string[] }[];
}

/** Pairs of texts: with 1 or 0 for whether they belong together, or with how similar they are. */
export interface PairSet extends SetHead {
  readonly task: 'pair-classification' | 'sts';
  readonly pairs: readonly (readonly [string, string])[];
  readonly values: readonly number[];
}

/** A set of any kind. */
export type EvaluationSet = RetrievalSet | ClusteringSet | PairSet;

/** Whether there is nothing to score in a set: figures of nothing are none. */
export function isEmptySet(set: EvaluationSet): boolean {
  if ('queries' in set) return set.queries.length === 0;
  return 'groups' in set ? set.groups.every(({ texts }) => texts.length === 0) : set.pairs.length === 0;
}

/** What there is none of in an empty set. */
export function itemsOf(set: EvaluationSet): 'queries' | 'texts' | 'pairs' {
  if ('queries' in set) return 'queries';
  return 'groups' in set ? 'texts' : 'pairs';
}

/** Files of each part of a set, sorted. */
export type SetFiles = Readonly<Record<'corpus' | 'queries' | 'qrels' | 'candidates' | 'rows', readonly string[]>>;

/** Counts of what was left out, by reason. */
export function tally() {
  const counts: Record<string, number> = {};
  return {
    counts,
    add(reason: string) {
      counts[reason] = (counts[reason] ?? 0) + 1;
    },
  };
}
