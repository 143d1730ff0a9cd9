// Which side of the split a question is on, once all that has a say is known: its hash, its date, and of one that links name
// what settle-sides.ts found. Memory: 5 bytes a question that links name.

import { readFileSync } from 'node:fs';
import { sideOf } from '../../order-key.ts';
import { isLate, type SplitRule } from '../../split-rule.ts';
import { SPLITS, type Split } from '../../types.ts';
import { placeOf, readWords } from './link-rows.ts';

/** Why a question is on no side: its own hash holds it out, and a duplicate of it is trained on. */
export const DUPLICATE_IN_TRAINING = 'duplicate_in_training';

/** Where a question belongs, or why it is left out. */
export type QuestionSide = Split | typeof DUPLICATE_IN_TRAINING;

/** What the byte of a question in the file of sides stands for. */
export const QUESTION_SIDES: readonly QuestionSide[] = [...SPLITS, DUPLICATE_IN_TRAINING];

/** The questions that links name, and beside each its side. */
export interface SideFiles {
  readonly ids: string;
  /** A byte a question: its place in QUESTION_SIDES. */
  readonly sides: string;
}

/** Gives the side of a question of a site; one that links name needs no date, in milliseconds since 1970-01-01 UTC. */
export function questionSides(
  split: SplitRule,
  site: string,
  files: SideFiles | undefined,
): (id: number, created?: number) => QuestionSide {
  const [own, asksLate] = [sideOf(split, site), isLate(split)];
  const [ids, sides] = files === undefined ? [NOBODY, NOBODY] : [readWords(files.ids), readFileSync(files.sides)];
  return (id, created) => {
    const place = placeOf(ids, id);
    if (place >= 0) return QUESTION_SIDES[sides[place]!]!;
    return created !== undefined && asksLate(created) ? 'test' : own(id);
  };
}

const NOBODY = new Uint32Array(0);
