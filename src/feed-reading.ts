// What the readings of a feed have in common: they go through the shards of a source and write keys of its rows.

import { setImmediate } from 'node:timers/promises';
import { StackpairsError } from './errors.ts';
import type { Keys, PlaceTarget } from './feed/index.ts';
import type { FeedShards } from './feed-sources.ts';
import type { OpenedBuild } from './inspect.ts';
import type { ManifestShard } from './manifest.ts';
import type { ColumnKeys } from './near/index.ts';

/** How to read. */
export interface KeyOptions {
  readonly build: Pick<OpenedBuild, 'out' | 'format'>;
  readonly columnKeys: ColumnKeys;
  /** Where what rows share is written. */
  readonly target: PlaceTarget;
  readonly signal?: AbortSignal | undefined;
  /** Told of each batch of rows that was read. */
  readonly onRows?: ((rows: number) => void) | undefined;
}

/** Memory for the keys of a batch of rows, taken again for the next one. */
export function openKeyRoom(): (rows: number) => Keys {
  let room = { high: new Uint32Array(0), low: new Uint32Array(0) };
  return (rows) => {
    if (room.high.length < rows) room = { high: new Uint32Array(rows), low: new Uint32Array(rows) };
    return room;
  };
}

/** A batch of rows of a source. */
export interface ReadBatch<Batch> {
  readonly batch: Batch;
  readonly rows: number;
  /** How many rows of the source come before. */
  readonly first: number;
}

/** How shards are read: their batches, by the path of a data shard in its dataset, and how many rows those have. */
export interface ShardReading<Batch> {
  readonly batches: (path: string) => Iterable<Batch>;
  readonly rowsOf: (batch: Batch) => number;
}

/** Goes through the shards of a source; each batch is good until the next is asked for. Tells of rows, and hears of signals. */
export async function* readShards<Batch>(
  { shards }: FeedShards,
  { batches, rowsOf }: ShardReading<Batch>,
  options: KeyOptions,
): AsyncGenerator<ReadBatch<Batch>> {
  let first = 0;
  for (const shard of shards) {
    const before = first;
    for (const batch of batches(shard.path)) {
      const rows = rowsOf(batch);
      yield { batch, rows, first };
      first += rows;
      await heard(rows, options);
    }
    expectRows(shard, first - before);
  }
}

/** Throws `damaged_output` unless so many rows were read of a shard as the manifest says: there are places for no others. */
function expectRows({ path, rows }: ManifestShard, found: number): void {
  if (found === rows) return;
  throw new StackpairsError('damaged_output', 'a shard has not the rows that the manifest says', {
    at: path,
    expected: `${rows} rows`,
    found: `${found}`,
    hint: 'build-dataset verify checks all files',
  });
}

async function heard(rows: number, { signal, onRows }: KeyOptions): Promise<void> {
  onRows?.(rows);
  await setImmediate();
  signal?.throwIfAborted();
}
