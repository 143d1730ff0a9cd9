// The step that drops pairs with a text that says too little, however long it is.
import type { Pair, Step } from '../types.ts';
import { defineStep } from './define-step.ts';
import { proseOf } from './html-parts.ts';
import { columnName, readOptions, wholeNumberOr } from './options.ts';
import { textOf } from './text-of.ts';
import { wordsOf } from './words.ts';

/** What `distinctWords` may be told. */
export interface DistinctWordsOptions {
  /** The fewest different words of a text, whatever their case. */
  readonly min?: number;
}

// C4 (arXiv 1910.10683) keeps lines of at least three words.
const MIN = 3;

/** Drops pairs whose text `name` has fewer than `min` (3) different words; of HTML only the prose counts. */
export function distinctWords(name: string, options: DistinctWordsOptions = {}): Step<Pair> {
  const readers = { text: columnName(), min: wholeNumberOr(MIN, 1) };
  const read = readOptions('distinctWords', { ...options, text: name }, readers);
  const reason = `${name}_too_few_words`;
  return defineStep({ step: 'distinctWords', options: read, reasons: [reason] }, (pair) =>
    hasDistinct(proseOf(textOf(pair, name, 'distinctWords')), read.min) ? pair : reason,
  );
}

function hasDistinct(text: string, count: number): boolean {
  const seen = new Set<string>();
  for (const word of wordsOf(text)) {
    seen.add(word);
    if (seen.size >= count) return true;
  }
  return false;
}
