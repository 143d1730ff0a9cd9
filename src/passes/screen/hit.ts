// What a row may have in common with a text of a benchmark, three words each on its way: the document; the kind, with
// the benchmark above it; the text.

import { KEY_KINDS } from '../../near/index.ts';

/** Words of a hit. */
export const HIT_WORDS = 3;
/** Kind of a hit that is no key's: the benchmark names the question. */
export const POST_HIT = KEY_KINDS.length;

/** By what a row is known to be in a benchmark, the surest first; each with the reason it is dropped for. */
export const HIT_REASONS = {
  post: 'benchmark_post',
  text: 'benchmark_text',
  ngram: 'benchmark_ngram',
  near: 'near_benchmark_text',
} as const;
export type HitKind = keyof typeof HIT_REASONS;
export const HIT_KINDS = Object.keys(HIT_REASONS) as readonly HitKind[];
