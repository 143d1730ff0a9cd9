// What spares most products: rough ones, in whole numbers of 16 bits, say which documents cannot be among the nearest of a
// query. All others are multiplied as ever, so what is found does not change by a bit. Memory: a number a query.
//
// Advice to whoever changes this: a floor must never be too high. A row x of length X is scaled by SIZE / X and rounded, which moves
// it by h at most: half a unit for each dimension, a vector of that many halves. By Cauchy and Schwarz, the rough product of
// q and d is off the scaled one by 2 h SIZE + h² at most. The product in floats that counts is itself off the true one, by
// one rounding for each term and sum: n + 16 of them are more than there are, and also more than norms are off.

import type { Kernel } from './kernel.ts';
import { ROWS } from './multiply-rows.ts';
import { type Heaps, leastScore, offer } from './nearest-heap.ts';

/** Length of a rough row: none of its numbers is then beyond 16 bits, nor is a product of two beyond 32. */
const SIZE = 32_700;

/** Half a unit, and what the scaled number was rounded by before, in 24 bits. */
const HALF = 0.51;

/** Squared lengths between which nothing overflows or vanishes in 32-bit floats. */
const [LEAST, MOST] = [1e-30, 1e30];

/** Of the products of a block with four queries, the share that may be multiplied one by one: beyond it, all at once is faster. */
const MOST_FOUND = 1 / 6;

const [LOWEST_FLOOR, HIGHEST_FLOOR] = [-(2 ** 31), 2 ** 31 - 1];

/** Queries that were multiplied together, with documents from a number on. */
export interface Group {
  /** In the batch. */
  readonly query: number;
  /** ROWS, but fewer at the end of the batch. */
  readonly queries: number;
  readonly from: number;
  readonly count: number;
}

/** A sieve; undefined where the kernel has no rough products. */
export function createSieve({ rough, width, queries, documents }: Kernel, heaps: Heaps, dimensions: number) {
  if (rough === undefined) return undefined;
  const rounding = (dimensions + 16) * 2 ** -24;
  const h = HALF * Math.sqrt(dimensions);
  const margin = (1 + rounding) * (2 * h * SIZE + rounding * SIZE ** 2) + h ** 2;
  /** NaN where a row is too long, too short, or has no length. */
  const scaleOf = (squares: number) =>
    squares >= LEAST && squares <= MOST ? Math.fround(SIZE / (Math.sqrt(squares) * (1 + rounding))) : Number.NaN;
  const scales = new Float64Array(heaps.sizes.length);
  let documentScale = Number.NaN;

  /** False where a query has no floor yet, or no rough row. */
  function setFloors({ query, queries: of }: Group): boolean {
    for (let row = 0; row < ROWS; row++) {
      if (row >= of) {
        rough!.floors[row] = HIGHEST_FLOOR;
        continue;
      }
      const least = leastScore(heaps, query + row);
      const floor = least * scales[query + row]! * documentScale - margin;
      if (!Number.isFinite(floor)) return false;
      rough!.floors[row] = Math.max(LOWEST_FLOOR, Math.min(HIGHEST_FLOOR, Math.floor(floor)));
    }
    return true;
  }

  return {
    /** The first queries in the kernel's memory are new. */
    takeQueries(count: number): void {
      for (let query = 0; query < count; query++) {
        scales[query] = scaleOf(rough.longest(queries + query * width, 1));
        if (!Number.isNaN(scales[query])) rough.roughenQuery(query, scales[query]!);
      }
    },
    /** So are the first documents. */
    takeDocuments(count: number): void {
      documentScale = scaleOf(rough.longest(documents, count));
      if (!Number.isNaN(documentScale)) rough.roughenDocuments(count, documentScale);
    },
    /** Offers each document that may be among the nearest; false, and nothing is done, where all are better multiplied. */
    offerFound(group: Group): boolean {
      if (!setFloors(group)) return false;
      const { query, from, count } = group;
      const found = rough.sift(query, count);
      if (found > MOST_FOUND * ROWS * count) return false;
      for (let i = 0; i < found; i++) {
        const [row, document] = [rough.found[i]! % ROWS, Math.floor(rough.found[i]! / ROWS)];
        const score = rough.multiplyPair(query + row, document);
        if (score >= leastScore(heaps, query + row)) offer(heaps, query + row, from + document, score);
      }
      return true;
    },
  };
}
