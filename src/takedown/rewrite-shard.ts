// A shard and its provenance without the rows that are taken out. Memory: a record batch of each, read and written.

import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { stagedPath } from '../generation.ts';
import { untraced } from '../inspect.ts';
import { type ManifestShard, provenancePath } from '../manifest.ts';
import { askedIn, type MovedRows } from '../moved-rows.ts';
import type { CountedRows } from '../passes/counted-rows.ts';
import {
  openShardWriter,
  type ProvenanceRow,
  readBatchEnds,
  type ShardFormat,
  type ShardLayouts,
  shardRowOf,
} from '../shard/index.ts';

// A signal is heard about so often: rows are read without waiting for anything.
const ROWS_BETWEEN_SIGNALS = 10_000;

/** Says of a row whether it is taken out. */
export type IsRemoved = (row: ProvenanceRow) => boolean;

/** What is done with the shards of a dataset. */
export interface Rewriting {
  readonly out: string;
  readonly isRemoved: IsRemoved;
  /** Told of every row that is taken out. */
  readonly onRemoved: (row: ProvenanceRow) => void;
  readonly removed: CountedRows;
  /** Of these rows, those that were held out beyond the hash of their question. */
  readonly moved: MovedRows;
  readonly format: ShardFormat;
  readonly layouts: ShardLayouts;
  readonly columns: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Rows of a shard that are taken out. */
export async function countRemoved(
  { path }: ManifestShard,
  { out, format, isRemoved, signal }: Rewriting,
): Promise<number> {
  let [rows, removed] = [0, 0];
  for (const row of format.readProvenanceRows(join(out, provenancePath(path)))) {
    if (isRemoved(row)) removed += 1;
    if (++rows % ROWS_BETWEEN_SIGNALS === 0) await heed(signal);
  }
  return removed;
}

/** What the manifest says of a rewritten file. */
type Written = Pick<ManifestShard, 'rows' | 'bytes' | 'sha256'>;

/** The two files of a shard, anew. */
export interface Rewritten {
  readonly data: Written;
  readonly provenance: Written;
}

/** Writes a shard of the next generation, of which `left` rows stay; undefined if that is none. */
export async function rewriteShard(
  shard: ManifestShard,
  left: number,
  rewriting: Rewriting,
): Promise<Rewritten | undefined> {
  const { out, format, layouts, columns, removed, moved, isRemoved, onRemoved, signal } = rewriting;
  const path = provenancePath(shard.path);
  // Rows stay in the batches they are in: what is sent anew of a shard is little more than what is not the same.
  const ends = readBatchEnds(format, { dataPath: join(out, shard.path), provenancePath: join(out, path) });
  const writer =
    left === 0
      ? undefined
      : openShardWriter({ dataPath: stagedPath(out, shard.path), provenancePath: stagedPath(out, path), layouts });
  try {
    const traces = format.readProvenanceRows(join(out, path));
    let rows = 0;
    for (const texts of format.readDataRows(join(out, shard.path), { columns })) {
      const trace = traces.next();
      if (trace.done) throw untraced(path);
      const inOrder = columns.map((column) => texts[column] ?? '');
      const row = shardRowOf(inOrder, trace.value);
      if (isRemoved(trace.value)) {
        removed.add(row, shard.split);
        const { site, questionId, posts } = trace.value;
        moved.add({ site, questionId, asked: askedIn(posts) }, shard.split);
        onRemoved(trace.value);
      } else writer?.append(row);
      writer?.endBatches(ends, ++rows);
      if (rows % ROWS_BETWEEN_SIGNALS === 0) await heed(signal);
    }
    if (!traces.next().done) throw untraced(path);
    const { data, provenance } = writer?.finish() ?? {};
    if (data !== undefined && provenance !== undefined) return { data, provenance };
    return undefined;
  } finally {
    writer?.abandon();
  }
}

async function heed(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}
