// A row of several posts by its question and the others: `12, answer 34, negative 56`.

import { safeText } from './terminal-text.ts';

/** What follows the id of the question; nothing where the row is of that alone. */
export function otherPosts(posts: readonly { readonly role: string; readonly id: number }[]): string {
  const others = posts.filter(({ role }) => role !== 'question');
  return others.map(({ role, id }) => `, ${safeText(role)} ${id}`).join('');
}
