// One part of a search: a batch of queries against a range of documents. In: vectors. Out: the k nearest of the range,
// best first. Memory: that of the kernel, and k entries a query.

import type { Vectors } from '../../encoder.ts';
import { BATCH_QUERIES, BLOCK_DOCUMENTS, createKernel, type Kernel, type KernelKind } from './kernel.ts';
import { ROWS } from './multiply-rows.ts';
import { createHeaps, drain, type Heaps, leastScore, offer } from './nearest-heap.ts';
import { createSieve } from './sieve.ts';

/** A range, counted from 0; `to` is behind its end. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where the nearest of a part go: queries × k, from that of the batch's first query. */
export interface PartResult {
  readonly ids: Uint32Array;
  readonly scores: Float32Array;
}

/** Searches part by part. */
export type SearchPart = (queries: Range, documents: Range, result: PartResult) => void;

/** Prepares to search; a batch has at most BATCH_QUERIES queries, and a range of documents at least k. */
export function createPartSearch(kind: KernelKind, queries: Vectors, documents: Vectors, k: number): SearchPart {
  const kernel = createKernel(kind, queries.dimensions);
  const heaps = createHeaps(BATCH_QUERIES, k);
  const sieve = createSieve(kernel, heaps, queries.dimensions);
  return (batch, range, { ids, scores }) => {
    const count = batch.to - batch.from;
    load(kernel, kernel.queries, queries, batch);
    sieve?.takeQueries(count);
    for (let from = range.from; from < range.to; from += BLOCK_DOCUMENTS) {
      const to = Math.min(range.to, from + BLOCK_DOCUMENTS);
      load(kernel, kernel.documents, documents, { from, to });
      sieve?.takeDocuments(to - from);
      for (let query = 0; query < count; query += ROWS) {
        if (sieve?.offerFound({ query, queries: Math.min(ROWS, count - query), from, count: to - from })) continue;
        kernel.multiply(query, to - from);
        for (let row = 0; row < ROWS && query + row < count; row++) {
          take(kernel, heaps, { heap: query + row, row, from, count: to - from });
        }
      }
    }
    for (let heap = 0; heap < count; heap++) {
      const [start, end] = [heap * k, heap * k + k];
      drain(heaps, heap, { ids: ids.subarray(start, end), scores: scores.subarray(start, end) });
    }
  };
}

/** Copies rows into the kernel's memory; what is behind a row's end stays zero. */
function load({ memory, width }: Kernel, place: number, { data, dimensions }: Vectors, { from, to }: Range): void {
  if (width === dimensions) {
    memory.set(data.subarray(from * dimensions, to * dimensions), place);
    return;
  }
  for (let row = from; row < to; row++) {
    memory.set(data.subarray(row * dimensions, (row + 1) * dimensions), place + (row - from) * width);
  }
}

interface Products {
  readonly heap: number;
  /** Among the queries that were multiplied together. */
  readonly row: number;
  /** Number of the first document. */
  readonly from: number;
  readonly count: number;
}

function take({ memory, products }: Kernel, heaps: Heaps, { heap, row, from, count }: Products): void {
  const start = products + row * count;
  let least = leastScore(heaps, heap);
  for (let i = 0; i < count; i++) {
    const score = memory[start + i]!;
    // A later document of the same score has a higher number, but for what is not a number nothing is true.
    if (score < least) continue;
    offer(heaps, heap, from + i, Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score);
    least = leastScore(heaps, heap);
  }
}
