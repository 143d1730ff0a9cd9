// The step that drops posts of which nearly all is code: what they ask cannot be read from them.
import type { Pair, Step } from '../types.ts';
import { defineStep } from './define-step.ts';
import { htmlOf, htmlParts } from './html-parts.ts';
import { readOptions, share } from './options.ts';

/** What `codeRatio` may be told. */
export interface CodeRatioOptions {
  /** The most of a text that may be code, as a share of its characters without white space. */
  readonly max?: number;
}

// The sites themselves refuse a post that "is mostly code", without telling what that means. Measured: on a site full of
// code 7 of 1,042 questions lie above this: whole logs with a sentence or two.
const MAX = 0.95;
const NO_BREAK_SPACE = 0xa0;

/** Drops pairs with more code than `max` (0.95) in a text that is still HTML. */
export function codeRatio(options: CodeRatioOptions = {}): Step<Pair> {
  const read = readOptions('codeRatio', options, { max: share(MAX) });
  return defineStep({ step: 'codeRatio', options: read, reasons: ['mostly_code'] }, (pair) =>
    htmlOf(pair, 'codeRatio').some((html) => codeShare(html) > read.max) ? 'mostly_code' : pair,
  );
}

/** The share of code in the visible characters; 0 if there are none. */
function codeShare(html: string): number {
  const { prose, code } = htmlParts(html);
  const codeCharacters = visibleCharacters(code);
  return codeCharacters === 0 ? 0 : codeCharacters / (codeCharacters + visibleCharacters(prose));
}

/** UTF-16 units but for blanks; those beyond Latin-1 are too rare to matter to a share. */
function visibleCharacters(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 32 && code !== NO_BREAK_SPACE) count++;
  }
  return count;
}
