// The sides of the questions of one input that its links name, in a thread. Questions that duplicates connect are one cluster
// and on one side, that of the least id among them by its hash; or the test side, if one of them was asked after the day from
// which on all is held out. A question that its own hash holds out further than that is on none: what is held out once is
// trained on in no dataset. Memory: 6 bytes a question, 20 bytes a link, 40 a link of duplicates; a piece of a spill.

import { connectedComponents, rootIn } from '../../near/index.ts';
import { sideOf } from '../../order-key.ts';
import {
  isAnswerRecord,
  isLeftOut,
  recordCreated,
  recordLength,
  recordQuestionId,
  SpillReader,
} from '../../spill/index.ts';
import { isLate, type SplitRule } from '../../split-rule.ts';
import { SPLITS } from '../../types.ts';
import type { WorkFile } from '../completion.ts';
import { type Layout, threadPartitions } from '../layout.ts';
import { openSummedFile } from '../summed-file.ts';
import { duplicateEdges } from './duplicate-edges.ts';
import { type LinkFiles, placeOf, readLinkRows, readWords } from './link-rows.ts';
import { DUPLICATE_IN_TRAINING, QUESTION_SIDES } from './question-sides.ts';

/** The links of an input. */
export interface SidesTask {
  readonly kind: 'sides';
  readonly site: string;
  readonly links: LinkFiles;
  /** Spills of its posts, where it matters when a question was asked. */
  readonly posts: readonly string[];
  /** Where the sides go. */
  readonly sides: string;
}

/** Files that were written. */
export interface SettledSides {
  readonly files: readonly WorkFile[];
}

/** Writes the side of each question that links name. */
export function settleSides({ site, links, posts, sides }: SidesTask, split: SplitRule, layout: Layout): SettledSides {
  const ids = readWords(links.ids);
  const firstOf = clusters(links);
  const lateFirsts = new Uint8Array(ids.length);
  for (const id of split.after === undefined ? [] : lateQuestions(posts, split, layout)) {
    const place = placeOf(ids, firstOf(id));
    if (place >= 0) lateFirsts[place] = 1;
  }
  const side = sideOf(split, site);
  const rank = (id: number) => SPLITS.indexOf(side(id));
  const settled = (id: number): number => {
    const first = firstOf(id);
    if (lateFirsts[placeOf(ids, first)] === 1) return SPLITS.indexOf('test');
    return rank(id) > rank(first) ? QUESTION_SIDES.indexOf(DUPLICATE_IN_TRAINING) : rank(first);
  };
  const file = openSummedFile(sides);
  try {
    file.write(Uint8Array.from(ids, settled));
    return { files: [file.finish()] };
  } finally {
    file.abandon();
  }
}

/** Gives the least id of a question's cluster: its own, if it is in none. */
function clusters({ links }: LinkFiles): (id: number) => number {
  const components = connectedComponents(duplicateEdges(readLinkRows(links)));
  return (id) => rootIn(components, id) ?? id;
}

/** Questions that passed the rules and were asked on the day or later. */
function* lateQuestions(posts: readonly string[], split: SplitRule, layout: Layout): Generator<number> {
  const asksLate = isLate(split);
  const reader = new SpillReader();
  const partitions = Array.from({ length: threadPartitions(layout) }, (_, partition) => partition);
  for (const piece of piecesOf(posts, partitions, reader)) {
    for (let at = 0; at < piece.length; at += recordLength(piece, at)) {
      if (isAnswerRecord(piece, at) || isLeftOut(piece, at)) continue;
      if (asksLate(recordCreated(piece, at))) yield recordQuestionId(piece, at);
    }
  }
}

function* piecesOf(posts: readonly string[], partitions: readonly number[], reader: SpillReader): Generator<Buffer> {
  for (const path of posts) for (const partition of partitions) yield* reader.pieces(path, partition);
}
