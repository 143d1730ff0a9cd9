// Where the batches of a finished shard end, so that its rows are written anew in the same ones: whoever copies rows knows
// not why batches end there, which in a stable order is more than their limits. Memory: a number a batch.

import type { ShardFormat } from './shard-format.ts';
import type { BatchEnds } from './shard-writer.ts';

/** The two files of a shard. */
export interface ShardPaths {
  readonly dataPath: string;
  readonly provenancePath: string;
}

/** Reads where the batches of both files end. */
export function readBatchEnds({ batchRows }: ShardFormat, { dataPath, provenancePath }: ShardPaths): BatchEnds {
  return { data: endsOf(batchRows(dataPath)), provenance: endsOf(batchRows(provenancePath)) };
}

function endsOf(batches: readonly number[]): Set<number> {
  let end = 0;
  return new Set(batches.map((rows) => (end += rows)));
}
