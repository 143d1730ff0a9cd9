// Duplicates resolved on ids alone: a chain of duplicates leads to the canonical question at its end, the last one that is
// in the dump. A question with several links of duplicates is led on by the first row; what runs in a circle leads nowhere.

import { DUPLICATE, type LinkRows, placeOf } from './link-rows.ts';

/** A circle of duplicates, and whatever leads into one, has no canonical question. */
export const CIRCLE = -1;

const UNKNOWN = -2;
const NONE = -3;

/** Gives the place of the canonical question of the one at a place among `ids`, ascending; its own if it is no duplicate. */
export function canonicalOf(links: LinkRows, ids: Uint32Array): (place: number) => number {
  const next = new Int32Array(ids.length).fill(NONE);
  for (let row = 0; row < links.count; row++) {
    if (links.typeId(row) !== DUPLICATE || links.from(row) === links.to(row)) continue;
    const [from, to] = [placeOf(ids, links.from(row)), placeOf(ids, links.to(row))];
    if (from >= 0 && to >= 0 && next[from] === NONE) next[from] = to;
  }
  const ends = new Int32Array(ids.length).fill(UNKNOWN);
  return (place) => {
    const path: number[] = [];
    let at = place;
    // Marked as a circle while it is under way: whoever meets the mark again has run in one.
    for (; ends[at] === UNKNOWN && next[at] !== NONE; at = next[at]!) {
      ends[at] = CIRCLE;
      path.push(at);
    }
    const end = ends[at] === UNKNOWN ? at : ends[at]!;
    for (const passed of path) ends[passed] = end;
    return end;
  };
}
