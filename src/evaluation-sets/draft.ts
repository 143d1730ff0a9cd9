// What a set is before it is written: its tables, row by row, and their columns.

import type { PlainColumns, PlainRow } from '../shard/index.ts';

/** The tables of sets, in the layout of BEIR and MTEB. An `_id`, and an `id`, is a post as `site/12`. */
export const TABLES = {
  corpus: { _id: 'text', title: 'text', text: 'text' },
  queries: { _id: 'text', text: 'text' },
  qrels: { 'query-id': 'text', 'corpus-id': 'text', score: 'integer' },
  top_ranked: { 'query-id': 'text', 'corpus-ids': 'texts' },
  clustering: { sentences: 'text', labels: 'text', id: 'text' },
  pairs: { sentence1: 'text', sentence2: 'text', labels: 'integer', id1: 'text', id2: 'text' },
  sts: { sentence1: 'text', sentence2: 'text', score: 'integer', id1: 'text', id2: 'text' },
  duplicates: { 'duplicate-id': 'text', 'evaluation-id': 'text' },
} as const satisfies Readonly<Record<string, PlainColumns>>;
export type Table = keyof typeof TABLES;

/** Rows by table; one without rows is left out. */
export type Draft = Partial<Readonly<Record<Table, readonly PlainRow[]>>>;
