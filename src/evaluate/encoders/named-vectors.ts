// Vectors with the ids of their texts, whatever kind of file they came from.

import type { Vectors } from '../../encoder.ts';

/** Vectors and ids, row by row. */
export interface NamedVectors {
  readonly vectors: Vectors;
  readonly ids: readonly string[];
  /** Where the id of a row stands, for people. */
  readonly placeOf: (row: number) => string;
}
