// A thread is a question and its answers; it is known by its site and the question's id.

import type { Post } from './types.ts';

/** PostTypeId of a question. */
export const QUESTION = 1;
/** PostTypeId of an answer. */
export const ANSWER = 2;

/** Id of the question whose thread a post is in; undefined for what is in none, and where the dump does not say. */
export function questionIdOf({ typeId, id, parentId }: Post): number | undefined {
  if (typeId === QUESTION) return id;
  return typeId === ANSWER ? idOrNone(parentId) : undefined;
}

/** Id of the answer that was accepted for a question. */
export function acceptedIdOf({ typeId, acceptedAnswerId }: Post): number | undefined {
  return typeId === QUESTION ? idOrNone(acceptedAnswerId) : undefined;
}

/** No post has an id below 1, but a row may say so. */
function idOrNone(id: number | undefined): number | undefined {
  return id !== undefined && id > 0 ? id : undefined;
}
