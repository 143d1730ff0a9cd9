// Rows into one file of any format, cut into batches at fixed limits and wherever the caller says, so that equal rows give
// equal bytes, and the same batches in every format. Memory: one batch of at most 32 MiB (or one larger row), and what its format makes of it.

import { DurableFile, type DurableOptions } from '../durable-file.ts';

/** Rows of a batch at most: readers hold a batch whole, and 10,000 titles with bodies are about 12 MB. */
export const BATCH_ROWS = 10_000;

/** Bytes of a batch at most, far from the 2 GiB that 32-bit offsets can address. */
export const BATCH_BYTES = 32 * 1024 * 1024;

/** How rows of one kind become files of one format, one file after another in the same memory. */
export interface RowEncoder<Row> {
  /** The most bytes a row takes while its batch is collected; the same in every format, since batches are cut by it. */
  mostBytes(row: Row): number;
  append(row: Row): void;
  /** Forgets the rows that were appended and not written. */
  clear(): void;
  begin(file: DurableFile): BatchSink;
}

/** A file that batches are written to. */
export interface BatchSink {
  /** Writes the rows appended since the last batch, so many, and forgets them. */
  writeBatch(rows: number): void;
  end(): void;
}

/** A finished file. */
export interface WrittenRows {
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** One file being written, from its first row to its name. Call `abandon` when anything failed. */
export class RowWriter<Row> {
  readonly path: string;
  readonly #encoder: RowEncoder<Row>;
  readonly #file: DurableFile;
  readonly #sink: BatchSink;
  #rows = 0;
  #batchRows = 0;
  #batchBytes = 0;

  constructor(path: string, encoder: RowEncoder<Row>, options: DurableOptions) {
    this.path = path;
    this.#encoder = encoder;
    encoder.clear(); // an abandoned file leaves rows in it
    this.#file = new DurableFile(path, { ...options, sha256: true });
    try {
      this.#sink = encoder.begin(this.#file);
    } catch (error) {
      this.#file.abandon();
      throw error;
    }
  }

  append(row: Row): void {
    const bytes = this.#encoder.mostBytes(row);
    if (this.#batchRows === BATCH_ROWS || this.#batchBytes + bytes > BATCH_BYTES) this.endBatch();
    this.#encoder.append(row);
    this.#batchRows++;
    this.#batchBytes += bytes;
  }

  /** Ends the batch before its limits do; of an empty one there is nothing to end. */
  endBatch(): void {
    if (this.#batchRows === 0) return;
    // All of it is on its way to the disk when this returns, so the encoder's memory may be filled again.
    this.#sink.writeBatch(this.#batchRows);
    this.#rows += this.#batchRows;
    this.#batchRows = 0;
    this.#batchBytes = 0;
  }

  finish(): WrittenRows {
    this.endBatch();
    if (this.#rows === 0) throw new Error(`${this.#file.path}: a shard without rows`);
    this.#sink.end();
    const { bytes, sha256 } = this.#file.finish();
    if (sha256 === undefined) throw new Error(`${this.#file.path}: written without a digest`);
    return { rows: this.#rows, bytes, sha256 };
  }

  abandon(): void {
    this.#file.abandon();
  }
}

/** Starts a file whose rows are encoded by this. */
export function openRowWriter<Row>(
  path: string,
  encoder: RowEncoder<Row>,
  options: DurableOptions = {},
): RowWriter<Row> {
  return new RowWriter(path, encoder, options);
}
