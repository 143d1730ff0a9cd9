// Keeps a cache within its bound: the files of all models that were not used for the longest time are removed first.
// Whoever reads one meanwhile finds it gone, and makes its vectors again.

import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** How much room is asked for. */
export interface RoomRequest {
  /** The cache, with a folder a model. */
  readonly folder: string;
  readonly mostBytes: number;
  /** Bytes that are to be written. */
  readonly wanted: number;
  /** Files that stay, by path. */
  readonly spared: ReadonlySet<string>;
}

/** Makes room; false where it cannot be made, and then nothing was removed. */
export function makeRoom({ folder, mostBytes, wanted, spared }: RoomRequest): boolean {
  const files = listFiles(folder);
  let over = files.reduce((sum, { bytes }) => sum + bytes, wanted) - mostBytes;
  if (over <= 0) return true;
  const old = files.filter(({ path }) => !spared.has(path)).sort((a, b) => a.used - b.used);
  if (old.reduce((sum, { bytes }) => sum + bytes, 0) < over) return false;
  for (const { path, bytes } of old) {
    if (over <= 0) break;
    rmSync(path, { force: true });
    over -= bytes;
  }
  return true;
}

/** What a killed run left half-written counts, too. */
function listFiles(folder: string) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => join(folder, name, file)))
    .flatMap((path) => {
      const stat = statSync(path, { throwIfNoEntry: false });
      return stat === undefined ? [] : [{ path, bytes: stat.size, used: stat.mtimeMs }];
    });
}
