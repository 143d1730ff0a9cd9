// The step that drops pairs with a text too short to mean anything or too long for the model, in Unicode code points.
import type { Pair, Step } from '../types.ts';
import { defineBuiltIn } from './define-step.ts';
import { columnName, readOptions, requireOne, requireOrder, wholeNumber } from './options.ts';
import { textOf } from './text-of.ts';

/** Bounds of a text's length in code points, both inclusive. */
export interface LengthOptions {
  readonly min?: number;
  readonly max?: number;
}

/** Keeps pairs whose text `name` has at least `min` and at most `max` code points. */
export function length(name: string, options: LengthOptions): Step<Pair> {
  const readers = { text: columnName(), min: wholeNumber(0), max: wholeNumber(0) };
  const read = readOptions('length', { ...options, text: name }, readers);
  requireOne('length', read, ['min', 'max']);
  requireOrder('length', read.min, read.max);
  const { min = 0, max = Number.POSITIVE_INFINITY } = read;
  const tooShort = `${name}_too_short`;
  const tooLong = `${name}_too_long`;
  return defineBuiltIn({ step: 'length', options: read, reasons: [tooShort, tooLong] }, (pair) => {
    const text = textOf(pair, name, 'length').value;
    if (isShorter(text, min)) return tooShort;
    return isShorter(text, max + 1) ? pair : tooLong;
  });
}

/** The number of code points of a text; a lone surrogate counts as one. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let at = 1; at < text.length; at++) {
    if (isLowSurrogate(text.charCodeAt(at)) && isHighSurrogate(text.charCodeAt(at - 1))) count--;
  }
  return count;
}

/** Code points are at most as many as code units and at least half as many, which settles most texts uncounted. */
function isShorter(text: string, bound: number): boolean {
  if (text.length < bound) return true;
  return text.length < 2 * bound && codePoints(text) < bound;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
