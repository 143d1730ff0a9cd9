// Which pipelines are cleaned in one pass, and that reasons and texts are those of the steps.
import { describe, expect, test } from 'vitest';
import { defineStep, fastClean, htmlToText, length, squeeze, titleNotices } from '../../src/clean/index.ts';
import type { Pair, Step } from '../../src/types.ts';
import { pairOf, SITE } from './posts.ts';

/** A pair whose body is still in its XML, which here is the HTML itself. */
function rawPair(title: string, body: string): Pair {
  const [titleText, bodyText] = pairOf(title, body, true).texts;
  const bytes = Buffer.from(`${body}"`);
  return { texts: [titleText!, { ...bodyText!, raw: { bytes, from: 0, to: bytes.length - 1 } }] };
}

function textsOf(given: ReturnType<NonNullable<ReturnType<typeof fastClean>>>) {
  if (given === undefined || typeof given === 'string') return given;
  return given.map((text) => (typeof text === 'string' ? text : Buffer.from(text.bytes).toString()));
}

const clean = (steps: readonly Step<Pair>[], pair: Pair) => textsOf(fastClean(steps)!(pair, SITE));

describe('one pass stands in for', () => {
  test.each([
    ['the shortest list of steps', [htmlToText(), squeeze()]],
    ['notices wherever they stand', [titleNotices(), htmlToText(), titleNotices(), squeeze(), titleNotices()]],
    ['lengths', [htmlToText(), squeeze(), length('body', { max: 20 }), length('title', { min: 2 })]],
  ])('%s', (_, steps) => {
    expect(clean(steps, rawPair(' A  title ', ' two\u2014 words '))).toEqual(['A title', 'two\u2014 words']);
  });
});

describe('one pass does not stand in for', () => {
  const own = defineStep<Pair>({ step: 'squeeze', options: squeeze().options, reasons: [] }, (pair) => pair);
  test.each<[string, Step<Pair>[]]>([
    ['another policy', [htmlToText({ code: 'drop' }), squeeze()]],
    ['no squeeze', [htmlToText()]],
    ['no conversion', [squeeze()]],
    ['two conversions', [htmlToText(), htmlToText(), squeeze()]],
    ['another order', [squeeze(), htmlToText()]],
    ['a length of HTML', [length('body', { min: 1 }), htmlToText(), squeeze()]],
    ['a step of one’s own under the name of another', [htmlToText(), own]],
    ['no steps', []],
  ])('%s', (_, steps) => {
    expect(fastClean(steps)).toBeUndefined();
  });

  test.each([
    ['a body on one line', [htmlToText(), squeeze({ oneLine: ['title', 'body'] })], rawPair('a', 'b')],
    ['a body that was decoded already', [htmlToText(), squeeze()], pairOf('a', 'b', true)],
    ['an unusual body', [htmlToText(), squeeze()], rawPair('a', '\t')],
    ['an unusual body with a length', [htmlToText(), squeeze(), length('body', { min: 1 })], rawPair('a', '\t')],
    [
      'two bodies',
      [htmlToText(), squeeze()],
      { texts: [...rawPair('a', 'b').texts, ...rawPair('c', 'd').texts.slice(1)] },
    ],
  ])('%s', (_, steps, pair) => {
    expect(clean(steps, pair)).toBeUndefined();
  });
});

describe('the reason is that of the first step that has one', () => {
  const bounds = { min: 3, max: 5 };
  test.each([
    ['ab', 'abcd', 'title_too_short'],
    ['abcdef', 'abcd', 'title_too_long'],
    ['abcd', 'ab', 'body_too_short'],
    ['abcd', 'abcdef', 'body_too_long'],
    ['ab', 'ab', 'title_too_short'],
    ['ééé', '漢字漢字漢', undefined],
    ['ééé', '🪁🪁🪁🪁🪁🪁', 'body_too_long'],
    ['ééé', '🪁🪁', 'body_too_short'],
  ])('for %j and %j: %s', (title, body, reason) => {
    const steps = [htmlToText(), squeeze(), length('title', bounds), length('body', bounds)];
    const expected = steps.reduce<Pair | string>(
      (pair, step) => (typeof pair === 'string' ? pair : step(pair, SITE)),
      pairOf(title, body, true),
    );
    expect(typeof expected === 'string' ? expected : undefined).toBe(reason);
    expect(clean(steps, rawPair(title, body))).toEqual(reason ?? [title, body]);
  });
});
