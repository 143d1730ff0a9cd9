// The links of duplicates as pairs of ids, whether their posts are in the dump or not: a question that was deleted still
// connects those that were duplicates of it. Memory: 8 bytes a link of duplicates.

import { DUPLICATE, type LinkRows } from './link-rows.ts';

/** Both ends of every link of duplicates, one pair behind the other. */
export function duplicateEdges(links: LinkRows): Uint32Array {
  const isEdge = (row: number) => links.typeId(row) === DUPLICATE && links.from(row) !== links.to(row);
  let count = 0;
  for (let row = 0; row < links.count; row++) count += Number(isEdge(row));
  const edges = new Uint32Array(2 * count);
  for (let row = 0, used = 0; row < links.count; row++) {
    if (!isEdge(row)) continue;
    edges[used++] = links.from(row);
    edges[used++] = links.to(row);
  }
  return edges;
}
