// The questions a row is about, by any of which a benchmark may name it.

import type { Credit } from '../../types.ts';

interface RowPosts {
  readonly questionId: number;
  readonly posts: readonly Pick<Credit, 'role' | 'isAnswer' | 'id'>[];
}

/** That of its thread, and every other one it has a text of, each once. */
export function questionsOf({ questionId, posts }: RowPosts): ReadonlySet<number> {
  const questions = posts.filter(({ role, isAnswer = false }) => role !== 'answer' && !isAnswer);
  return new Set([questionId, ...questions.map(({ id }) => id)]);
}
