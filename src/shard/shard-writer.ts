// A shard is two files with the same rows: the texts a trainer reads, and the provenance of each row.
// In: finished rows in their final order. Out: both files under their names, counted again after they were closed.

import type { DurableOptions } from '../durable-file.ts';
import { StackpairsError } from '../errors.ts';
import { arrowStreams } from './arrow-format.ts';
import type { ShardRow } from './layout.ts';
import { RowPacker } from './row-packer.ts';
import { openRowWriter, type RowWriter, type WrittenRows } from './row-writer.ts';
import type { ShardEncoders, ShardFormat } from './shard-format.ts';

/** What shards are written with, one after another in the same memory. */
export interface ShardLayouts<Row = ShardRow> extends ShardEncoders<Row>, Pick<ShardFormat, 'countRows'> {}

/** Prepares for shards with these text columns. */
export function shardLayouts(columns: readonly string[], format?: ShardFormat): ShardLayouts {
  return openLayouts(format)(columns);
}

/** Prepares for shards of one config after another: those with other text columns are written in the same memory. */
export function openLayouts(format: ShardFormat = arrowStreams): (columns: readonly string[]) => ShardLayouts {
  const encoders = format.openEncoders();
  return (columns) => ({ ...encoders(columns), countRows: format.countRows });
}

/** A packer, and the same for the rows in its hand. */
export interface PackedLayouts {
  readonly packer: RowPacker;
  readonly layoutsOf: (columns: readonly string[]) => ShardLayouts<RowPacker>;
}

/** Prepares for rows that are packed in WebAssembly; undefined if the format has no way for them. */
export function openPackedLayouts(format: ShardFormat = arrowStreams): PackedLayouts | undefined {
  const { openPackedEncoders, countRows } = format;
  if (openPackedEncoders === undefined) return undefined;
  const packer = new RowPacker();
  const encoders = openPackedEncoders(packer);
  return { packer, layoutsOf: (columns) => ({ ...encoders(columns), countRows }) };
}

/** The two files of a shard. */
export type ShardPart = 'data' | 'provenance';

/** Rows before the end of each batch, where batches are to end at more than their limits. */
export type BatchEnds = Readonly<Record<ShardPart, ReadonlySet<number>>>;

/** Where a shard goes, and what it is written with: that of an earlier shard, or new. */
export interface ShardOptions<Row = ShardRow> extends Pick<DurableOptions, 'fs'> {
  readonly dataPath: string;
  readonly provenancePath: string;
  readonly layouts: ShardLayouts<Row>;
  /** Which of the files to write; both by default. */
  readonly parts?: readonly ShardPart[] | undefined;
}

/** What was written of a shard. */
export interface ShardSums {
  readonly data?: WrittenRows | undefined;
  readonly provenance?: WrittenRows | undefined;
}

/** A shard being written. Call `abandon` when anything failed; it does nothing to a finished file. */
export class ShardWriter<Row = ShardRow> {
  readonly #data: RowWriter<Row> | undefined;
  readonly #provenance: RowWriter<Row> | undefined;

  readonly #countRows: ShardFormat['countRows'];

  constructor({ dataPath, provenancePath, layouts, parts = ['data', 'provenance'], ...durable }: ShardOptions<Row>) {
    this.#countRows = layouts.countRows;
    if (parts.includes('data')) this.#data = openRowWriter(dataPath, layouts.data, durable);
    try {
      if (parts.includes('provenance')) this.#provenance = openRowWriter(provenancePath, layouts.provenance, durable);
    } catch (error) {
      this.#data?.abandon();
      throw error;
    }
  }

  append(row: Row): void {
    this.#data?.append(row);
    this.#provenance?.append(row);
  }

  /** Ends the batches that are to end behind so many rows. */
  endBatches({ data, provenance }: BatchEnds, rows: number): void {
    if (data.has(rows)) this.#data?.endBatch();
    if (provenance.has(rows)) this.#provenance?.endBatch();
  }

  finish(): ShardSums {
    return { data: this.#finish(this.#data), provenance: this.#finish(this.#provenance) };
  }

  abandon(): void {
    this.#data?.abandon();
    this.#provenance?.abandon();
  }

  /** apache-arrow has lost batches without an error, so a file counts only once it was counted. */
  #finish(writer: RowWriter<Row> | undefined): WrittenRows | undefined {
    const written = writer?.finish();
    if (writer !== undefined && written !== undefined) {
      expectRows(writer.path, written.rows, this.#countRows(writer.path));
    }
    return written;
  }
}

/** Starts a shard. */
export function openShardWriter<Row = ShardRow>(options: ShardOptions<Row>): ShardWriter<Row> {
  return new ShardWriter(options);
}

function expectRows(path: string, rows: number, found: number): void {
  if (found === rows) return;
  throw new StackpairsError('damaged_output', 'rows were lost while writing', {
    at: path,
    expected: `${rows} rows`,
    found: `${found}`,
    hint: 'Start the same command again; if it happens twice, the disk is at fault or stackpairs is',
  });
}
