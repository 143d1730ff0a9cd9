// A pipeline as the one pass over rows knows it: a handful of numbers, where its rules are the usual ones.

import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_POLICY, isBuiltIn } from '../clean/index.ts';
import { layout } from '../kernel/index.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Pair, Post, Site, Step } from '../types.ts';

/** Reasons by the number the pass gives them, in the order of the rules. */
export const REASONS = [
  'planted_post',
  'answer_bot_post',
  'not_a_question',
  'no_title',
  'no_body',
  'no_date',
  'low_score',
  'high_score',
  'title_too_short',
  'title_too_long',
  'body_too_short',
  'body_too_long',
] as const;

/** Numbers of the pass by the word they are kept in. */
export type PassRules = ReadonlyMap<number, number>;

interface Bounds {
  readonly text?: string;
  readonly min?: number;
  readonly max?: number;
}

/** Beyond every number of a row. */
const MOST = 2 ** 31 - 1;

/** The rules of a pipeline for a site; undefined if they are not the usual ones. */
export function passRules({ recipe, fabricated, keep, clean }: Pipeline, site: Site): PassRules | undefined {
  const others = keep.filter(({ step }) => step !== 'language');
  const languages = keep.filter(({ step }) => step === 'language');
  const isUsual =
    isBuiltIn(recipe) &&
    recipe.recipe === 'title-body' &&
    keep.every(isBuiltIn) &&
    languages.every(({ options }) => (options.only as readonly string[]).includes(site.language)) &&
    areNamed(others, ['score']) &&
    areUsual(clean);
  if (!isUsual) return undefined;
  const [votes] = others.map(({ options }) => options as Bounds);
  const lengthOf = (name: string) => lengths(clean).find(({ text }) => text === name);
  return new Map([
    [layout.DROPS_FABRICATED_W, Number(fabricated === 'drop')],
    ...bounds(votes, layout.MIN_VOTES_W, layout.MAX_VOTES_W),
    ...bounds(lengthOf('title'), layout.MIN_TITLE_W, layout.MAX_TITLE_W),
    ...bounds(lengthOf('body'), layout.MIN_BODY_W, layout.MAX_BODY_W),
  ]);
}

/** Nothing but these, each at most once and in this order. */
function areNamed(steps: readonly Step<Post>[], names: readonly string[]): boolean {
  return isDeepStrictEqual(
    steps.map(({ step }) => step),
    names.filter((name) => steps.some(({ step }) => step === name)),
  );
}

/** HTML to text by the default policy, squeezed, then held to lengths: of the title, then of the body. */
function areUsual(clean: readonly Step<Pair>[]): boolean {
  const named = clean.map(({ step }) => step).filter((step) => step !== 'titleNotices');
  const policy = clean.find(({ step }) => step === 'htmlToText')?.options;
  const oneLine = clean.find(({ step }) => step === 'squeeze')?.options.oneLine;
  const texts = lengths(clean).map(({ text }) => text);
  return (
    clean.every(isBuiltIn) &&
    isDeepStrictEqual(named, ['htmlToText', 'squeeze', ...texts.map(() => 'length')]) &&
    isDeepStrictEqual({ ...policy }, DEFAULT_POLICY) &&
    isDeepStrictEqual(oneLine, ['title']) &&
    isDeepStrictEqual(
      texts,
      ['title', 'body'].filter((name) => texts.includes(name)),
    )
  );
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
