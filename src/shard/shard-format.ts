// What every format of shards can do: encode rows, count them, read them back.

import type { Format } from '../formats.ts';
import type { ShardRow } from './layout.ts';
import type { ProvenanceRow } from './provenance-rows.ts';
import type { RowPacker } from './row-packer.ts';
import type { RowEncoder } from './row-writer.ts';

/** Which rows to read: from `from`, inclusive, to `to`, exclusive. */
export interface RowRange {
  readonly from?: number;
  readonly to?: number;
}

/** Which texts to read. Formats that have column names give their own; JSON lines have none, and take these. */
export interface TextRange extends RowRange {
  readonly columns: readonly string[];
}

/** Memory to write a data shard and its provenance in, one pair after another. */
export interface ShardEncoders<Row = ShardRow> {
  readonly data: RowEncoder<Row>;
  readonly provenance: RowEncoder<Row>;
}

/** A format. */
export interface ShardFormat {
  readonly name: Format;
  /** Gives encoders for text columns; all that it gives share one memory, so that the last ones alone are good. */
  openEncoders(): (columns: readonly string[]) => ShardEncoders;
  /** The same for rows in the hand of a packer, where there is such a way. */
  openPackedEncoders?(packer: RowPacker): (columns: readonly string[]) => ShardEncoders<RowPacker>;
  /** Counts the rows of a shard, and checks that it is whole. */
  countRows(path: string): number;
  /** The rows of each batch, as the heads of batches have them. */
  batchRows(path: string): number[];
  /** Reads texts by column name. */
  readDataRows(path: string, range: TextRange): Generator<Record<string, string>>;
  /** Reads where rows come from: the counterpart of what was written. */
  readProvenanceRows(path: string, range?: RowRange): Generator<ProvenanceRow>;
}
