// The connect pass: all edges together are rows that belong together. It is one unit, as a cluster may hold rows of any
// partition. A row that has an edge to a borrowed one is left out of the dataset, and connects nobody.
// Memory: 40 bytes a row that has a near-duplicate, and 16 an edge, of which each unit left fewer than rows.

import { basename } from 'node:path';
import { concat, connectedComponents, distinct, indexOf } from '../../near/index.ts';
import { LEFT_OUT, type LeftOut, SpillReader, WordSpill } from '../../spill/index.ts';
import { type Layout, threadPartitions } from '../layout.ts';
import { BORROWED_EDGES, OWN_EDGES, PAIR_WORDS, writePair } from './document-pairs.ts';
import { partitionOfDocument } from './documents.ts';
import type { NearResult } from './near-result.ts';

/** Edges to connect. */
export interface ConnectTask {
  readonly kind: 'connect';
  /** Spills of edges between copies, and of edges between rows that were found alike. */
  readonly copies: readonly string[];
  readonly alike: readonly string[];
  readonly firsts: Uint32Array;
  /** Spill of documents and the least one of their cluster, by the document's thread partition, ascending. */
  readonly members: string;
  /** Spill of documents left out and why, likewise. */
  readonly leftOut: string;
}

/** Finds all clusters. */
export function connectEdges({ copies, alike, firsts, ...paths }: ConnectTask, layout: Layout): NearResult {
  const partitions = threadPartitions(layout);
  const members = new WordSpill(paths.members, { partitions, width: PAIR_WORDS });
  const leftOut = new WordSpill(paths.leftOut, { partitions, width: PAIR_WORDS });
  const tally = { members: 0, clusters: 0 };
  try {
    const write = (spill: WordSpill, document: number, word: number) =>
      writePair(spill, partitionOfDocument(firsts, document), document, word);
    const [known, similar] = [heldAgainst(copies), heldAgainst(alike)];
    const out = distinct(concat(known, similar));
    const reason = (document: number): LeftOut =>
      indexOf(known, document) >= 0 ? 'duplicate_of_existing' : 'near_duplicate_of_existing';
    for (const document of out) write(leftOut, document, LEFT_OUT.indexOf(reason(document)));
    const edges = new SpillReader().gatherWords([...copies, ...alike], OWN_EDGES);
    const components = connectedComponents(out.length === 0 ? edges : without(edges, out));
    components.members.forEach((document, index) => {
      const root = components.roots[index]!;
      if (root === document) tally.clusters += 1;
      write(members, document, root);
    });
    tally.members = components.members.length;
    const files = [
      { path: basename(paths.members), ...members.finish() },
      { path: basename(paths.leftOut), ...leftOut.finish() },
    ];
    return { files, tally };
  } finally {
    members.abandon();
    leftOut.abandon();
  }
}

/** Rows of the build with an edge to a borrowed one, ascending. */
function heldAgainst(spills: readonly string[]): Uint32Array {
  const edges = new SpillReader().gatherWords(spills, BORROWED_EDGES);
  return distinct(edges.filter((_, index) => index % PAIR_WORDS === 0));
}

function without(edges: Uint32Array, out: Uint32Array): Uint32Array {
  const isOut = (index: number) => indexOf(out, edges[index]!) >= 0;
  return edges.filter((_, index) => !isOut(index) && !isOut(index ^ 1));
}
