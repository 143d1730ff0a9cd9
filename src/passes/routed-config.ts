// What is known of a config when its rows were read: where their records are, and what became of the others.

import { statSync } from 'node:fs';
import type { Book } from '../books.ts';
import type { RecordSpill } from '../spill/index.ts';
import { sum } from '../sum.ts';
import type { RowSample } from './row-samples.ts';

/** The records of a unit. */
export interface RoutedRecords extends RecordSpill {
  readonly unit: number;
  readonly rows: number;
  /** Rows by thread partition. */
  readonly counts: readonly number[];
}

/** A config before its duplicates are judged. */
export interface RoutedConfig {
  /** By input. */
  readonly books: readonly Book[];
  /** Pairs by thread partition. */
  readonly counts: readonly number[];
  /** Spills of all units, in the order of the plan. */
  readonly records: readonly RoutedRecords[];
  /** Spills of what copies are told by, of all units. */
  readonly entries: readonly string[];
  /** Rows by chance, as they stand in the dumps. */
  readonly samples: readonly RowSample[];
}

/** Bytes of all its records. */
export function recordBytes({ records }: Pick<RoutedConfig, 'records'>): number {
  return sum(records.map(({ path }) => statSync(path).size));
}
