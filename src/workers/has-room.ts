// How many tasks are with a thread at once: one more than it performs, so that it need not wait for the next.

import type { Task } from './perform.ts';

type Kind = Task['kind'];

/** Tasks with a thread at most. */
export const TASKS_PER_THREAD = 2;

/** Tasks that may take long: nothing is with a thread beside one of them, or it would wait there while others are idle. */
const LONG: ReadonlySet<Kind> = new Set(['reduce']);

/** Whether a task can be given to a thread that has those already. */
export function hasRoom(held: readonly Kind[], kind: Kind): boolean {
  if (held.length === 0) return true;
  return held.length < TASKS_PER_THREAD && ![kind, ...held].some((one) => LONG.has(one));
}
