// The lend pass on one thread partition: candidates whose lesser document is here. Where the other one is here as well,
// the two are compared; otherwise the shingle set of the lesser one is sent to the other's partition, where the verify pass
// compares them. Memory: the partition, its candidates and the sets of those.

import { basename } from 'node:path';
import { distinct, jaccard } from '../../near/index.ts';
import { RunMemory, RunSpill, SpillReader } from '../../spill/index.ts';
import { distinctPairs, writeEdges } from './document-pairs.ts';
import { type DocumentsTask, type NearMemory, partitionOfDocument } from './documents.ts';
import { writeLentSet } from './lent-set.ts';
import type { NearResult } from './near-result.ts';
import { shingleSets } from './shingle-sets.ts';

/** Candidates of a thread partition to compare or send on. */
export interface LendTask extends DocumentsTask {
  readonly kind: 'lend';
  readonly candidates: readonly string[];
  /** Least similarity of an edge. */
  readonly similarity: number;
  /** Spill of lent sets by the partition they go to, and of edges found here. */
  readonly sets: string;
  readonly edges: string;
}

/** Compares what is here and sends on what is not. */
export function lendSets(task: LendTask, memory: NearMemory): NearResult {
  const pairs = distinctPairs(new SpillReader().gatherWords(task.candidates, task.partition));
  const partitions = task.firsts.length - 1;
  const end = task.firsts[task.partition + 1]!;
  const setOf = shingleSets(distinct(pairs.filter((document) => document < end)), task, memory);
  const lent = new RunSpill(task.sets, partitions, new RunMemory(partitions, memory.spill));
  const alike: number[] = [];
  let here = 0;
  try {
    for (let from = 0, to = 0; from < pairs.length; from = to) {
      const a = pairs[from]!;
      const owner = partitionOfDocument(task.firsts, pairs[from + 1]!);
      const others: number[] = [];
      for (to = from; pairs[to] === a && partitionOfDocument(task.firsts, pairs[to + 1]!) === owner; to += 2) {
        others.push(pairs[to + 1]!);
      }
      if (owner !== task.partition) {
        writeLentSet(lent.begin(owner), { document: a, others: Uint32Array.from(others), set: setOf(a) });
        continue;
      }
      here += others.length;
      for (const b of others) if (jaccard(setOf(a), setOf(b)) >= task.similarity) alike.push(a, b);
    }
    const files = [
      { path: basename(task.sets), ...lent.finish() },
      writeEdges(task.edges, alike, { firsts: task.firsts, layout: memory.layout }),
    ];
    return { files, tally: { compared: here, verified: alike.length / 2 } };
  } finally {
    lent.abandon();
  }
}
