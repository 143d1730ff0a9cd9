// The links of the weaker kind by the questions at their ends, in the order of their rows. Memory: 8 bytes a link and 4 a
// question.

import { LINKED, type LinkRows, placeOf } from './link-rows.ts';

/** Gives the rows of links at a question, by its place among `ids`, and the other end of each. */
export function linksAround(links: LinkRows, ids: Uint32Array): (place: number) => Generator<LinkEnd> {
  const ends = new Uint32Array(ids.length + 1);
  for (const { place } of linkEnds(links, ids)) ends[place + 1]! += 1;
  for (let place = 0; place < ids.length; place++) ends[place + 1]! += ends[place]!;
  const filled = ends.slice(0, ids.length);
  const rows = new Uint32Array(ends[ids.length]!);
  for (const { place, row } of linkEnds(links, ids)) rows[filled[place]!++] = row;
  return function* at(place) {
    for (let i = ends[place]!; i < ends[place + 1]!; i++) {
      const row = rows[i]!;
      const [from, to] = [placeOf(ids, links.from(row)), placeOf(ids, links.to(row))];
      yield { row, place: from === place ? to : from };
    }
  };
}

/** A link seen from one of its ends: its row, and the place of a question. */
export interface LinkEnd {
  readonly row: number;
  readonly place: number;
}

/** Both ends of every link whose ends are both in the dump. */
function* linkEnds(links: LinkRows, ids: Uint32Array): Generator<LinkEnd> {
  for (let row = 0; row < links.count; row++) {
    if (links.typeId(row) !== LINKED) continue;
    const [from, to] = [placeOf(ids, links.from(row)), placeOf(ids, links.to(row))];
    if (from < 0 || to < 0 || from === to) continue;
    yield { row, place: from };
    yield { row, place: to };
  }
}
