// A pipeline as the one pass over rows knows it: a handful of numbers, where its rules are the usual ones.

import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_POLICY, isBuiltIn } from '../clean/index.ts';
import { layout } from '../kernel/index.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Pair, Post, Site, Step } from '../types.ts';
import type { RowKind } from './block-visit.ts';
import { questionRecipe, unwanted } from './rules.ts';

/** Reasons by the number the pass gives them, in the order of the rules, and the rows that each is of. */
export const REASONS: readonly (readonly [rows: RowKind, reason: string])[] = [
  ['any', 'planted_post'],
  ['any', 'answer_bot_post'],
  ['other', 'not_a_question'],
  ['question', 'no_title'],
  ['question', 'no_body'],
  ['question', 'no_date'],
  ['question', 'low_score'],
  ['question', 'high_score'],
  ['question', 'title_too_short'],
  ['question', 'title_too_long'],
  ['question', 'body_too_short'],
  ['question', 'body_too_long'],
  ['answer', 'no_question_id'],
  ['answer', 'no_body'],
  ['answer', 'no_date'],
  ['answer', 'answer_too_short'],
  ['answer', 'answer_too_long'],
];

/** The rules of a pipeline for one site. */
export interface PassRules {
  /** Numbers of the pass by the word they are kept in. */
  readonly numbers: ReadonlyMap<number, number>;
  /** Rules the pass does not know; rows that it kept are then held to these, and to lengths only after them. */
  readonly later: Later | undefined;
}

/** The reason to drop a row whose texts have so many code points, or undefined. */
export type Later = (post: Post, titleLength: number, bodyLength: number) => string | undefined;

interface Bounds {
  readonly text?: string;
  readonly min?: number;
  readonly max?: number;
}

/** Beyond every number of a row. */
const MOST = 2 ** 31 - 1;

/** The rules as the pass takes them; undefined if it cannot do what the pipeline asks for. */
export function passRules(pipeline: Pipeline, site: Site, joins: boolean): PassRules | undefined {
  const { fabricated, keep, clean } = pipeline;
  const recipe = questionRecipe(pipeline);
  if (!joins && (!isBuiltIn(recipe) || recipe.recipe !== 'title-body')) return undefined;
  if (!areUsual(clean, joins)) return undefined;
  const fixed: readonly [number, number][] = [
    [layout.DROPS_FABRICATED_W, Number(fabricated === 'drop')],
    [layout.TAKES_ANSWERS_W, Number(joins)],
    ...bounds(boundsOf('answer', clean), layout.MIN_ANSWER_W, layout.MAX_ANSWER_W),
  ];
  const isLater = !areKnown(keep, site);
  const votes = keep.find(({ step }) => step === 'score')?.options as Bounds | undefined;
  const numbers = new Map([...fixed, ...(isLater ? limits({}, []) : limits(votes, clean))]);
  return { numbers, later: isLater ? laterRules(pipeline, site) : undefined };
}

/** Whether the posts to keep are told by votes alone. */
function areKnown(keep: readonly Step<Post>[], site: Site): boolean {
  return (
    keep.filter(({ step }) => step === 'score').length <= 1 &&
    keep.every((step) => isBuiltIn(step) && (step.step === 'score' || isLanguageOf(step, site)))
  );
}

function isLanguageOf({ step, options }: Step<Post>, { language }: Site): boolean {
  return step === 'language' && (options.only as readonly string[]).includes(language);
}

function laterRules({ keep, clean }: Pipeline, site: Site): Later {
  const bounds = lengths(clean).filter(({ text }) => text !== 'answer');
  return (post, titleLength, bodyLength) => {
    const reason = unwanted(keep, post, site);
    if (reason !== undefined) return reason;
    for (const { text, min = 0, max = MOST } of bounds) {
      const length = text === 'title' ? titleLength : bodyLength;
      if (length < min) return `${text}_too_short`;
      if (length > max) return `${text}_too_long`;
    }
    return undefined;
  };
}

function limits(votes: Bounds | undefined, clean: readonly Step<Pair>[]): [number, number][] {
  return [
    ...bounds(votes, layout.MIN_VOTES_W, layout.MAX_VOTES_W),
    ...bounds(boundsOf('title', clean), layout.MIN_TITLE_W, layout.MAX_TITLE_W),
    ...bounds(boundsOf('body', clean), layout.MIN_BODY_W, layout.MAX_BODY_W),
  ];
}

/** HTML to text by the default policy, squeezed, then held to lengths: of the title, then of the body; of answers anywhere. */
function areUsual(clean: readonly Step<Pair>[], joins: boolean): boolean {
  const named = clean.map(({ step }) => step).filter((step) => step !== 'titleNotices');
  const policy = clean.find(({ step }) => step === 'htmlToText')?.options;
  const oneLine = clean.find(({ step }) => step === 'squeeze')?.options.oneLine;
  const texts = lengths(clean).map(({ text }) => text);
  const [answers, others] = [texts.filter((text) => text === 'answer'), texts.filter((text) => text !== 'answer')];
  return (
    clean.every(isBuiltIn) &&
    isDeepStrictEqual(named, ['htmlToText', 'squeeze', ...texts.map(() => 'length')]) &&
    isDeepStrictEqual({ ...policy }, DEFAULT_POLICY) &&
    isDeepStrictEqual(oneLine, ['title']) &&
    answers.length <= Number(joins) &&
    isDeepStrictEqual(
      others,
      ['title', 'body'].filter((name) => others.includes(name)),
    )
  );
}

function boundsOf(text: string, clean: readonly Step<Pair>[]): Bounds | undefined {
  return lengths(clean).find((bounds) => bounds.text === text);
}

function lengths(clean: readonly Step<Pair>[]): Bounds[] {
  return clean.filter(({ step }) => step === 'length').map(({ options }) => options as Bounds);
}

function bounds({ min = -MOST, max = MOST }: Bounds = {}, least: number, most: number): [number, number][] {
  return [
    [least, Math.max(-MOST, Math.min(min, MOST))],
    [most, Math.max(-MOST, Math.min(max, MOST))],
  ];
}
