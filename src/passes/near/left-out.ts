// Rows that are left out before duplicates are judged, since what they hold is somewhere else already.

import { LEFT_OUT, type LeftOut, SpillReader } from '../../spill/index.ts';
import { PAIR_WORDS } from './document-pairs.ts';

/** A spill of documents left out, and which partition of it. */
export interface LeftOutSpill {
  readonly path: string;
  readonly partition: number;
}

/** Says of the documents of a partition, asked for in ascending order, why each is left out, if it is. */
export function leftOutIn(place: LeftOutSpill | undefined): (document: number) => LeftOut | undefined {
  if (place === undefined) return () => undefined;
  const words = new SpillReader().gatherWords([place.path], place.partition);
  let next = 0;
  return (document) => {
    if (document !== words[next]) return undefined;
    next += PAIR_WORDS;
    return LEFT_OUT[words[next - 1]!];
  };
}
