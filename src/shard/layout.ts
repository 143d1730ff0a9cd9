// What a shard's rows look like in Arrow: the schema, and the columns that rows are appended to between two batches.

import type { DatasetRow } from '../types.ts';
import type { Data, Schema } from './arrow.ts';

/** A finished row whose texts are UTF-8 already; the views are copied when the row is appended. */
export interface ShardRow extends Omit<DatasetRow, 'texts'> {
  readonly texts: readonly Uint8Array[];
}

/** Columns that collect the rows of one record batch. */
export interface Layout<Row> {
  readonly schema: Schema;
  /** The most bytes a row can take in the columns. */
  mostBytes(row: Row): number;
  append(row: Row): void;
  /** The columns in the schema's order: views that hold until `clear`. */
  columns(): Data[];
  clear(): void;
}
