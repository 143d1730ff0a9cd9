// The cleaning steps of a pipeline as one pass over bytes, where they are the usual ones: HTML to text, then squeezed, then
// held to lengths. Gives what the steps give one after another, to the byte and to the reason. Any other list of steps, and
// any unusual text, is left to them: they are the reference.

import { isDeepStrictEqual } from 'node:util';
import type { Pair, Site, Step, Text, TextBytes } from '../types.ts';
import { isBuiltIn } from './define-step.ts';
import { FastBody } from './fast-body.ts';
import { DEFAULT_POLICY } from './html-policy.ts';

/** The texts of a pair as its steps would leave them, or the reason to drop it; undefined means: ask the steps. */
export type FastClean = (pair: Pair, site: Site) => readonly (string | TextBytes)[] | string | undefined;

/** Names of the steps that rewrite and never drop, in the order they are known in; `titleNotices` may stand anywhere. */
const REWRITING = ['htmlToText', 'squeeze'];

/** These steps in one pass, or undefined if they are not the usual ones. Bytes it gives hold until the next pair. */
export function fastClean(steps: readonly Step<Pair>[]): FastClean | undefined {
  if (!areUsual(steps)) return undefined;
  const rewriting = steps.filter(({ step }) => step !== 'length');
  const lengths = steps.filter(({ step }) => step === 'length');
  const oneLine = steps.find(({ step }) => step === 'squeeze')!.options.oneLine as readonly string[];
  const body = new FastBody();
  return (pair, site) => {
    const html = pair.texts.find((text) => text.html);
    if (html?.raw === undefined || oneLine.includes(html.name)) return undefined;
    // More than one would need memory for each; no recipe asks for that.
    if (pair.texts.some((text) => text.html && text !== html)) return undefined;
    let plain: Pair = { texts: pair.texts.map((text) => (text === html ? standIn(text) : text)) };
    for (const step of rewriting) plain = step(plain, site) as Pair;
    let cleaned: TextBytes | undefined;
    for (const step of lengths) {
      if (step.options.text === html.name) cleaned ??= body.clean(html.raw);
      if (step.options.text === html.name && cleaned === undefined) return undefined;
      const verdict = step.options.text === html.name ? held(cleaned!, step) : step(plain, site);
      if (typeof verdict === 'string') return verdict;
    }
    const text = cleaned ?? body.clean(html.raw);
    return text && plain.texts.map(({ name, value }) => (name === html.name ? text : value));
  };
}

/** One conversion of HTML by the default policy, one squeeze after it, and lengths after both. */
function areUsual(steps: readonly Step<Pair>[]): boolean {
  const named = steps.map(({ step }) => step).filter((step) => step !== 'titleNotices');
  const policy = steps.find(({ step }) => step === 'htmlToText')?.options;
  return (
    steps.every(isBuiltIn) &&
    isDeepStrictEqual(named.slice(0, REWRITING.length), REWRITING) &&
    named.slice(REWRITING.length).every((step) => step === 'length') &&
    isDeepStrictEqual({ ...policy }, DEFAULT_POLICY)
  );
}

function standIn({ name }: Text): Text {
  return { name, html: false, value: '' };
}

/** What the length step says of a text, counted in its bytes. */
function held({ bytes, isAscii }: TextBytes, { options, reasons }: Step<Pair>): string | undefined {
  const { min = 0, max = Number.POSITIVE_INFINITY } = options as { readonly min?: number; readonly max?: number };
  const characters = isAscii ? bytes.length : codePoints(bytes);
  if (characters < min) return reasons[0];
  return characters > max ? reasons[1] : undefined;
}

/** Every byte but a continuation begins a code point. */
function codePoints(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at++) if ((bytes[at]! & 0xc0) !== 0x80) count++;
  return count;
}
