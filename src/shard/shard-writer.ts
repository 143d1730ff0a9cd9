// A shard is two files with the same rows: the texts a trainer reads, and the provenance of each row.
// In: finished rows in their final order. Out: both files under their names, counted again after they were closed.

import type { DurableOptions } from '../durable-file.ts';
import { StackpairsError } from '../errors.ts';
import type { Slice } from '../types.ts';
import { countRows } from './arrow-reader.ts';
import { type ArrowWriter, openArrowWriter, type WrittenRows } from './arrow-writer.ts';
import type { ShardRow } from './layout.ts';
import { provenanceLayout } from './provenance-layout.ts';
import { textLayout } from './text-layout.ts';

/** The columns of both files, for one shard after another. */
export type ShardLayouts = ReturnType<typeof shardLayouts>;

/** Makes columns for shards with these text columns. */
export function shardLayouts(columns: readonly string[]) {
  return { data: textLayout(columns), provenance: provenanceLayout() };
}

/** Where a shard goes, and the columns its rows are collected in: those of an earlier shard, or new ones. */
export interface ShardOptions extends Pick<DurableOptions, 'fs'> {
  readonly dataPath: string;
  readonly provenancePath: string;
  readonly layouts: ShardLayouts;
}

/** Both files of a finished shard. */
export interface ShardSums {
  readonly data: WrittenRows;
  readonly provenance: WrittenRows;
}

/** A shard being written. Call `abandon` when anything failed; it does nothing to a finished file. */
export class ShardWriter {
  readonly #options: ShardOptions;
  readonly #data: ArrowWriter<readonly Slice[]>;
  readonly #provenance: ArrowWriter<ShardRow>;

  constructor(options: ShardOptions) {
    const { dataPath, provenancePath, layouts, ...durable } = options;
    this.#options = options;
    this.#data = openArrowWriter(dataPath, layouts.data, durable);
    try {
      this.#provenance = openArrowWriter(provenancePath, layouts.provenance, durable);
    } catch (error) {
      this.#data.abandon();
      throw error;
    }
  }

  append(row: ShardRow): void {
    this.#data.append(row.texts);
    this.#provenance.append(row);
  }

  finish(): ShardSums {
    const data = this.#data.finish();
    const provenance = this.#provenance.finish();
    expectRows(this.#options.dataPath, data.rows);
    expectRows(this.#options.provenancePath, provenance.rows);
    return { data, provenance };
  }

  abandon(): void {
    this.#data.abandon();
    this.#provenance.abandon();
  }
}

/** Starts a shard. */
export function openShardWriter(options: ShardOptions): ShardWriter {
  return new ShardWriter(options);
}

/** apache-arrow has lost batches without an error, so a file counts only once it was counted. */
function expectRows(path: string, rows: number): void {
  const found = countRows(path);
  if (found === rows) return;
  throw new StackpairsError('damaged_output', 'rows were lost while writing', {
    at: path,
    expected: `${rows} rows`,
    found: `${found}`,
    hint: 'Start the same command again; if it happens twice, the disk is at fault or stackpairs is',
  });
}
