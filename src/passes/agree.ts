// The agree pass on one fingerprint partition, in a thread: the entries of all units in, verdicts on rows that have
// duplicates out, spilled by thread partition. Memory: 44 bytes a row for the entries and 12 for their order.

import { basename } from 'node:path';
import { judgeDuplicates } from '../clean/index.ts';
import {
  entryColumns,
  RunBuilder,
  SpillWriter,
  sortByPrefix,
  spillBytes,
  spillPieces,
  writeVerdict,
} from '../spill/index.ts';
import { SPLITS } from '../types.ts';
import type { WorkFile } from './completion.ts';
import { type Layout, threadPartition, threadPartitions } from './layout.ts';

/** One fingerprint partition to judge. */
export interface AgreeTask {
  readonly kind: 'agree';
  readonly partition: number;
  /** Entry spills of all units of the route pass. */
  readonly entries: readonly string[];
  readonly verdicts: string;
  readonly layout: Layout;
}

/** Rows that lose, counted. */
export interface AgreeResult {
  readonly files: readonly WorkFile[];
  /** Losers of each input by reason: `[input, reason, rows]`. */
  readonly lost: readonly (readonly [number, string, number])[];
  /** Losers by thread partition. */
  readonly counts: readonly number[];
}

/** Judges every group of equal fingerprints of the partition. */
export function agree({ partition, entries, verdicts, layout }: AgreeTask): AgreeResult {
  const rows = entryColumns(gather(entries, partition));
  const order = sortByPrefix(rows.count, rows.prefix, rows.compareFingerprints);
  const run = new RunBuilder(threadPartitions(layout));
  const counts = new Array<number>(threadPartitions(layout)).fill(0);
  const lost = new Map<string, [number, string, number]>();
  judgeDuplicates(rows, order, (row, fate, smallest) => {
    const owner = threadPartition(layout, SPLITS[rows.side(row)]!, rows.key(row));
    const input = rows.input(row);
    run.begin(owner);
    writeVerdict(run.out, {
      input,
      byte: rows.byte(row),
      fate,
      clusterInput: rows.input(smallest),
      clusterId: rows.id(smallest),
    });
    if (fate === 'kept') return;
    counts[owner]! += 1;
    const tally = lost.get(`${input} ${fate}`) ?? [input, fate, 0];
    tally[2] += 1;
    lost.set(`${input} ${fate}`, tally);
  });
  return { files: [spill(verdicts, run, threadPartitions(layout))], lost: [...lost.values()], counts };
}

/** The partition's pieces of all spills, read one behind the other. */
function gather(spills: readonly string[], partition: number): Buffer {
  const gathered = Buffer.allocUnsafeSlow(spills.reduce((sum, path) => sum + spillBytes(path, partition), 0));
  let used = 0;
  const allocate = (bytes: number) => {
    used += bytes;
    return gathered.subarray(used - bytes, used);
  };
  for (const path of spills) for (const _ of spillPieces(path, partition, allocate));
  return gathered;
}

function spill(path: string, run: RunBuilder, partitions: number): WorkFile {
  const writer = new SpillWriter(path, partitions);
  try {
    writer.append(run.build());
    return { path: basename(path), ...writer.finish() };
  } finally {
    writer.abandon();
  }
}
