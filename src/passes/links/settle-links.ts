// What becomes of each link on ids alone: the places of the two questions it pairs, or the reason why it pairs none.

import type { LinkRecipe } from '../../recipe.ts';
import type { Split } from '../../types.ts';
import type { AreDuplicates } from './duplicate-groups.ts';
import { DUPLICATE, LINKED, type LinkRows, placeOf } from './link-rows.ts';
import type { LinkedQuestionSet } from './linked-questions.ts';
import { linksAround } from './links-around.ts';
import { PairSet } from './pair-set.ts';
import { DUPLICATE_IN_TRAINING, type QuestionSide } from './question-sides.ts';
import { CIRCLE } from './resolve-links.ts';

/** Two questions by their places. */
interface LinkEnds {
  readonly from: number;
  readonly to: number;
}

/** Two questions that make a pair, and the side that both are on. */
export interface SettledLink extends LinkEnds {
  readonly side: Split;
}

/** What is known of the links of an input. */
export interface KnownLinks {
  readonly links: LinkRows;
  readonly questions: LinkedQuestionSet;
  readonly canonical: (place: number) => number;
  readonly areDuplicates: AreDuplicates;
  readonly sideOf: (id: number) => QuestionSide;
}

/** Settles the links of one kind, row by row in their order. */
export type SettleLink = (row: number) => SettledLink | string;

type Kind = LinkRecipe['links'];

const KINDS: Readonly<Record<Kind, { readonly typeId: number; readonly refusal: string }>> = {
  duplicates: { typeId: DUPLICATE, refusal: 'not_a_duplicate' },
  linked: { typeId: LINKED, refusal: 'not_linked' },
};

/** Prepares to settle links: a row has one reason, the first in this order. */
export function linkSettler(known: KnownLinks, kind: Kind): SettleLink {
  const { links, questions, sideOf } = known;
  const { ids } = questions;
  const { typeId, refusal } = KINDS[kind];
  const sidesOf = ({ from, to }: LinkEnds) => [sideOf(ids[from]!), sideOf(ids[to]!)] as const;
  const seen = new PairSet(countOf(links, typeId), ids.length);
  const isNew = ({ from, to }: LinkEnds) =>
    // Of merely linked questions it does not matter which one names the other.
    kind === 'duplicates' ? seen.add(from, to) : seen.add(Math.min(from, to), Math.max(from, to));
  const paired = kind === 'duplicates' ? duplicateOf(known) : noDuplicateOf(known);
  return (row) => {
    if (links.typeId(row) !== typeId) return refusal;
    if (links.from(row) === links.to(row)) return 'self_link';
    const [from, to] = [placeOf(ids, links.from(row)), placeOf(ids, links.to(row))];
    if (from < 0 || to < 0) return 'dangling_link';
    const pair = paired({ from, to });
    if (typeof pair === 'string') return pair;
    if (questions.isLeftOut(pair.from) || questions.isLeftOut(pair.to)) return 'question_left_out';
    if (!isNew(pair)) return 'repeated_link';
    const [one, other] = sidesOf(pair);
    if (one === DUPLICATE_IN_TRAINING || other === DUPLICATE_IN_TRAINING) return DUPLICATE_IN_TRAINING;
    return one === other ? { ...pair, side: one } : 'cluster_held_out';
  };
}

function countOf(links: LinkRows, typeId: number): number {
  let count = 0;
  for (let row = 0; row < links.count; row++) count += Number(links.typeId(row) === typeId);
  return count;
}

function duplicateOf({ canonical }: KnownLinks) {
  return ({ from, to }: LinkEnds): LinkEnds | string => {
    const end = canonical(to);
    return end === CIRCLE ? 'duplicate_circle' : { from, to: end };
  };
}

function noDuplicateOf({ areDuplicates }: KnownLinks) {
  return (pair: LinkEnds): LinkEnds | string => (areDuplicates(pair.from, pair.to) ? 'also_duplicate' : pair);
}

/** Finds, for two questions that a link pairs, one that is linked to either and is neither of them nor a duplicate of one. */
export function linkedFinder({ links, questions, sideOf, areDuplicates }: KnownLinks) {
  const { ids } = questions;
  const around = linksAround(links, ids);
  return ({ from, to }: LinkEnds): number | undefined => {
    const isOther = (place: number) => !areDuplicates(place, from) && !areDuplicates(place, to);
    const isFit = (place: number) =>
      isOther(place) && !questions.isLeftOut(place) && sideOf(ids[place]!) === sideOf(ids[to]!);
    const first = (place: number) => {
      for (const end of around(place)) if (isFit(end.place)) return end;
      return undefined;
    };
    const [one, other] = [first(from), first(to)];
    return (one === undefined || (other !== undefined && other.row < one.row) ? other : one)?.place;
  };
}
