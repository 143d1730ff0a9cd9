// How a search is cut into parts that threads take one after another: batches of queries, and where these are too few to
// keep all threads busy, ranges of documents as well.

import { BATCH_QUERIES, BLOCK_DOCUMENTS } from './kernel.ts';
import type { Range } from './search-part.ts';

/** Parts for each thread, so that none waits long for the last one. */
const PARTS_PER_THREAD = 4;

/** The parts of a search: each batch is held against each range. */
export interface Parts {
  readonly batches: readonly Range[];
  /** Of documents, at least k in each. */
  readonly ranges: readonly Range[];
}

/** What is searched. */
export interface Size {
  readonly queries: number;
  readonly documents: number;
  readonly k: number;
  readonly threads: number;
}

/** Plans a search; the result does not depend on how it is cut. */
export function planParts({ queries, documents, k, threads }: Size): Parts {
  const batches = cut(queries, Math.ceil(queries / BATCH_QUERIES));
  const wanted = Math.ceil((PARTS_PER_THREAD * Math.max(1, threads)) / Math.max(1, batches.length));
  const most = Math.floor(documents / Math.max(k, BLOCK_DOCUMENTS));
  return { batches, ranges: cut(documents, Math.max(1, Math.min(wanted, most))) };
}

/** So many ranges whose lengths differ by one at most. */
function cut(count: number, parts: number): Range[] {
  return Array.from({ length: parts }, (_, part) => ({
    from: Math.floor((part * count) / parts),
    to: Math.floor(((part + 1) * count) / parts),
  }));
}
