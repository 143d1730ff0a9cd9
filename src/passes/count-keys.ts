// How many rows stay of each order key in some thread partitions, in a thread: what a stable order is cut into shards by.
// Memory: a piece of a spill, the verdicts of a partition, and a number for each key, of which a large site has some thousands.

import { recordByte, recordKey, recordLength, SpillReader } from '../spill/index.ts';
import type { WorkFile } from './completion.ts';
import { type Layout, partitionRange } from './layout.ts';
import { type JudgedSpills, verdictsOf } from './verdicts-of.ts';

/** Thread partitions to count. */
export interface CountTask extends JudgedSpills {
  readonly kind: 'count';
  /** The partitions `[from, to)`. */
  readonly from: number;
  readonly to: number;
}

/** Rows that stay. */
export interface CountResult {
  readonly files: readonly WorkFile[];
  /** `[input, side, key, rows]`, the side as an index into SPLITS; in no set order. */
  readonly rows: readonly (readonly [number, number, number, number])[];
}

/** Counts the rows that no verdict takes away. */
export function countKeys({ from, to, ...judged }: CountTask, layout: Layout): CountResult {
  const reader = new SpillReader();
  const rows: CountResult['rows'][number][] = [];
  for (let partition = from; partition < to; partition++) {
    const { side } = partitionRange(layout, partition);
    for (const [input, keys] of countPartition(judged, partition, reader)) {
      for (const [key, count] of keys) rows.push([input, side, key, count]);
    }
  }
  return { files: [], rows };
}

function countPartition(judged: JudgedSpills, partition: number, reader: SpillReader) {
  const verdicts = verdictsOf(judged, partition, reader);
  const byInput = new Map<number, Map<number, number>>();
  for (const { path, input } of judged.records) {
    const fates = verdicts.get(input)!;
    const counts = byInput.get(input) ?? new Map<number, number>();
    byInput.set(input, counts);
    for (const piece of reader.pieces(path, partition)) {
      for (let at = 0; at < piece.length; at += recordLength(piece, at)) {
        if ((fates.get(recordByte(piece, at))?.fate ?? 'kept') !== 'kept') continue;
        const key = recordKey(piece, at);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  return byInput;
}
