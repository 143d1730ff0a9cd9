// Rows that are left out before duplicates are judged, since what they hold is somewhere else already.

import { SpillReader } from '../../spill/index.ts';
import { PAIR_WORDS } from './document-pairs.ts';

/** Why; the reasons they are counted under. */
export const LEFT_OUT = ['duplicate_of_existing', 'near_duplicate_of_existing'] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/** Says of the documents of a partition, asked for in ascending order, why each is left out, if it is. */
export function leftOutIn(path: string | undefined, partition: number): (document: number) => LeftOut | undefined {
  if (path === undefined) return () => undefined;
  const words = new SpillReader().gatherWords([path], partition);
  let next = 0;
  return (document) => {
    if (document !== words[next]) return undefined;
    next += PAIR_WORDS;
    return LEFT_OUT[words[next - 1]!];
  };
}
