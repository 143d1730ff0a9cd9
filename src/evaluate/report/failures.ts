// Queries worth reading: where a model finds nothing of what it should, and where two models differ most.

import type { Outcome, QueryOutcome } from '../score/outcome.ts';
import type { RetrievalSet } from '../sets/set.ts';

/** A query with the texts that tell what went wrong. */
export interface ReadQuery {
  readonly id: string;
  readonly query: string;
  /** The best of the documents that should have been found; empty where none is in the set. */
  readonly wanted: string;
  /** The first document found instead. */
  readonly found: string;
  /** Rank of the first relevant document; 0 where none was found. */
  readonly rank: number;
  readonly value: number;
}

/** The worst queries of a model: the lowest values, and of equal ones those whose first hit stands last. */
export function worstQueries(set: RetrievalSet, { queries = [] }: Outcome, most: number): ReadQuery[] {
  const depth = (rank: number) => (rank === 0 ? Number.POSITIVE_INFINITY : rank);
  return queries
    .map((query, place) => ({ query, place }))
    .filter(({ query }) => query.value < 1 && hasRelevant(set, query.id))
    .sort(
      (a, b) =>
        a.query.value - b.query.value || compareDepths(depth(b.query.rank), depth(a.query.rank)) || a.place - b.place,
    )
    .slice(0, most)
    .map(({ query }) => read(set, query));
}

// Infinity minus itself is no number.
function compareDepths(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** A query two models do differently, as the second does it. */
export interface Difference extends ReadQuery {
  /** Value of the model minus that of the one it is compared with. */
  readonly difference: number;
}

/** Queries a model wins or loses by most. */
export function greatestDifferences(set: RetrievalSet, model: Outcome, against: Outcome, most: number) {
  const differences = (model.queries ?? []).map((query, place) => ({
    query,
    difference: query.value - (against.queries?.[place]?.value ?? 0),
  }));
  const pick = (sign: 1 | -1): Difference[] =>
    differences
      .filter(({ difference }) => sign * difference > 0)
      .sort((a, b) => sign * (b.difference - a.difference))
      .slice(0, most)
      .map(({ query, difference }) => ({ ...read(set, query), difference }));
  return { wins: pick(1), losses: pick(-1) };
}

function hasRelevant({ judgements }: RetrievalSet, id: string): boolean {
  return [...(judgements.get(id)?.values() ?? [])].some((grade) => grade >= 1);
}

function read({ documents, queries, judgements }: RetrievalSet, outcome: QueryOutcome): ReadQuery {
  const { id, rank, value, top } = outcome;
  const grades = [...judgements.get(id)!].filter(([, grade]) => grade >= 1).sort(([, a], [, b]) => b - a);
  const ids = new Set(grades.map(([document]) => document));
  const first = documents.find((document) => ids.has(document.id));
  const instead = top.map((number) => documents[number]!).find((document) => !ids.has(document.id));
  return {
    id,
    query: queries.find((query) => query.id === id)!.text,
    wanted: first?.text ?? '',
    found: instead?.text ?? '',
    rank,
    value,
  };
}
