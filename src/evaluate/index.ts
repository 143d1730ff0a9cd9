// Door of the room that says how good a model is. Reading order: sets (files -> set), score (a model on a set -> figures,
// by the definitions in metrics), report (figures -> files and page); bm25 is the model that needs nothing, encoders,
// nearest (exact search over what they give) and vector-cache (which keeps that) are the others.

export { buildBm25, tokenise } from './bm25/bm25.ts';
export { type EncoderOptions, openEncoder } from './encoders/open-encoder.ts';
export type { Ties } from './metrics/rank-documents.ts';
export { findNearest } from './nearest/find-nearest.ts';
export { mtebResult } from './report/mteb-result.ts';
export { evaluationPage } from './report/page.ts';
export { type Comparison, compareWithFirst } from './score/compare.ts';
export { type Contender, encodeAll, similarity } from './score/contender.ts';
export type { Outcome } from './score/outcome.ts';
export { rankTexts, type TextBlock } from './score/rank-texts.ts';
export { scoreSet } from './score/score-set.ts';
export type { SetResult } from './score/set-result.ts';
export { readSet } from './sets/read-set.ts';
export { type EvaluationSet, isEmptySet, itemsOf, type RetrievalSet } from './sets/set.ts';
export type { VectorCache } from './vector-cache/vector-store.ts';
