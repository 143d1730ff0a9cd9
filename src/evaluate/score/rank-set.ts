// The documents of a set in the order a contender puts them, for each query. Memory: the index or the vectors, and
// MOST_RANKED documents a query.

import { buildBm25 } from '../bm25/bm25.ts';
import type { RetrievalSet } from '../sets/set.ts';
import { type Contender, encodeAll, type ScoreOptions, similarity } from './contender.ts';

/** What no measure looks beyond: MTEB's deepest is at 1,000. */
export const MOST_RANKED = 1000;

/** A document found, by its number in the set. */
export interface Found {
  readonly document: number;
  readonly score: number;
}

/** For each query of the set, in its order, documents with their scores in no particular order. */
export type Ranked = readonly (readonly Found[])[];

/** Ranks all documents, or the candidates where the set has some. One more than needed: the query may be among them. */
export function rankSet(set: RetrievalSet, { encoder }: Contender, options: ScoreOptions): Promise<Ranked> {
  if (set.documents.length === 0 || set.queries.length === 0) return Promise.resolve(set.queries.map(() => []));
  return encoder === undefined ? rankByWords(set, options) : rankByVectors(set, encoder, options);
}

/** Queries between two looks at the signal. */
const QUERIES_AT_ONCE = 64;

async function rankByWords({ documents, queries, candidates }: RetrievalSet, { onProgress, signal }: ScoreOptions) {
  const builder = buildBm25();
  for (const [number, { text }] of documents.entries()) {
    builder.add(text);
    if (number % 1024 === 0) onProgress('indexing', number, documents.length);
  }
  const index = builder.finish();
  const ranked: Found[][] = [];
  for (const { id, text } of queries) {
    if (ranked.length % QUERIES_AT_ONCE === 0) {
      await new Promise(setImmediate);
      signal?.throwIfAborted();
      onProgress('searching', ranked.length, queries.length);
    }
    const wanted = candidates === undefined ? undefined : (candidates.get(id) ?? []);
    if (wanted !== undefined) {
      const scores = index.score(text, wanted);
      ranked.push(wanted.map((document, i) => ({ document, score: scores[i]! })));
    } else {
      const hits = index.search(text, MOST_RANKED + 1);
      ranked.push([...hits.documents].map((document, i) => ({ document, score: hits.scores[i]! })));
    }
  }
  return ranked;
}

async function rankByVectors(
  { documents, queries, candidates }: RetrievalSet,
  encoder: NonNullable<Contender['encoder']>,
  options: ScoreOptions,
): Promise<Ranked> {
  const encode = (texts: RetrievalSet['queries'], role: 'query' | 'document') =>
    encodeAll(encoder, { texts: texts.map(({ text }) => text), ids: texts.map(({ id }) => id), role }, options);
  const ofDocuments = await encode(documents, 'document');
  const ofQueries = await encode(queries, 'query');
  options.onProgress('searching', 0, queries.length);
  if (candidates !== undefined) {
    return queries.map(({ id }, query) =>
      (candidates.get(id) ?? []).map((document) => ({
        document,
        score: similarity(ofQueries, query, ofDocuments, document),
      })),
    );
  }
  const { findNearest, threads, signal } = options;
  const k = Math.min(MOST_RANKED + 1, documents.length);
  const found = await findNearest({ queries: ofQueries, documents: ofDocuments, k, threads, signal });
  return queries.map((_, query) =>
    Array.from({ length: found.k }, (_, i) => ({
      document: found.ids[query * found.k + i]!,
      score: found.scores[query * found.k + i]!,
    })),
  );
}
