// Rankings -> figures, as MTEB names them. A query whose judgements are all 0 counts with 0, as in trec_eval and MTEB.

import { rankDocuments, type Ties } from '../metrics/rank-documents.ts';
import {
  accuracy,
  type JudgedRanking,
  meanAveragePrecision,
  ndcg,
  precision,
  type RankingMeasure,
  recall,
  reciprocalRank,
} from '../metrics/ranking-scores.ts';
import { bootstrapInterval, mean } from '../metrics/significance.ts';
import type { RetrievalSet } from '../sets/set.ts';
import type { Outcome, QueryOutcome } from './outcome.ts';
import { MOST_RANKED, type Ranked } from './rank-set.ts';

const MEASURES: readonly (readonly [string, RankingMeasure])[] = [
  ['ndcg', ndcg],
  ['map', meanAveragePrecision],
  ['mrr', reciprocalRank],
  ['recall', recall],
  ['precision', precision],
  ['accuracy', accuracy],
];
const DEPTHS = [1, 3, 5, 10, 20, 100, 1000];
const SHOWN = 5;

/** The figure that MTEB ranks models by. */
const MAIN = { retrieval: 'ndcg_at_10', reranking: 'map_at_1000' } as const;

/** How rankings are judged. */
export interface RetrievalOptions {
  readonly model: string;
  readonly ties: Ties;
  /** Whether a document with the id of its query is left out of the ranking. */
  readonly ignoreIdenticalIds: boolean;
}

/** Scores the rankings of a set's queries. */
export function scoreRetrieval(set: RetrievalSet, ranked: Ranked, options: RetrievalOptions): Outcome {
  const main = MAIN[set.task];
  const judged = set.queries.map((query, place) => judge(set, query.id, ranked[place]!, options));
  const perQuery = judged.map(({ ranking }) => figuresOf(ranking));
  const values = perQuery.map((figures) => figures[main]!);
  const queries = judged.map(
    ({ ranking, documents }, place): QueryOutcome => ({
      id: set.queries[place]!.id,
      value: values[place]!,
      rank: ranking.found.findIndex((grade) => grade >= 1) + 1,
      top: documents.slice(0, SHOWN),
    }),
  );
  return {
    model: options.model,
    n: values.length,
    main,
    scores: means(perQuery),
    interval: bootstrapInterval(values),
    values,
    queries,
    ...withoutContaminated(set, perQuery, main),
  };
}

function judge(
  { documents, judgements }: RetrievalSet,
  query: string,
  found: Ranked[number],
  options: RetrievalOptions,
) {
  const grades = judgements.get(query)!;
  const named = found.map(({ document, score }) => ({ document, score, id: documents[document]!.id }));
  const kept = options.ignoreIdenticalIds ? named.filter(({ id }) => id !== query) : named;
  const order = rankDocuments(kept, options.ties).slice(0, MOST_RANKED);
  const ranking: JudgedRanking = { found: order.map(({ id }) => grades.get(id) ?? 0), judged: [...grades.values()] };
  return { ranking, documents: order.map(({ document }) => document) };
}

type Figures = Readonly<Record<string, number>>;

function figuresOf(ranking: JudgedRanking): Figures {
  return Object.fromEntries(
    MEASURES.flatMap(([name, measure]) => DEPTHS.map((k) => [`${name}_at_${k}`, measure(ranking, k)] as const)),
  );
}

function means(perQuery: readonly Figures[]): Figures {
  const names = MEASURES.flatMap(([name]) => DEPTHS.map((k) => `${name}_at_${k}`));
  return Object.fromEntries(names.map((name) => [name, mean(perQuery.map((figures) => figures[name]!))]));
}

function withoutContaminated({ contaminated, queries }: RetrievalSet, perQuery: readonly Figures[], main: string) {
  if (contaminated === undefined) return {};
  const clean = perQuery.filter((_, place) => !contaminated.has(queries[place]!.id));
  if (clean.length === 0) return { clean: { n: 0, scores: {} } };
  const interval = bootstrapInterval(clean.map((figures) => figures[main]!));
  return { clean: { n: clean.length, scores: means(clean), interval } };
}
