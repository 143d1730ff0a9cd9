// The step that drops posts whose prose is in another language, where the table of sites cannot tell. Code and quotes are
// left out: of code a detector guesses nonsense, and a quote is what the post is about. It asks stretch by stretch, so that
// a greeting or a name does not decide.

import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { eld } from 'eld/extrasmall';
import type { Pair, Step } from '../types.ts';
import { defineStep } from './define-step.ts';
import { htmlOf, htmlParts } from './html-parts.ts';
import { type OptionReader, readOptions, wholeNumberOr, words } from './options.ts';

/** What `detectLanguage` may be told. */
export interface DetectLanguageOptions {
  /** ISO 639-1 codes. */
  readonly only: readonly string[];
  /** A stretch of prose with fewer letters is not asked about; a text without any longer one stays. */
  readonly minLetters?: number;
}

// Measured on English prose cut to this size: of 16,657 stretches the detector was sure of another language for 10, most
// of them names and commands; at half the size for one of 224.
const MIN_LETTERS = 50;
/** UTF-16 units of one stretch: the detector reads no more than 350 bytes of what it is given. */
const STRETCH_UNITS = 300;
/** What a post is written in shows long before its end, however long it is. */
const MOST_STRETCHES = 8;

type Detector = typeof eld;

const KNOWN = new Set(
  (
    'am ar az be bg bn ca cs da de el en es et eu fa fi fr gu he hi hr hu hy is it ja ka kn ko ku lo lt lv ml mr ms nl ' +
    'no or pa pl pt ro ru sk sl sq sr sv ta te th tl tr uk ur vi yo zh'
  ).split(' '),
);

/** Drops pairs with prose in HTML of which most stretches are surely in a language not among `only`, and none in one. */
export function detectLanguage(options: DetectLanguageOptions): Step<Pair> {
  const readers = { only: knownLanguages(), minLetters: wholeNumberOr(MIN_LETTERS, 1) };
  const read = readOptions('detectLanguage', options, readers);
  let detector: Detector | undefined;
  return defineStep({ step: 'detectLanguage', options: read, reasons: ['detected_other_language'] }, (pair) => {
    const known = detector ?? loadDetector();
    detector = known;
    const isOther = (html: string) => isInOther(proseFor(html), { detector: known, ...read });
    return htmlOf(pair, 'detectLanguage').some(isOther) ? 'detected_other_language' : pair;
  });
}

interface Question {
  readonly detector: Detector;
  readonly only: readonly string[];
  readonly minLetters: number;
}

function isInOther(prose: string, { detector, only, minLetters }: Question): boolean {
  let asked = 0;
  let others = 0;
  for (const stretch of stretchesOf(prose)) {
    if (letters(stretch) < minLetters) continue;
    const answer = detector.detect(stretch);
    if (answer.isReliable() && only.includes(answer.language)) return false;
    asked++;
    if (answer.isReliable()) others++;
  }
  return 2 * others > asked;
}

const URL_IN_TEXT = /\b(?:https?|ftp):\/\/\S+/gi;
const MATH = /\$\$?[^$\n]+\$\$?|\\[a-z]+/gi;

/** Prose without what is no language: addresses and formulas. */
function proseFor(html: string): string {
  return htmlParts(html).unquoted.replace(URL_IN_TEXT, ' ').replace(MATH, ' ');
}

function* stretchesOf(text: string): Generator<string> {
  let start = 0;
  for (let count = 0; count < MOST_STRETCHES && start < text.length; count++) {
    const space = text.indexOf(' ', start + STRETCH_UNITS);
    // Scripts without spaces are cut anywhere.
    const end = space < 0 || space > start + 2 * STRETCH_UNITS ? start + STRETCH_UNITS : space;
    yield text.slice(start, end);
    start = end;
  }
}

function letters(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}

function knownLanguages(): OptionReader<readonly string[]> {
  return (value, fail) => {
    const only = words('en')(value, fail);
    return only.every((code) => KNOWN.has(code)) ? only : fail(`codes among ${[...KNOWN].join(', ')}`);
  };
}

/**
 * Loaded only where it is asked for: its table costs 0.7 s and 30 MB in each thread, and every thread loads this module.
 * A step cannot wait for `import()`; `require` takes ES modules, but not by the name of a package that gives it no way in.
 */
function loadDetector(): Detector {
  const load = createRequire(import.meta.url);
  const loaded = load(fileURLToPath(import.meta.resolve('eld/extrasmall'))) as { readonly eld: Detector };
  return loaded.eld;
}
