// Questions that duplicates connect, whichever way round and through however many others: two of one group say the same, so
// that they are no mere links, and no negatives of each other. Memory: up to 40 bytes a link of duplicates while they are
// connected, 16 afterwards.

import { connectedComponents, indexOf } from '../../near/index.ts';
import { DUPLICATE, type LinkRows, placeOf } from './link-rows.ts';

/** Says of two questions, by their places among `ids`, whether links of duplicates connect them. */
export type AreDuplicates = (a: number, b: number) => boolean;

/** Connects what the links of duplicates connect. */
export function duplicateGroups(links: LinkRows, ids: Uint32Array): AreDuplicates {
  const { members, roots } = connectedComponents(duplicateEdges(links, ids));
  return (a, b) => {
    const [one, other] = [indexOf(members, a), indexOf(members, b)];
    return a === b || (one >= 0 && other >= 0 && roots[one] === roots[other]);
  };
}

function duplicateEdges(links: LinkRows, ids: Uint32Array): Uint32Array {
  const edges = new Uint32Array(2 * countDuplicates(links));
  let used = 0;
  for (let row = 0; row < links.count; row++) {
    if (links.typeId(row) !== DUPLICATE) continue;
    const [from, to] = [placeOf(ids, links.from(row)), placeOf(ids, links.to(row))];
    if (from < 0 || to < 0) continue;
    edges[used++] = from;
    edges[used++] = to;
  }
  return edges.subarray(0, used);
}

function countDuplicates(links: LinkRows): number {
  let count = 0;
  for (let row = 0; row < links.count; row++) count += Number(links.typeId(row) === DUPLICATE);
  return count;
}
