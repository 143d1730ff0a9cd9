// What the file beside the tables of a set says.

import type { Counts } from '../books.ts';
import { SETS } from '../evaluation-rule.ts';

/** Its name. */
export const SET_FILE = 'set.json';

/** Its text: name, task and description of a set, and rows by table. */
export function describeSet(name: string, counts: Counts): string {
  const { task, description } = Object.entries(SETS).find(([set]) => set === name)?.[1] ?? {};
  return `${JSON.stringify({ name, task, description, counts }, null, 2)}\n`;
}
