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
import { type DocumentsTask, documentsOf, type NearMemory } from './documents.ts';
import type { NearResult } from './near-result.ts';

/** Clusters with rows in a thread partition. */
export interface EnterTask extends DocumentsTask {
  readonly kind: 'enter';
  /** Spill of the connect pass; without one every row is entered, by its own print. */
  readonly members: string | undefined;
  readonly entries: string;
}

/** Enters the rows of the partition that belong to a cluster. */
export function enterClusters(task: EnterTask, memory: NearMemory): NearResult {
  const { layout, printOf, rankOf } = memory;
  const { members: path, partition } = task;
  const members = path === undefined ? undefined : new SpillReader().gatherWords([path], partition);
  const spill = new RunSpill(task.entries, layout.fingerprints);
  const { side } = partitionRange(layout, partition);
  let next = 0;
  try {
    if (members?.length !== 0) {
      for (const row of documentsOf(task, memory)) {
        if (members !== undefined && row.document !== members[next]) continue;
        const print = members === undefined ? printOf(row) : clusterPrint(members[next + 1]!, printOf(row));
        const { bytes, at, input } = row;
        const [byte, key, id] = [recordByte(bytes, at), recordKey(bytes, at), recordId(bytes, at)];
        const owner = spill.begin(partitionOf(fingerprintPrefix(print), layout.fingerprints));
        writeEntry(owner, { fingerprint: print, rank: rankOf(row), input, byte, id, side, key });
        next += 2;
      }
    }
    return { files: [{ path: basename(task.entries), ...spill.finish() }], tally: {} };
  } finally {
    spill.abandon();
  }
}

/** 16 bytes to sort by: 4 that name the cluster and spread clusters evenly, then 12 of the row's fingerprint. */
function clusterPrint(root: number, copies: Buffer): Buffer {
  const print = Buffer.allocUnsafe(16);
  print.writeUInt32BE(mix(root), 0);
  copies.copy(print, 4, 0, 12);
  return print;
}
