// Where the pairs of a thread go: to the partition that its posts came from, unless its question is on another side than its
// hash says.

import { recordCreated } from '../../spill/index.ts';
import { SPLITS } from '../../types.ts';
import { type Layout, threadPartition } from '../layout.ts';
import { DUPLICATE_IN_TRAINING, type QuestionSide } from '../links/question-sides.ts';
import type { ThreadRecords } from './thread-posts.ts';

/** A thread partition, and its side as an index into SPLITS. */
export interface ThreadPlace {
  readonly partition: number;
  readonly side: number;
}

/** Gives the place of a thread, or why it has none. */
export function threadPlacer(layout: Layout, sideOf: (id: number, created?: number) => QuestionSide) {
  return ({ questionId, key, questions: [question] }: ThreadRecords, own: ThreadPlace): ThreadPlace | string => {
    // Without its question, a thread makes no pairs.
    if (question === undefined) return own;
    const side = sideOf(questionId, recordCreated(question.bytes, question.at));
    if (side === DUPLICATE_IN_TRAINING) return side;
    const index = SPLITS.indexOf(side);
    return index === own.side ? own : { side: index, partition: threadPartition(layout, side, key) };
  };
}
