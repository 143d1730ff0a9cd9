// The rows of one file of two builds beside each other. Memory: a map of the rows of the first.

import { ROW_BYTES } from './row-files.ts';

/** What became of rows. */
export interface RowChanges {
  /** Rows in the first build, and in the second. */
  readonly before: number;
  readonly after: number;
  readonly added: number;
  readonly removed: number;
  /** The same posts with other texts. */
  readonly edited: number;
  /** On another side of the split; an edited row may have moved as well. */
  readonly moved: number;
}

/** No rows at all. */
export const EMPTY_CHANGES: RowChanges = { before: 0, after: 0, added: 0, removed: 0, edited: 0, moved: 0 };

/** Adds what became of the rows of `before` in `after` to the counts by number of the site. */
export function compareRows(before: Buffer, after: Buffer, bySite: Writable<RowChanges>[]): void {
  const places = new Map<bigint, number>();
  for (let at = 0; at < before.length; at += ROW_BYTES) {
    places.set(before.readBigUInt64LE(at), at);
    bySite[before.readUInt32LE(at + 16)]!.before += 1;
  }
  for (let at = 0; at < after.length; at += ROW_BYTES) {
    const counts = bySite[after.readUInt32LE(at + 16)]!;
    counts.after += 1;
    const key = after.readBigUInt64LE(at);
    const place = places.get(key);
    if (place === undefined) counts.added += 1;
    else {
      places.delete(key);
      if (before.readBigUInt64LE(place + 8) !== after.readBigUInt64LE(at + 8)) counts.edited += 1;
      if (before.readUInt32LE(place + 20) !== after.readUInt32LE(at + 20)) counts.moved += 1;
    }
  }
  for (const place of places.values()) bySite[before.readUInt32LE(place + 16)]!.removed += 1;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
