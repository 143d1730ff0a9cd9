// The tables of evaluation sets and their columns, in the layout of BEIR and MTEB: whoever writes them, and whoever says to
// others what they are. An `_id`, and an `id`, is a post as `site/12`.

/** What a column holds: texts, 32-bit integers, or lists of texts. */
export type SetColumn = 'text' | 'integer' | 'texts';

/** Columns by table. */
export const SET_TABLES = {
  corpus: { _id: 'text', title: 'text', text: 'text' },
  queries: { _id: 'text', text: 'text' },
  qrels: { 'query-id': 'text', 'corpus-id': 'text', score: 'integer' },
  top_ranked: { 'query-id': 'text', 'corpus-ids': 'texts' },
  clustering: { sentences: 'text', labels: 'text', id: 'text' },
  pairs: { sentence1: 'text', sentence2: 'text', labels: 'integer', id1: 'text', id2: 'text' },
  sts: { sentence1: 'text', sentence2: 'text', score: 'integer', id1: 'text', id2: 'text' },
  duplicates: { 'duplicate-id': 'text', 'evaluation-id': 'text' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, SetColumn>>>>;
export type SetTable = keyof typeof SET_TABLES;
