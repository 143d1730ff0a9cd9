// The records of one unit, in the order of the dump, are spread over the partitions by their place in a shuffled order.
// Memory: one piece of a spill and what a spill is written in; the keys are shared by all units of an input.

import { basename } from 'node:path';
import { addRank } from '../seed-order.ts';
import { RunSpill, recordId, recordLength, SpillReader, writeKey } from '../spill/index.ts';
import type { WorkFile } from './completion.ts';
import { type Layout, threadPartition, threadPartitions } from './layout.ts';

/** The thread partition that holds all records before they are spread. */
const GATHERED = 0;

/** One unit to shuffle. */
export interface ShuffleTask {
  readonly kind: 'shuffle';
  /** Spill of the unit in the route pass, and where its records go. */
  readonly routed: string;
  readonly shuffled: string;
  /** Rank of the unit's first row in its input. */
  readonly firstRank: number;
  /** Order keys of the input's rows by rank. */
  readonly keys: Uint32Array;
  readonly layout: Layout;
}

/** What was written, rows by thread partition, and the sum of their ranks: see `addRank`. */
export interface ShuffleResult {
  readonly files: readonly WorkFile[];
  readonly counts: readonly number[];
  readonly sum: number;
}

/** Gives every record its order key and spills it by that. */
export function shuffleUnit({ routed, shuffled, firstRank, keys, layout }: ShuffleTask): ShuffleResult {
  const counts = new Array<number>(threadPartitions(layout)).fill(0);
  const spill = new RunSpill(shuffled, counts.length);
  let rank = firstRank;
  let sum = 0;
  try {
    for (const piece of new SpillReader().pieces(routed, GATHERED)) {
      for (let at = 0; at < piece.length; ) {
        const end = at + recordLength(piece, at);
        const key = keys[rank]!;
        const partition = threadPartition(layout, 'train', key);
        writeKey(piece, at, key);
        spill.begin(partition).bytes(piece.subarray(at, end));
        counts[partition]! += 1;
        sum = addRank(sum, rank, recordId(piece, at));
        rank += 1;
        at = end;
      }
    }
    return { files: [{ path: basename(shuffled), ...spill.finish() }], counts, sum };
  } finally {
    spill.abandon();
  }
}
