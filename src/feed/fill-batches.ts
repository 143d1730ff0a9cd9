// Batches of one source, epoch after epoch: rows in the order of the epoch, no two in a batch that share a key. A row that
// may not be in a batch waits with the key that kept it out, and is the first to be taken when that key is free again; so
// a batch looks at one waiting row of a key, however many there are.

import { BatchKeys, NONE } from './batch-keys.ts';
import type { EpochOrder } from './permute.ts';
import type { SharedKeys } from './shared-keys.ts';

/** What became of the rows of a source. */
export interface SourceCounts {
  readonly batches: number;
  /** Epochs that were begun, the last of which may not be over. */
  readonly epochs: number;
  /** Rows that had to wait for a later batch, each time that one had. */
  readonly deferred: number;
  /** Rows of finished epochs that filled no batch: fewer than one were left, or they share keys. */
  readonly leftOver: number;
}

/** A source of batches. */
export interface BatchSource {
  /** False where a batch takes more rows than there are: no epoch has one. */
  readonly hasRows: boolean;
  /** Begins an epoch: the first, or another when one is over. */
  begin(): void;
  /** Writes the rows of the next batch of the epoch to `target` from `at` on; false if what is left makes no batch. */
  fill(target: Uint32Array, at: number): boolean;
  counts(): SourceCounts;
}

/** What a source is made of. */
export interface BatchRules {
  readonly size: number;
  readonly shared: SharedKeys;
  readonly order: EpochOrder;
  /** Whether rows in the order of an epoch belong together `size` by `size`: then a batch has such a run as far as it can. */
  readonly keepsRuns?: boolean;
}

/** A key whose waiting rows are kept out by other keys is left alone after so many. */
const MOST_MOVES = 64;

/** Rows whose keys are fetched at once: what they take of a cache is some ten kilobytes. */
const FETCHED = 512;

/** Opens a source of batches of `size` rows. Memory: 4 bytes a row for its order, 4 for its place in a queue, and 13 a shared key. */
export function openBatchSource({ size, shared, order, keepsRuns = false }: BatchRules): BatchSource {
  const count = shared.places.length / shared.width;
  const keys = new BatchKeys(shared, Math.min(size, count));
  const waiting = openWaiting(count, keys.count);
  let rows: Uint32Array = new Uint32Array(0);
  let [position, fetched, end, batches, epochs, deferred, leftOver] = [0, 0, 0, 0, 0, 0, 0];
  let before = { batches, deferred, leftOver };

  /** Gives a waiting row that may be taken now; rows that other keys keep out go to wait with those. */
  const firstFree = (key: number): number => {
    for (let moves = 0; moves < MOST_MOVES && waiting.head(key) !== NONE; moves++) {
      const row = waiting.head(key);
      const by = keys.blocker(row);
      if (by === key) return NONE;
      waiting.shift(key);
      if (by === NONE) return row;
      waiting.add(by, row);
    }
    return NONE;
  };

  let [filled, target, at] = [0, new Uint32Array(0) as Uint32Array, 0];
  const offer = (row: number) => {
    const by = keys.blocker(row);
    if (by === NONE) {
      keys.add(row);
      target[at + filled++] = row;
    } else {
      waiting.add(by, row);
      deferred++;
    }
  };
  const offerWaiting = () => {
    for (let turns = waiting.keys(); turns > 0 && filled < size; turns--) {
      const key = waiting.nextKey();
      const row = firstFree(key);
      if (row !== NONE) offer(row);
      waiting.putBack(key);
    }
  };
  const offerNext = () => {
    while (filled < size && position < end) {
      if (position >= fetched) {
        fetched = Math.min(end, position + FETCHED);
        keys.fetch(rows, position, fetched);
      }
      offer(rows[position++]!);
    }
  };
  const fillOnce = (): number => {
    keys.clear();
    filled = 0;
    const runEnd = Math.min(position + size, end);
    if (keepsRuns) while (position < runEnd) offer(rows[position++]!);
    offerWaiting();
    // From the far end, the runs in between stay whole.
    if (keepsRuns) while (filled < size && position < end) offer(rows[--end]!);
    else offerNext();
    return filled;
  };

  return {
    hasRows: count >= size,
    begin() {
      // An epoch without a batch is as if it had not been: its rows come again in another order.
      if (batches === before.batches) ({ deferred, leftOver } = before);
      before = { batches, deferred, leftOver };
      rows = order(epochs++);
      [position, fetched, end] = [0, 0, rows.length];
    },
    fill(into, from) {
      if (epochs === 0) return false;
      [target, at] = [into, from];
      if (fillOnce() === size) {
        batches++;
        return true;
      }
      leftOver += filled + waiting.clear();
      return false;
    },
    counts: () => ({ batches, epochs, deferred, leftOver }),
  };
}

/** Rows that wait, by the key that kept them out; keys take turns. */
function openWaiting(rows: number, count: number) {
  const next = new Uint32Array(rows);
  const [heads, tails] = [new Uint32Array(count).fill(NONE), new Uint32Array(count)];
  const isQueued = new Uint8Array(count);
  // A ring: each key stands in it once at most.
  const ring = new Uint32Array(count);
  let [first, queued] = [0, 0];
  const enqueue = (key: number) => {
    if (isQueued[key] === 1) return;
    isQueued[key] = 1;
    ring[(first + queued++) % count] = key;
  };
  return {
    keys: () => queued,
    head: (key: number): number => heads[key]!,
    add(key: number, row: number) {
      if (heads[key] === NONE) heads[key] = row;
      else next[tails[key]!] = row;
      tails[key] = row;
      next[row] = NONE;
      enqueue(key);
    },
    shift(key: number) {
      heads[key] = next[heads[key]!]!;
    },
    nextKey(): number {
      const key = ring[first]!;
      first = (first + 1) % count;
      queued--;
      isQueued[key] = 0;
      return key;
    },
    /** Behind all others, if rows wait with it still. */
    putBack(key: number) {
      if (heads[key] !== NONE) enqueue(key);
    },
    /** Forgets all that wait, and says how many. */
    clear(): number {
      let rows = 0;
      for (; queued > 0; first = (first + 1) % count, queued--) {
        const key = ring[first]!;
        isQueued[key] = 0;
        for (; heads[key] !== NONE; heads[key] = next[heads[key]!]!) rows++;
      }
      return rows;
    },
  };
}
