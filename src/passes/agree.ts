// The agree pass on one fingerprint partition, in a thread: the entries of all units in, verdicts on rows that have
// duplicates out, spilled by thread partition. Memory: 44 bytes a row for the entries and 12 for their order. Copies of
// one text are all in one partition, however many there are.

import { basename } from 'node:path';
import { judgeDuplicates } from '../clean/index.ts';
import {
  entryColumns,
  RunBuilder,
  SpillReader,
  SpillWriter,
  sortByPrefix,
  VERDICT_BYTES,
  type Verdict,
  writeVerdict,
} from '../spill/index.ts';
import { SPLITS } from '../types.ts';
import type { WorkFile } from './completion.ts';
import { type Layout, threadPartition, threadPartitions } from './layout.ts';

/** Verdicts handed on at once. */
const RUN_BYTES = 1024 * 1024;

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
  const spill = openVerdicts(verdicts, threadPartitions(layout));
  const counts = new Array<number>(threadPartitions(layout)).fill(0);
  const lost = new Map<string, [number, string, number]>();
  try {
    judgeDuplicates(rows, order, (row, fate, smallest) => {
      const owner = threadPartition(layout, SPLITS[rows.side(row)]!, rows.key(row));
      const [input, byte] = [rows.input(row), rows.byte(row)];
      spill.add(owner, { input, byte, fate, clusterInput: rows.input(smallest), clusterId: rows.id(smallest) });
      if (fate === 'kept') return;
      counts[owner]! += 1;
      const tally = lost.get(`${input} ${fate}`) ?? [input, fate, 0];
      tally[2] += 1;
      lost.set(`${input} ${fate}`, tally);
    });
    return { files: [spill.finish()], lost: [...lost.values()], counts };
  } finally {
    spill.abandon();
  }
}

/** The partition's pieces of all spills, read one behind the other. */
function gather(spills: readonly string[], partition: number): Buffer {
  const reader = new SpillReader();
  const gathered = Buffer.allocUnsafeSlow(spills.reduce((sum, path) => sum + reader.bytes(path, partition), 0));
  let used = 0;
  const allocate = (bytes: number) => {
    used += bytes;
    return gathered.subarray(used - bytes, used);
  };
  for (const path of spills) for (const _ of reader.pieces(path, partition, allocate));
  return gathered;
}

/** A spill of verdicts, handed on in runs of a set size: there may be as many verdicts as rows. */
function openVerdicts(path: string, partitions: number) {
  const writer = new SpillWriter(path, partitions);
  const run = new RunBuilder(partitions);
  const memory = new Uint8Array(RUN_BYTES);
  const pass = () => writer.append(run.build((bytes) => memory.subarray(0, bytes)));
  return {
    add(partition: number, verdict: Verdict) {
      if (run.out.length + VERDICT_BYTES > RUN_BYTES) pass();
      run.begin(partition);
      writeVerdict(run.out, verdict);
    },
    finish(): WorkFile {
      pass();
      return { path: basename(path), ...writer.finish() };
    },
    abandon: () => writer.abandon(),
  };
}
