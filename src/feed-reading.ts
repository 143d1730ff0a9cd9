// What the readings of a feed have in common: they go through the shards of a source and write keys of its rows.

import { setImmediate } from 'node:timers/promises';
import { StackpairsError } from './errors.ts';
import type { Keys, PlaceTarget } from './feed/index.ts';
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

/** Throws `damaged_output` unless so many rows were read of a shard as the manifest says: there are places for no others. */
export function expectRows({ path, rows }: ManifestShard, found: number): void {
  if (found === rows) return;
  throw new StackpairsError('damaged_output', 'a shard has not the rows that the manifest says', {
    at: path,
    expected: `${rows} rows`,
    found: `${found}`,
    hint: 'build-dataset verify checks all files',
  });
}

/** Tells of rows that were read, and hears of signals. */
export async function heard(rows: number, { signal, onRows }: KeyOptions): Promise<void> {
  onRows?.(rows);
  await setImmediate();
  signal?.throwIfAborted();
}
