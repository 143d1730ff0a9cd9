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

/** The two files of a shard. */
export type ShardPart = 'data' | 'provenance';

/** Where a shard goes, and the columns its rows are collected in: those of an earlier shard, or new ones. */
export interface ShardOptions extends Pick<DurableOptions, 'fs'> {
  readonly dataPath: string;
  readonly provenancePath: string;
  readonly layouts: ShardLayouts;
  /** Which of the files to write; both by default. */
  readonly parts?: readonly ShardPart[] | undefined;
}

/** What was written of a shard. */
export interface ShardSums {
  readonly data?: WrittenRows | undefined;
  readonly provenance?: WrittenRows | undefined;
}

/** A shard being written. Call `abandon` when anything failed; it does nothing to a finished file. */
export class ShardWriter {
  readonly #data: ArrowWriter<readonly Slice[]> | undefined;
  readonly #provenance: ArrowWriter<ShardRow> | undefined;

  constructor({ dataPath, provenancePath, layouts, parts = ['data', 'provenance'], ...durable }: ShardOptions) {
    if (parts.includes('data')) this.#data = openArrowWriter(dataPath, layouts.data, durable);
    try {
      if (parts.includes('provenance')) this.#provenance = openArrowWriter(provenancePath, layouts.provenance, durable);
    } catch (error) {
      this.#data?.abandon();
      throw error;
    }
  }

  append(row: ShardRow): void {
    this.#data?.append(row.texts);
    this.#provenance?.append(row);
  }

  finish(): ShardSums {
    return { data: finish(this.#data), provenance: finish(this.#provenance) };
  }

  abandon(): void {
    this.#data?.abandon();
    this.#provenance?.abandon();
  }
}

/** Starts a shard. */
export function openShardWriter(options: ShardOptions): ShardWriter {
  return new ShardWriter(options);
}

/** apache-arrow has lost batches without an error, so a file counts only once it was counted. */
function finish<Row>(writer: ArrowWriter<Row> | undefined): WrittenRows | undefined {
  const written = writer?.finish();
  if (writer !== undefined && written !== undefined) expectRows(writer.path, written.rows);
  return written;
}

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
