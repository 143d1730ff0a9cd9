// A pipeline as one function: from a post to the texts of its pair, or to the reason why there is none.

import { answerBot, planted, titleBody } from '../clean/index.ts';
import { isJoining } from '../config-rules.ts';
import { StackpairsError } from '../errors.ts';
import type { Pipeline } from '../pipeline.ts';
import type { PostRecipe } from '../recipe.ts';
import type { Pair, Post, Site, Step } from '../types.ts';

/** The texts of a pair, or the reason why there is none. */
export type Judge = (post: Post, site: Site) => readonly string[] | string;

/** Every rule of a pipeline in its fixed order: a row has one reason, the first. */
export function rulesOf(pipeline: Pipeline): Judge {
  const fakeReason = fabricatedRule(pipeline);
  const judge = judgeBy({ ...pipeline, recipe: questionRecipe(pipeline) });
  return (post, site) => fakeReason(post, site) ?? judge(post, site);
}

/** What a pipeline reads of a question: the pair of its only recipe, or the texts that recipes join. */
export function questionRecipe(pipeline: Pick<Pipeline, 'recipes'>): PostRecipe {
  const [first] = pipeline.recipes;
  return first !== undefined && 'pair' in first && !isJoining(pipeline) ? first : titleBody();
}

/** The rule that comes before all others: why a post is none that somebody wrote. */
export function fabricatedRule({ fabricated }: Pick<Pipeline, 'fabricated'>) {
  const steps: readonly Step<Post>[] = fabricated === 'drop' ? [planted(), answerBot()] : [];
  return (post: Post, site: Site): string | undefined => unwanted(steps, post, site);
}

/** A recipe and the rules on what it makes. */
export interface PairRules extends Pick<Pipeline, 'keep' | 'clean'> {
  readonly recipe: PostRecipe;
}

/** All rules behind that one. */
export function judgeBy(rules: PairRules): Judge {
  const { recipe, keep } = rules;
  return (post, site) => {
    const pair = pairOf(recipe, post);
    if (typeof pair === 'string') return pair;
    // Without a date neither the licence nor the age could be told.
    if (post.created === '') return 'no_date';
    return unwanted(keep, post, site) ?? cleanPair(rules, pair, site);
  };
}

function pairOf(recipe: PostRecipe, post: Post): Pair | string {
  const given = madeBy(recipe, post);
  if (isReasonOf(recipe, given) || hasColumns(given, recipe)) return given;
  throw bad(`recipe ${recipe.recipe}`, `${pairExpected(recipe)} (${recipe.reasons})`, given);
}

function madeBy(recipe: PostRecipe, post: Post): Pair | string {
  try {
    return recipe.pair(post);
  } catch (cause) {
    throw failed(`recipe ${recipe.recipe}`, cause);
  }
}

/** Why the post is not wanted, if it is not. */
export function unwanted(steps: readonly Step<Post>[], post: Post, site: Site): string | undefined {
  for (const step of steps) {
    const given = givenBy(step, post, site);
    if (given === post) continue;
    if (isReasonOf(step, given)) return given;
    // The pair is made of the dump's post: what a rule would change about it would be lost without a word.
    throw bad(`step ${step.step}`, `the very post back, or the reason to drop it (${step.reasons})`, given);
  }
  return undefined;
}

/** What rules on texts are about: the columns of a pair, and whose they are. */
export interface CleaningRules extends Pick<Pipeline, 'clean'> {
  readonly recipe: Pick<PostRecipe, 'recipe' | 'columns'>;
}

/** The texts of a pair when all rules on them were applied, or the reason why it is none. */
export function cleanPair({ clean, recipe }: CleaningRules, pair: Pair, site: Site): readonly string[] | string {
  // Plain texts: of a recipe's own, which may be decoded only now, a copy would not be whole.
  let current: Pair = { texts: pair.texts.map(({ name, html, value }) => ({ name, html, value })) };
  for (const step of clean) {
    const given = givenBy(step, current, site);
    if (isReasonOf(step, given)) return given;
    if (!hasColumns(given, recipe)) throw bad(`step ${step.step}`, `${pairExpected(recipe)} (${step.reasons})`, given);
    current = given;
  }
  const texts = current.texts.map(({ value }) => value);
  const odd = texts.find((text) => typeof text !== 'string');
  if (odd !== undefined) throw bad(`pipeline ${recipe.recipe}`, 'texts that are strings', odd);
  return texts;
}

/** Steps and recipes may be the user's own code: what it throws is told with its name. */
function givenBy<Item>(step: Step<Item>, item: Item, site: Site): Item | string {
  try {
    return step(item, site);
  } catch (cause) {
    throw failed(`step ${step.step}`, cause);
  }
}

/** Reasons become the counters: one that was not declared is a mistake. */
function isReasonOf({ reasons }: Pick<PostRecipe, 'reasons'>, given: unknown): given is string {
  return typeof given === 'string' && reasons.includes(given);
}

function hasColumns(pair: unknown, { columns }: Pick<PostRecipe, 'columns'>): pair is Pair {
  const { texts } = (pair ?? {}) as Partial<Pair>;
  return Array.isArray(texts) && texts.length === columns.length && texts.every(({ name }, i) => name === columns[i]);
}

function pairExpected({ columns }: Pick<PostRecipe, 'columns'>): string {
  return `a pair of the texts ${columns.join(' and ')}, or the reason to drop it`;
}

function failed(at: string, cause: unknown): unknown {
  if (cause instanceof StackpairsError) return cause;
  const found = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return new StackpairsError('bad_pipeline', `it failed: ${found}`, { at, cause });
}

/** Forgetting to return the item, or waiting for something, are the likeliest mistakes in a step of one's own. */
function bad(at: string, expected: string, given: unknown): StackpairsError {
  const isObject = typeof given === 'object' && given !== null;
  const found =
    given instanceof Promise ? 'a promise' : isObject ? 'another object' : (JSON.stringify(given) ?? 'undefined');
  return new StackpairsError('bad_pipeline', 'it does not give what it must', { at, expected, found });
}
