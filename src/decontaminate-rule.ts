// What a pipeline says of rows that are in a benchmark, and how it is read: defaults filled in.

import { absentAs, numberFrom, oneOf, parts, type Reader, wholeFrom } from './read-definition.ts';

/** By what a row is known to be in a benchmark, and what becomes of it. */
export interface DecontaminateDefinition {
  /** `'drop'`, the default, leaves such rows out; `'report'` only says which they are. */
  readonly action?: 'drop' | 'report';
  /** Runs of so many words that no text may share with a benchmark; 13 by default, 0 for none. */
  readonly ngram?: number;
  /** Least Jaccard similarity of texts that are nearly the same; 0.8 by default, 0 for none. */
  readonly similarity?: number;
}

/** A checked rule. Posts that a benchmark names, and texts equal but for case and punctuation, are always looked for. */
export type DecontaminateRule = Required<DecontaminateDefinition>;

// As in T. Brown et al., Language Models are Few-Shot Learners, 2020, appendix C.
const DEFAULT_NGRAM = 13;
// As NeMo Curator compares against benchmarks, and the usual threshold for near-duplicates.
const DEFAULT_SIMILARITY = 0.8;
const MOST_NGRAM = 100;

/** Reads the rule. */
export const decontaminateRule: Reader<DecontaminateRule> = parts({
  action: absentAs(oneOf('drop', 'report'), 'drop'),
  ngram: absentAs(wholeFrom(0, MOST_NGRAM), DEFAULT_NGRAM),
  similarity: absentAs(numberFrom(0, 1), DEFAULT_SIMILARITY),
});
