// One contender on one set, whatever the set asks for.

import type { Ties } from '../metrics/rank-documents.ts';
import type { EvaluationSet } from '../sets/set.ts';
import type { Contender, ScoreOptions } from './contender.ts';
import type { Outcome } from './outcome.ts';
import { rankSet } from './rank-set.ts';
import { scoreClustering, scorePairs } from './score-labelled.ts';
import { scoreRetrieval } from './score-retrieval.ts';

/** How a set is scored. */
export interface SetOptions extends ScoreOptions {
  readonly ties: Ties;
  readonly ignoreIdenticalIds: boolean;
}

/** Scores a contender on a set; undefined where it cannot take part: BM25 has no vectors to cluster or to compare pairs by. */
export async function scoreSet(
  set: EvaluationSet,
  contender: Contender,
  options: SetOptions,
): Promise<Outcome | undefined> {
  if ('queries' in set) {
    const ranked = await rankSet(set, contender, options);
    return scoreRetrieval(set, ranked, { ...options, model: contender.name });
  }
  if (contender.encoder === undefined) return undefined;
  const outcome = await ('groups' in set
    ? scoreClustering(set, contender.encoder, options)
    : scorePairs(set, contender.encoder, options));
  return { ...outcome, model: contender.name };
}
