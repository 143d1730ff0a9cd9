// What the readings of a feed have in common: they go through the shards of a source and write keys of its rows.

import { setImmediate } from 'node:timers/promises';
import type { Keys } from './feed/index.ts';
import type { OpenedBuild } from './inspect.ts';
import type { ColumnKeys } from './near/index.ts';

/** How to read. */
export interface KeyOptions {
  readonly build: Pick<OpenedBuild, 'out' | 'format'>;
  readonly columnKeys: ColumnKeys;
  readonly signal?: AbortSignal | undefined;
  /** Told of each batch of rows that was read. */
  readonly onRows?: ((rows: number) => void) | undefined;
}

/** Room for so many keys a row. */
export function emptyKeys(rows: number, width: number): Keys {
  return { high: new Uint32Array(rows * width), low: new Uint32Array(rows * width), width };
}

/** Tells of rows that were read, and hears of signals. */
export async function heard(rows: number, { signal, onRows }: KeyOptions): Promise<void> {
  onRows?.(rows);
  await setImmediate();
  signal?.throwIfAborted();
}
