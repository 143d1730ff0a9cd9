// The steps that judge: what they keep, the reason they give, and what they say about options that make no sense.
import { describe, expect, it } from 'vitest';
import {
  answerBot,
  asked,
  defineStep,
  htmlToText,
  language,
  length,
  notClosed,
  notTagged,
  planted,
  score,
  squeeze,
  tagged,
  titleNotices,
} from '../../src/clean/index.ts';
import type { Post, Step } from '../../src/types.ts';
import { pairOf, postWith, SITE } from './posts.ts';

const KEPT = 'kept';
const verdict = (step: Step<Post>, parts: Partial<Post>) => {
  const post = postWith(parts);
  const result = step(post, SITE);
  return result === post ? KEPT : result;
};

describe('steps on posts', () => {
  const cases: readonly (readonly [string, Step<Post>, Partial<Post>, string])[] = [
    ['at the least votes', score({ min: 0 }), { votes: 0 }, KEPT],
    ['below the least votes', score({ min: 0 }), { votes: -1 }, 'low_score'],
    ['above the most votes', score({ max: 5 }), { votes: 6 }, 'high_score'],
    ['open', notClosed(), {}, KEPT],
    ['closed', notClosed(), { closed: '2020-01-01T00:00:00.000' }, 'closed_question'],
    ['on the first day', asked({ since: '2019-03-04' }), { created: '2019-03-04T00:00:00.000' }, KEPT],
    ['before the first day', asked({ since: '2019-03-04' }), { created: '2019-03-03T23:59:59.999' }, 'asked_too_early'],
    ['before the end', asked({ before: '2019-03-04' }), { created: '2019-03-03T23:59:59.999' }, KEPT],
    ['at the end', asked({ before: '2019-03-04' }), { created: '2019-03-04T00:00:00.000' }, 'asked_too_late'],
    ['with a wanted tag', tagged({ any: ['yeast', 'rye'] }), {}, KEPT],
    ['without a wanted tag', tagged({ any: ['rye'] }), {}, 'missing_tag'],
    ['with an unwanted tag', notTagged({ any: ['yeast'] }), {}, 'excluded_tag'],
    ['without an unwanted tag', notTagged({ any: ['rye'] }), {}, KEPT],
    ['planted question', planted(), { id: 1_000_000_001, ownerId: -1 }, 'planted_post'],
    ['planted answer', planted(), { id: 1_000_000_010, ownerId: -1, typeId: 2 }, 'planted_post'],
    ['with a planted id but a real author', planted(), { id: 1_000_000_001, ownerId: 5 }, KEPT],
    ['by the Community user', planted(), { ownerId: -1 }, KEPT],
    ['by the answer bot', answerBot(), { ownerId: -2 }, 'answer_bot_post'],
    ['by a deleted user', answerBot(), { ownerId: undefined }, KEPT],
  ];

  it.each(cases)('judge a post %s', (_, step, parts, expected) => {
    expect(verdict(step, parts)).toBe(expected);
  });

  it('give no reason they did not announce', () => {
    for (const [, step, parts, expected] of cases) {
      if (expected !== KEPT) expect(step.reasons).toContain(verdict(step, parts));
    }
  });

  it('judge the language by the site', () => {
    const english = language({ only: ['en'] });
    const post = postWith();
    expect(english(post, SITE)).toBe(post);
    expect(english(post, { ...SITE, language: 'ja' })).toBe('other_language');
  });
});

describe('length', () => {
  const step = length('title', { min: 3, max: 4 });

  it.each([
    ['ab', 'title_too_short'],
    ['😀😀', 'title_too_short'],
    ['abc', KEPT],
    ['😀😀😀😀', KEPT],
    ['\ud83dab', KEPT],
    ['abcde', 'title_too_long'],
    ['😀😀😀😀😀', 'title_too_long'],
  ])('counts code points: %s', (title, expected) => {
    const pair = pairOf(title, 'x');
    expect(step(pair, SITE)).toBe(expected === KEPT ? pair : expected);
  });

  it('names its reasons after the text', () => {
    expect(length('body', { min: 1 }).reasons).toEqual(['body_too_short', 'body_too_long']);
  });

  it('refuses a pair without that text', () => {
    expect(() => length('answer', { min: 1 })(pairOf('a', 'b'), SITE)).toThrow(
      'step length: no text named answer; expected title, body, found answer',
    );
  });
});

describe('titleNotices', () => {
  const titleOf = (title: string) => {
    const pair = titleNotices()(pairOf(title, 'x [closed]'), SITE);
    return typeof pair === 'string' ? pair : pair.texts[0]?.value;
  };

  it.each(['duplicate', 'closed', 'on hold', 'migrated', 'locked', 'protected'])('strips a trailing [%s]', (notice) => {
    expect(titleOf(`Why does it rise? [${notice}]`)).toBe('Why does it rise?');
  });

  it.each([
    'Merge the tags [rye] and [spelt]',
    '[closed] lid or open?',
    'What is [duplicate] for?',
    'oven[closed]',
    '[closed]',
  ])('keeps other brackets: %s', (title) => {
    expect(titleOf(title)).toBe(title);
  });

  it('strips several, and touches no other text', () => {
    expect(titleNotices()(pairOf('a [closed] [duplicate] ', 'b [closed]'), SITE)).toEqual(pairOf('a', 'b [closed]'));
  });
});

describe('options', () => {
  it.each<readonly [string, () => unknown, string]>([
    ['unknown name', () => score({ mim: 3 } as object), 'step score: unknown option; expected min, max, found "mim"'],
    [
      'wrong type',
      () => score({ min: '3' } as object),
      'step score: bad option min; expected a whole number, found "3"',
    ],
    ['no number', () => length('title', { min: Number.NaN }), 'a whole number of at least 0, found null'],
    ['nothing to check', () => score({}), 'step score: it has nothing to check; expected min or max, found {}'],
    ['empty range', () => length('title', { min: 5, max: 4 }), 'expected min to be at most max'],
    ['bad name', () => length('the title', { min: 5 }), 'expected the name of a text such as title, found "the title"'],
    [
      'no choice',
      () => htmlToText({ code: 'hide' } as object),
      "expected 'keep' or 'drop' or 'placeholder', found \"hide\"",
    ],
    ['no object', () => htmlToText('keep' as never), 'its options are no object'],
    ['no date', () => asked({ since: '2021-02-30' }), 'expected a date such as 2020-01-31, found "2021-02-30"'],
    ['no list', () => tagged({ any: [] }), "step tagged: bad option any; expected a list such as ['python'], found []"],
  ])('that make no sense are refused: %s', (_, define, message) => {
    expect(define).toThrow(
      expect.objectContaining({ code: 'bad_pipeline', message: expect.stringContaining(message) }),
    );
  });

  it('have one spelling, so that pipelines that mean the same hash the same', () => {
    expect(htmlToText().options).toEqual(htmlToText({ code: 'keep', banners: 'drop' }).options);
    expect(Object.keys(htmlToText({ links: 'text' }).options)).toEqual([
      'code',
      'quotes',
      'links',
      'images',
      'banners',
    ]);
    expect(tagged({ any: ['b', 'a', 'b'] }).options).toEqual({ any: ['a', 'b'] });
    expect(score({ min: 1, max: undefined } as object).options).toEqual({ min: 1 });
    expect(squeeze().options).toEqual({ oneLine: ['title'] });
  });

  it('survive JSON', () => {
    for (const step of [score({ min: 0 }), htmlToText(), squeeze(), asked({ since: '2020-01-01' }), planted()]) {
      expect(JSON.parse(JSON.stringify(step.options))).toEqual(step.options);
      expect(Object.isFrozen(step)).toBe(true);
    }
  });
});

describe('a step of one’s own', () => {
  const pass = <Item>(item: Item) => item;
  it.each<[string, object, unknown, RegExp]>([
    ['without a name', { step: '', options: {}, reasons: [] }, pass, /^step : it has no name/],
    ['without reasons', { step: 'own', options: {} }, pass, /^step own: bad reasons; expected reasons: a list/],
    ['with a reason that is no counter', { step: 'own', options: {}, reasons: ['__proto__'] }, pass, /bad reasons/],
    ['with a reason in capitals', { step: 'own', options: {}, reasons: ['TooShort'] }, pass, /in snake_case/],
    ['without options', { step: 'own', reasons: [] }, pass, /^step own: bad options; expected options: an object/],
    ['with options JSON does not know', { step: 'own', options: { at: /x/ }, reasons: [] }, pass, /bad options/],
    ['that does nothing', { step: 'own', options: {}, reasons: [] }, undefined, /^step own: it does nothing/],
  ])('%s is refused with its name', (_, identity, apply, message) => {
    expect(() => defineStep(identity as never, apply as never)).toThrow(message);
  });
});
