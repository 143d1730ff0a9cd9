// The enter pass on one thread partition: rows are entered for the agree pass from their records, where the route pass
// could not do it; grouped by their cluster, where near-duplicates are looked for, and in it by what copies have in common.
// Memory: the partition.

import { basename } from 'node:path';
import { mix, partitionOf } from '../../order-key.ts';
import {
  fingerprintPrefix,
  RunSpill,
  recordByte,
  recordId,
  recordKey,
  SpillReader,
  writeEntry,
} from '../../spill/index.ts';
import { partitionRange } from '../layout.ts';
import { PAIR_WORDS } from './document-pairs.ts';
import { type DocumentsTask, documentsOf, type NearMemory } from './documents.ts';
import { type LeftOutSpill, leftOutIn } from './left-out.ts';
import type { NearResult } from './near-result.ts';

/** Clusters with rows in a thread partition. */
export interface EnterTask extends DocumentsTask {
  readonly kind: 'enter';
  /** Spills of the connect pass; without members every row is entered by its own print, if copies are looked for. */
  readonly members: string | undefined;
  readonly leftOut: LeftOutSpill | undefined;
  readonly entries: string;
}

/** Enters the rows of the partition that belong to a cluster or are left out. */
export function enterClusters(task: EnterTask, memory: NearMemory): NearResult {
  const { layout, printOf, rankOf, rule } = memory;
  const { partition, sites } = task;
  const spill = new RunSpill(task.entries, layout.fingerprints);
  const { side } = partitionRange(layout, partition);
  const clusterOf = task.members === undefined && rule.exact === 'off' ? () => undefined : clustersIn(task);
  const reasons = [leftOutIn(task.screened), leftOutIn(task.leftOut)];
  try {
    for (const row of documentsOf(task, memory)) {
      const [screened, held] = reasons.map((reasonFor) => reasonFor(row.document));
      const fate = screened ?? held;
      const cluster = fate === undefined ? clusterOf(row.document) : row.document;
      if (cluster === undefined) continue;
      // Who is left out is in a cluster of its own: nobody is held against it.
      const copies = fate === undefined ? printOf(row, sites) : NO_PRINT;
      const print = cluster === OWN_PRINT ? copies : clusterPrint(cluster, copies);
      const { bytes, at, input } = row;
      const [byte, key, id] = [recordByte(bytes, at), recordKey(bytes, at), recordId(bytes, at)];
      const out = spill.begin(partitionOf(fingerprintPrefix(print), layout.fingerprints));
      writeEntry(out, { fingerprint: print, rank: rankOf(row), input, byte, id, side, key, fate });
    }
    return { files: [{ path: basename(task.entries), ...spill.finish() }], tally: {} };
  } finally {
    spill.abandon();
  }
}

/** Stands for a cluster that the print of the row itself names. */
const OWN_PRINT = -1;
const NO_PRINT = Buffer.alloc(16);

/** The least document of the cluster of each, asked for in ascending order; undefined for a row that is in none. */
function clustersIn({ members, partition }: EnterTask): (document: number) => number | undefined {
  if (members === undefined) return () => OWN_PRINT;
  const words = new SpillReader().gatherWords([members], partition);
  let next = 0;
  return (document) => {
    if (document !== words[next]) return undefined;
    next += PAIR_WORDS;
    return words[next - 1];
  };
}

/** 16 bytes to sort by: 4 that name the cluster and spread clusters evenly, then 12 of what copies have in common. */
function clusterPrint(root: number, copies: Buffer): Buffer {
  const print = Buffer.allocUnsafe(16);
  print.writeUInt32BE(mix(root), 0);
  copies.copy(print, 4, 0, 12);
  return print;
}
