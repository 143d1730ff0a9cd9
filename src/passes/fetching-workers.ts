// Threads of a build that is in object storage: what a task reads is fetched before the task begins, of spills only the
// partitions that it wants. Memory: where each spill has its partitions, 4 bytes a partition and flush.

import { SpillReader, spillIndexAt } from '../spill/index.ts';
import { joinNear, type Mirror } from '../storage/index.ts';
import type { Perform } from '../workers/perform.ts';
import type { Workers } from '../workers/pool.ts';
import { digestChunks } from './digest.ts';
import { readsOf, type UnitRead } from './unit-reads.ts';

/** The index of most spills is shorter, and then one request fetches it with the footer that says where it begins. */
const TAIL_BYTES = 64 * 1024;
/** Pieces with less between them are fetched in one request: that takes as long as a request by itself. */
const GAP_BYTES = 256 * 1024;

/** The same threads, for tasks that read what is mirrored. */
export function fetchingWorkers(workers: Workers, mirror: Mirror): Workers {
  const fetch = readFetcher(mirror);
  const stop = new AbortController();
  const perform: Perform = async (task) => {
    // A file that is read once, from its first byte to its last, need not be on the disk.
    if (task.kind === 'digest' && mirror.isMirrored(task.path)) {
      return digestChunks(mirror.chunks(task.path, { signal: stop.signal })) as Promise<never>;
    }
    await Promise.all(readsOf(task).map(fetch));
    return workers.perform(task);
  };
  const close = (reason?: unknown) => {
    stop.abort(reason);
    return workers.close(reason);
  };
  const { threads, width } = workers;
  return { threads, width, perform, close };
}

function readFetcher(mirror: Mirror): (read: UnitRead) => Promise<void> {
  const reader = new SpillReader();
  const indexes = new Map<string, Promise<void>>();
  const index = (path: string): Promise<void> => {
    const known = indexes.get(path) ?? fetchIndex(mirror, path);
    indexes.set(path, known);
    return known;
  };
  return async ({ path, partitions }) => {
    if (!mirror.isMirrored(path)) return;
    if (partitions === undefined) return mirror.fetchAll(path);
    await index(path);
    const pieces = partitions.flatMap((partition) => reader.ranges(path, partition));
    const ranges = pieces.map(({ at, length }) => ({ from: at, to: at + length }));
    await mirror.fetch(path, joinNear(ranges, GAP_BYTES));
  };
}

async function fetchIndex(mirror: Mirror, path: string): Promise<void> {
  await mirror.fetchEnds(path, 0, TAIL_BYTES);
  await mirror.fetch(path, [spillIndexAt(path)]);
}
