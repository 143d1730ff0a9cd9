// The steps that drop posts which only point elsewhere: to a page, or to a picture. Code is no pointer.
import type { Pair, Step } from '../types.ts';
import { defineStep } from './define-step.ts';
import { type HtmlParts, htmlOf, htmlParts } from './html-parts.ts';
import { readOptions, wholeNumberOr } from './options.ts';
import { hasWords } from './words.ts';

/** What `linkOnly` and `imageOnly` may be told. */
export interface BareBodyOptions {
  /** A text with so many words beside its links or images is more than them. */
  readonly minWords?: number;
}

// C4 (arXiv 1910.10683) takes a line of fewer than three words for none.
const MIN_WORDS = 3;
const BARE_URL = /\b(?:https?|ftp):\/\/\S+/gi;

/** Drops pairs with a text of links and fewer than `minWords` (3) words outside them and outside code. */
export function linkOnly(options: BareBodyOptions = {}): Step<Pair> {
  const { minWords } = readOptions('linkOnly', options, { minWords: wholeNumberOr(MIN_WORDS, 1) });
  const isBare = ({ unlinked, code, links }: HtmlParts) => {
    const beside = unlinked.replace(BARE_URL, ' ');
    return (links > 0 || beside !== unlinked) && !hasWords(`${beside} ${code}`, minWords);
  };
  return bareBody({ step: 'linkOnly', minWords, reason: 'link_only' }, isBare);
}

/** Drops pairs with a text of images and fewer than `minWords` (3) words beside them; what an `alt` says is no word. */
export function imageOnly(options: BareBodyOptions = {}): Step<Pair> {
  const { minWords } = readOptions('imageOnly', options, { minWords: wholeNumberOr(MIN_WORDS, 1) });
  const isBare = ({ prose, code, images }: HtmlParts) => images > 0 && !hasWords(`${prose} ${code}`, minWords);
  return bareBody({ step: 'imageOnly', minWords, reason: 'image_only' }, isBare);
}

interface BareBody {
  readonly step: string;
  readonly minWords: number;
  readonly reason: string;
}

function bareBody({ step, minWords, reason }: BareBody, isBare: (parts: HtmlParts) => boolean): Step<Pair> {
  return defineStep({ step, options: { minWords }, reasons: [reason] }, (pair) =>
    htmlOf(pair, step).some((html) => isBare(htmlParts(html))) ? reason : pair,
  );
}
