// What each thread of a search does: it takes the next part nobody has taken, until there is none. Everything is in memory
// that threads share; results of a range of documents lie behind those of the range before it.

import type { Vectors } from '../../encoder.ts';
import type { KernelKind } from './kernel.ts';
import type { Parts } from './plan-parts.ts';
import { createPartSearch } from './search-part.ts';

/** A search that threads share. */
export interface SharedSearch {
  readonly kernel: KernelKind;
  readonly queries: Vectors;
  readonly documents: Vectors;
  readonly k: number;
  readonly parts: Parts;
  /** Ranges × queries × k. */
  readonly ids: Uint32Array;
  readonly scores: Float32Array;
  /** One number: that of the part that is taken next. */
  readonly next: Int32Array;
}

/** Takes parts, and after each one gives the number of those that were taken by anybody. */
export function* takeParts(search: SharedSearch): Generator<number> {
  const { kernel, queries, documents, k, ids, scores, next } = search;
  const { batches, ranges } = search.parts;
  const searchPart = createPartSearch(kernel, queries, documents, k);
  // Bounded by the number of parts: each turn takes one.
  for (;;) {
    const part = Atomics.add(next, 0, 1);
    if (part >= batches.length * ranges.length) return;
    const range = Math.floor(part / batches.length);
    const batch = batches[part % batches.length]!;
    const [from, to] = [batch.from, batch.to].map((query) => (range * queries.count + query) * k);
    searchPart(batch, ranges[range]!, { ids: ids.subarray(from, to), scores: scores.subarray(from, to) });
    yield part + 1;
  }
}
