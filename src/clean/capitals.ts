// The step that drops pairs with a text that is shouted.
import type { Pair, Step } from '../types.ts';
import { defineStep } from './define-step.ts';
import { proseOf } from './html-parts.ts';
import { codePoints } from './length.ts';
import { columnName, readOptions, share } from './options.ts';
import { textOf } from './text-of.ts';

/** What `capitals` may be told. */
export interface CapitalsOptions {
  /** The most of a text that may be capital letters, as a share of its characters, white space included. */
  readonly max?: number;
}

// RefinedWeb (arXiv 2306.01116) drops lines "mainly composed of uppercase characters", and DCLM's reproduction
// (`uppercase_ratio_line_modifier`) puts that at more than half of all characters. Titles of acronyms come close to that
// (`PHP, HTML and CSS in an HTTP API` has 0.55), and shouted ones to 0.8, as every fifth character is a space.
const MAX = 0.6;
const CAPITAL = /\p{Lu}/gu;

/** Drops pairs whose text `name` has more capitals than `max` (0.6); of HTML only the prose counts. */
export function capitals(name: string, options: CapitalsOptions = {}): Step<Pair> {
  const read = readOptions('capitals', { ...options, text: name }, { text: columnName(), max: share(MAX) });
  const reason = `${name}_in_capitals`;
  return defineStep({ step: 'capitals', options: read, reasons: [reason] }, (pair) => {
    const text = proseOf(textOf(pair, name, 'capitals'));
    const letters = text.match(CAPITAL)?.length ?? 0;
    return letters > read.max * codePoints(text) ? reason : pair;
  });
}
