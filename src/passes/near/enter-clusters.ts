// The enter pass on one thread partition: rows that belong to a cluster are entered for the agree pass, grouped by their
// cluster and in it by their fingerprint. Memory: the partition.

import { basename } from 'node:path';
import { mix, partitionOf } from '../../order-key.ts';
import {
  fingerprintPrefix,
  RunSpill,
  readRecord,
  recordByte,
  recordKey,
  SpillReader,
  writeEntry,
} from '../../spill/index.ts';
import type { Slice } from '../../types.ts';
import { partitionRange } from '../layout.ts';
import { type DocumentsTask, documentsOf, type NearMemory } from './documents.ts';
import type { NearResult } from './near-result.ts';

/** Clusters with rows in a thread partition. */
export interface EnterTask extends DocumentsTask {
  readonly kind: 'enter';
  /** Spill of the connect pass. */
  readonly members: string;
  readonly entries: string;
}

/** Enters the rows of the partition that belong to a cluster. */
export function enterClusters(task: EnterTask, memory: NearMemory): NearResult {
  const { layout, columns } = memory;
  const members = new SpillReader().gatherWords([task.members], task.partition);
  const spill = new RunSpill(task.entries, layout.fingerprints);
  const { side } = partitionRange(layout, task.partition);
  let next = 0;
  try {
    if (members.length > 0) {
      for (const { document, bytes, at, input } of documentsOf(task, memory)) {
        if (document !== members[next]) continue;
        const { id, votes, fingerprint } = readRecord(bytes, at, columns);
        const print = clusterPrint(members[next + 1]!, fingerprint);
        const partition = partitionOf(fingerprintPrefix(print), layout.fingerprints);
        const [byte, key] = [recordByte(bytes, at), recordKey(bytes, at)];
        writeEntry(spill.begin(partition), { fingerprint: print, votes, input, byte, id, side, key });
        next += 2;
      }
    }
    return { files: [{ path: basename(task.entries), ...spill.finish() }], tally: {} };
  } finally {
    spill.abandon();
  }
}

/** 16 bytes to sort by: 4 that name the cluster and spread clusters evenly, then 12 of the row's fingerprint. */
function clusterPrint(root: number, { bytes, from }: Slice): Uint8Array {
  const print = Buffer.allocUnsafe(16);
  print.writeUInt32BE(mix(root), 0);
  bytes.copy(print, 4, from, from + 12);
  return print;
}
