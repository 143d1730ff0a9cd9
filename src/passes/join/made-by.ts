// What a recipe makes of posts. It may be the user's own code: what it throws, or gives by mistake, is told with its name.

import { isBuiltIn } from '../../clean/index.ts';
import { StackpairsError } from '../../errors.ts';
import { type JoinedPair, nameOf, type PostText, type Recipe } from '../../recipe.ts';
import { isAnswerRecord } from '../../spill/index.ts';
import { ROLES } from '../../types.ts';
import { PlacedPost } from './thread-posts.ts';

/** Posts of a pair are counted in a byte of its record. */
const MOST_POSTS = 255;

/** The pair, or a reason that the recipe declared; throws `bad_pipeline` for anything else. Our own recipes give nothing else. */
export function madeBy(recipe: Recipe, make: () => JoinedPair | string): JoinedPair | string {
  if (isBuiltIn(recipe)) return make();
  const made = attempt(recipe, make);
  const fault = typeof made === 'string' ? unknownReason(recipe, made) : faultOf(made, recipe);
  if (fault === undefined) return made;
  throw new StackpairsError('bad_pipeline', `recipe ${nameOf(recipe)} gave neither a pair nor a reason of its own`, {
    expected: `posts and columns for ${recipe.columns.join(', ')}, or one of: ${recipe.reasons.join(', ') || 'none'}`,
    found: fault,
  });
}

function attempt(recipe: Recipe, make: () => JoinedPair | string): JoinedPair | string {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof StackpairsError) throw cause;
    const found = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    throw new StackpairsError('bad_pipeline', `it failed: ${found}`, { at: `recipe ${nameOf(recipe)}`, cause });
  }
}

function unknownReason({ reasons }: Recipe, reason: string): string | undefined {
  return reasons.includes(reason) ? undefined : JSON.stringify(reason);
}

/** What is wrong with a pair, in words; whatever is in it must be credited, so each text is of one of its posts. */
function faultOf(made: unknown, recipe: Recipe): string | undefined {
  if (made instanceof Promise) return 'a promise';
  const { posts, columns } = (made ?? {}) as Partial<JoinedPair>;
  if (!isList(columns) || columns.length !== recipe.columns.length) return `${columns?.length ?? 'no'} columns`;
  if (!isList(posts) || posts.length === 0 || posts.length > MOST_POSTS) return `${posts?.length ?? 'no'} posts`;
  const odd = posts.find(({ role }) => !ROLES.includes(role));
  if (odd !== undefined) return `the role ${odd.role}`;
  if (!posts.every(({ post }) => post instanceof PlacedPost)) return 'a post other than those it was handed';
  if (posts[0]!.role !== 'question' || isAnswer(posts[0]!.post)) return 'a first post that is not the question';
  const texts = columns.find((texts) => !isList(texts) || texts.length === 0 || !texts.every(isText));
  if (texts !== undefined) return 'a column that is no list of titles and bodies';
  const isCredited = ({ post }: PostText) => posts.some((one) => one.post === post);
  return columns.every((texts) => texts.every(isCredited)) ? undefined : 'a text of a post that is none of its posts';
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** Answers have no title. */
function isText({ post, text }: PostText): boolean {
  return text === 'body' || (text === 'title' && !isAnswer(post));
}

function isAnswer(post: PostText['post']): boolean {
  return post instanceof PlacedPost && isAnswerRecord(post.bytes, post.at);
}
