// Steps that judge a post by its attributes, before any text is looked at.
import type { Post, Step } from '../types.ts';
import { defineBuiltIn, defineStep } from './define-step.ts';
import { isoDate, readOptions, requireOne, requireOrder, requirePeriod, wholeNumber, words } from './options.ts';

/** Bounds of a post's votes, both inclusive. */
export interface ScoreOptions {
  readonly min?: number;
  readonly max?: number;
}

/** Keeps posts with at least `min` and at most `max` votes. */
export function score(options: ScoreOptions): Step<Post> {
  const anyNumber = wholeNumber(Number.NEGATIVE_INFINITY);
  const read = readOptions('score', options, { min: anyNumber, max: anyNumber });
  requireOne('score', read, ['min', 'max']);
  requireOrder('score', read.min, read.max);
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = read;
  return defineBuiltIn({ step: 'score', options: read, reasons: ['low_score', 'high_score'] }, (post) => {
    if (post.votes < min) return 'low_score';
    return post.votes > max ? 'high_score' : post;
  });
}

/** Drops questions that were closed, duplicates among them. */
export function notClosed(): Step<Post> {
  return defineStep({ step: 'notClosed', options: {}, reasons: ['closed_question'] }, (post) =>
    post.closed === undefined ? post : 'closed_question',
  );
}

/** Keeps posts of sites written in one of the languages `only`, as the site table knows them. */
export function language(options: { readonly only: readonly string[] }): Step<Post> {
  const { only } = readOptions('language', options, { only: words('en') });
  return defineBuiltIn({ step: 'language', options: { only }, reasons: ['other_language'] }, (post, site) =>
    only.includes(site.language) ? post : 'other_language',
  );
}

/** Bounds of a post's creation, in UTC: `since` inclusive, `before` exclusive. */
export interface AskedOptions {
  readonly since?: string;
  readonly before?: string;
}

/** Keeps posts created on or after `since` and earlier than `before`. */
export function asked(options: AskedOptions): Step<Post> {
  const read = readOptions('asked', options, { since: isoDate(), before: isoDate() });
  requireOne('asked', read, ['since', 'before']);
  const { since, before } = read;
  requirePeriod('asked', since, before);
  // ISO dates in UTC sort as strings, and a date sorts before every time of its day.
  return defineStep({ step: 'asked', options: read, reasons: ['asked_too_early', 'asked_too_late'] }, (post) => {
    if (since !== undefined && post.created < since) return 'asked_too_early';
    return before !== undefined && post.created >= before ? 'asked_too_late' : post;
  });
}

/** Keeps posts with at least one of the tags `any`. */
export function tagged(options: { readonly any: readonly string[] }): Step<Post> {
  const { any } = readOptions('tagged', options, { any: words('python') });
  const wanted = new Set(any);
  return defineStep({ step: 'tagged', options: { any }, reasons: ['missing_tag'] }, (post) =>
    post.tags.some((tag) => wanted.has(tag)) ? post : 'missing_tag',
  );
}

/** Drops posts with at least one of the tags `any`. */
export function notTagged(options: { readonly any: readonly string[] }): Step<Post> {
  const { any } = readOptions('notTagged', options, { any: words('homework') });
  const unwanted = new Set(any);
  return defineStep({ step: 'notTagged', options: { any }, reasons: ['excluded_tag'] }, (post) =>
    post.tags.some((tag) => unwanted.has(tag)) ? 'excluded_tag' : post,
  );
}

// The dumps of 2025-06-30 hold these two fabricated posts on each site, both owned by the Community user.
const PLANTED_IDS: ReadonlySet<number> = new Set([1_000_000_001, 1_000_000_010]);
const COMMUNITY_USER = -1;
const ANSWER_BOT = -2;

/** Drops the fabricated posts that the dumps of 2025-06-30 carry. */
export function planted(): Step<Post> {
  return defineStep({ step: 'planted', options: {}, reasons: ['planted_post'] }, (post) =>
    PLANTED_IDS.has(post.id) && post.ownerId === COMMUNITY_USER ? 'planted_post' : post,
  );
}

/** Drops posts that the network's answer bot wrote. */
export function answerBot(): Step<Post> {
  return defineStep({ step: 'answerBot', options: {}, reasons: ['answer_bot_post'] }, (post) =>
    post.ownerId === ANSWER_BOT ? 'answer_bot_post' : post,
  );
}
