// Vectors of tokens -> one vector a text, of length 1. Sums are made in 64 bits and rounded once.

import type { Pooling } from './model-folder.ts';

/** Vectors of the tokens of several texts: texts × tokens × dimensions, with `lengths` tokens in each that count. */
export interface TokenVectors {
  readonly data: Float32Array;
  readonly tokens: number;
  readonly dimensions: number;
  readonly lengths: readonly number[];
}

/** Gives texts × dimensions. */
export function pool(vectors: TokenVectors, pooling: Pooling): Float32Array {
  const { data, tokens, dimensions, lengths } = vectors;
  const pooled = new Float32Array(lengths.length * dimensions);
  lengths.forEach((length, text) => {
    const from = text * tokens * dimensions;
    const own = data.subarray(from, from + length * dimensions);
    pooled.set(pooling === 'cls' ? own.subarray(0, dimensions) : combine(own, dimensions, pooling), text * dimensions);
  });
  return pooled;
}

function combine(own: Float32Array, dimensions: number, pooling: 'mean' | 'max'): Float64Array {
  const combined = new Float64Array(dimensions).fill(pooling === 'max' ? Number.NEGATIVE_INFINITY : 0);
  for (let at = 0; at < own.length; at += dimensions) {
    for (let i = 0; i < dimensions; i++) {
      const value = own[at + i]!;
      combined[i] = pooling === 'max' ? Math.max(combined[i]!, value) : combined[i]! + value;
    }
  }
  const tokens = own.length / dimensions;
  return pooling === 'max' ? combined : combined.map((sum) => sum / tokens);
}

/** Gives each row length 1; one of zeros stays as it is. Gives the number of the first row that is not finite, or -1. */
export function normaliseRows(rows: Float32Array, dimensions: number): number {
  for (let from = 0; from < rows.length; from += dimensions) {
    let sum = 0;
    for (let i = from; i < from + dimensions; i++) sum += rows[i]! * rows[i]!;
    if (!Number.isFinite(sum)) return from / dimensions;
    const scale = sum === 0 ? 0 : 1 / Math.sqrt(sum);
    for (let i = from; i < from + dimensions; i++) rows[i] = rows[i]! * scale;
  }
  return -1;
}
