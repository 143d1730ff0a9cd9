// The verify pass on one partition: sets lent by others are compared with those of the documents here.
// Memory: the partition, the sets of the documents that are asked for, and one piece of what was lent.

import { distinct, jaccard } from '../../near/index.ts';
import { SpillReader } from '../../spill/index.ts';
import { writeEdges } from './document-pairs.ts';
import type { DocumentsTask, NearMemory } from './documents.ts';
import { readLentSets } from './lent-set.ts';
import type { NearResult } from './near-result.ts';
import { shingleSets } from './shingle-sets.ts';

/** Lent sets to compare. */
export interface VerifyTask extends DocumentsTask {
  readonly kind: 'verify';
  /** Spills of the lend pass. */
  readonly sets: readonly string[];
  /** Least similarity of an edge. */
  readonly similarity: number;
  readonly edges: string;
}

/** Compares every lent set with the documents it was lent for. */
export function verifyPairs(task: VerifyTask, memory: NearMemory): NearResult {
  const reader = new SpillReader();
  const lent = function* () {
    for (const path of task.sets) for (const piece of reader.pieces(path, task.partition)) yield* readLentSets(piece);
  };
  const wanted: number[] = [];
  for (const { others } of lent()) for (const other of others) wanted.push(other);
  const setOf = shingleSets(distinct(Uint32Array.from(wanted)), task, memory);
  const alike: number[] = [];
  for (const { document, others, set } of lent()) {
    for (const other of others) if (jaccard(set, setOf(other)) >= task.similarity) alike.push(document, other);
  }
  const files = [writeEdges(task.edges, alike, { firsts: task.firsts, layout: memory.layout })];
  return { files, tally: { compared: wanted.length, verified: alike.length / 2 } };
}
