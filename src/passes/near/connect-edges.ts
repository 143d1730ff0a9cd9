// The connect pass: all edges together are rows that belong together. It is one unit, as a cluster may hold rows of any
// partition. Memory: 40 bytes a row that has a near-duplicate, and 16 an edge, of which each unit left fewer than rows.

import { basename } from 'node:path';
import { connectedComponents } from '../../near/index.ts';
import { SpillReader, WordSpill } from '../../spill/index.ts';
import { type Layout, threadPartitions } from '../layout.ts';
import { PAIR_WORDS, writePair } from './document-pairs.ts';
import { partitionOfDocument } from './documents.ts';
import type { NearResult } from './near-result.ts';

/** Edges to connect. */
export interface ConnectTask {
  readonly kind: 'connect';
  readonly edges: readonly string[];
  readonly firsts: Uint32Array;
  /** Spill of documents and the least one of their cluster, by the document's thread partition, ascending. */
  readonly members: string;
}

/** Finds all clusters. */
export function connectEdges({ edges, firsts, members }: ConnectTask, layout: Layout): NearResult {
  const components = connectedComponents(new SpillReader().gatherWords(edges, 0));
  const spill = new WordSpill(members, { partitions: threadPartitions(layout), width: PAIR_WORDS });
  let clusters = 0;
  try {
    components.members.forEach((document, index) => {
      const root = components.roots[index]!;
      if (root === document) clusters += 1;
      writePair(spill, partitionOfDocument(firsts, document), document, root);
    });
    const tally = { members: components.members.length, clusters };
    return { files: [{ path: basename(members), ...spill.finish() }], tally };
  } finally {
    spill.abandon();
  }
}
