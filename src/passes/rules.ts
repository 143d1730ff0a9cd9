// A pipeline as one function: from a post to the texts of its pair, or to the reason why there is none.

import { answerBot, type FastClean, fastClean, planted } from '../clean/index.ts';
import { StackpairsError } from '../errors.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Pair, Post, Site, Step, TextBytes } from '../types.ts';

/** The texts of a pair, or the reason why there is none. Bytes hold until the next post is judged. */
export type Judge = (post: Post, site: Site) => readonly (string | TextBytes)[] | string;

/** How a pipeline's rules are applied. */
export interface RuleOptions {
  /** Whether cleaning may go over bytes where it can; what comes out is the same. */
  readonly fast?: boolean;
}

/** Every rule of a pipeline in its fixed order: a row has one reason, the first. */
export function rulesOf(pipeline: Pipeline, { fast = true }: RuleOptions = {}): Judge {
  const fabricated: readonly Step<Post>[] = pipeline.fabricated === 'drop' ? [planted(), answerBot()] : [];
  const cleanFast: FastClean = (fast ? fastClean(pipeline.clean) : undefined) ?? (() => undefined);
  return (post, site) => {
    const genuine = through(fabricated, post, site);
    if (typeof genuine === 'string') return genuine;
    const pair = pipeline.recipe.pair(genuine);
    if (typeof pair === 'string') return pair;
    const wanted = through(pipeline.keep, genuine, site);
    if (typeof wanted === 'string') return wanted;
    return cleanFast(pair, site) ?? clean(pipeline, pair, site);
  };
}

function clean(pipeline: Pipeline, pair: Pair, site: Site): readonly string[] | string {
  const cleaned = through(pipeline.clean, pair, site);
  return typeof cleaned === 'string' ? cleaned : cleaned.texts.map(({ value }) => value);
}

function through<Item>(steps: readonly Step<Item>[], item: Item, site: Site): Item | string {
  let current = item;
  for (const step of steps) {
    const next = applied(step, current, site);
    if (typeof next === 'string') return next;
    if (typeof next !== 'object' || next === null) throw gaveNothing(step, next);
    current = next;
  }
  return current;
}

/** A step is the user's own code: what it throws is told with its name. */
function applied<Item>(step: Step<Item>, item: Item, site: Site): Item | string {
  try {
    return step(item, site);
  } catch (cause) {
    if (cause instanceof StackpairsError) throw cause;
    const found = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    throw new StackpairsError('bad_pipeline', `the step failed: ${found}`, { at: `step ${step.step}`, cause });
  }
}

/** Forgetting to return the item is the likeliest mistake in a step of one's own. */
function gaveNothing({ step }: { readonly step: string }, found: unknown): StackpairsError {
  return new StackpairsError('bad_pipeline', 'a step must give the item back, or the reason to drop it', {
    at: `step ${step}`,
    expected: 'an item or a string',
    found: String(found),
  });
}
