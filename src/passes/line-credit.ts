// Which posts a row is made of and whose they are, as a line of JSON about it says: takedowns go by that.

import type { Credit } from '../types.ts';

/** The part of a line beside the `id` of the post that drives the row: its owner, or every post where others are credited. */
export function lineCredit(id: number, posts: readonly Pick<Credit, 'role' | 'id' | 'authorId'>[]): object {
  const [first] = posts;
  if (posts.length === 1 && first?.id === id) return { owner: first.authorId };
  return { posts: posts.map(({ role, id, authorId }) => ({ role, id, owner: authorId })) };
}
