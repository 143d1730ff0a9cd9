// The vectors of one model on disk, in files that are never changed: any number of runs read and write at once. Memory:
// 100 bytes a text that is kept of this model, and one file.

import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../make-folder.ts';
import { makeRoom } from './make-room.ts';
import { type Rows, readKeys, readVectors, SEGMENT, segmentBytes, writeSegment } from './segment.ts';

/** Where vectors are kept, and how many. */
export interface VectorCache {
  /** A folder of its own, which may be removed at any time. */
  readonly folder: string;
  /** Bytes of all models together at most; 4 GiB by default. What was not used for the longest time makes room. */
  readonly mostBytes?: number | undefined;
  /** What the clock on the wall says. */
  readonly date: () => Date;
}

/** A million texts of 1,024 numbers. */
const MOST_BYTES = 4 * 1024 ** 3;

/** Vectors of one model by the keys of their texts. */
export interface VectorStore {
  /** Gives the vectors that are there, a key at a time, in no particular order. */
  read(keys: Iterable<string>): Generator<readonly [key: string, vector: Float32Array]>;
  /** Keeps vectors, where there is room or can be made without what this run has used. */
  write(rows: Rows): void;
}

interface Place {
  readonly path: string;
  readonly row: number;
}

/** Opens the vectors of a model, by the name of its folder in the cache. */
export function openVectorStore(cache: VectorCache, model: string, dimensions: number): VectorStore {
  const { folder, mostBytes = MOST_BYTES, date } = cache;
  const own = join(folder, model);
  makeFolder(own);
  const places = new Map<string, Place>();
  const used = new Set<string>();
  const place = (path: string, keys: readonly string[]) => {
    keys.forEach((key, row) => {
      places.set(key, { path, row });
    });
  };
  for (const name of readdirSync(own).sort()) {
    const path = join(own, name);
    if (name.endsWith(SEGMENT)) place(path, readKeys(path, dimensions) ?? []);
  }
  return {
    *read(keys) {
      for (const [path, wanted] of byPath(keys, places)) {
        const vectors = readVectors(path);
        if (vectors === undefined) {
          for (const { key } of wanted) places.delete(key);
          continue;
        }
        if (!used.has(path)) touch(path, date());
        used.add(path);
        for (const { key, row } of wanted)
          yield [key, vectors.subarray(row * dimensions, (row + 1) * dimensions)] as const;
      }
    },
    write(rows) {
      if (!makeRoom({ folder, mostBytes, wanted: segmentBytes(rows), spared: used })) return;
      const path = join(own, writeSegment(own, rows));
      touch(path, date());
      used.add(path);
      place(path, rows.keys);
    },
  };
}

/** Keys that are there, file by file: each file is read once. */
function byPath(keys: Iterable<string>, places: ReadonlyMap<string, Place>) {
  const found = new Map<string, { key: string; row: number }[]>();
  for (const key of keys) {
    const at = places.get(key);
    if (at === undefined) continue;
    const wanted = found.get(at.path) ?? [];
    found.set(at.path, wanted);
    wanted.push({ key, row: at.row });
  }
  return found;
}

/** Says that a file was used; another run may have removed it meanwhile. */
function touch(path: string, when: Date): void {
  try {
    utimesSync(path, when, when);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
