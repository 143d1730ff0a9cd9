// Rows into one Arrow IPC stream file, uncompressed, cut into record batches at fixed limits, so that equal rows give
// equal bytes. Memory: one batch of at most 32 MiB (or one larger row), in buffers used again for the next batch.
// Beware: apache-arrow keeps what nobody reads and drops batches whose schema differs; hence the sink and the one schema.

import { DurableFile, type DurableOptions } from '../durable-file.ts';
import { AsyncByteQueue, makeData, RecordBatch, RecordBatchStreamWriter, Struct } from './arrow.ts';
import type { Layout } from './layout.ts';

/** Rows of a batch at most: readers hold a batch whole, and 10,000 titles with bodies are about 12 MB. */
export const BATCH_ROWS = 10_000;

/** Bytes of a batch at most, far from the 2 GiB that 32-bit offsets can address. */
export const BATCH_BYTES = 32 * 1024 * 1024;

/** A finished file. */
export interface WrittenRows {
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Passes on what apache-arrow writes instead of queueing it; the writer takes no sink but a subclass of its own. */
class FileSink extends AsyncByteQueue {
  readonly #file: DurableFile;

  constructor(file: DurableFile) {
    super();
    this.#file = file;
  }

  override write(bytes: Uint8Array): void {
    this.#file.write(bytes);
  }
}

/** One file being written, from its first row to its name. Call `abandon` when anything failed. */
export class ArrowWriter<Row> {
  readonly path: string;
  readonly #layout: Layout<Row>;
  readonly #file: DurableFile;
  readonly #stream = new RecordBatchStreamWriter();
  #rows = 0;
  #batchRows = 0;
  #batchBytes = 0;

  constructor(path: string, layout: Layout<Row>, options: DurableOptions) {
    this.path = path;
    this.#layout = layout;
    layout.clear(); // an abandoned file leaves rows in it
    this.#file = new DurableFile(path, { ...options, sha256: true });
    try {
      this.#stream.reset(new FileSink(this.#file), layout.schema);
    } catch (error) {
      this.#file.abandon();
      throw error;
    }
  }

  append(row: Row): void {
    const bytes = this.#layout.mostBytes(row);
    if (this.#batchRows === BATCH_ROWS || this.#batchBytes + bytes > BATCH_BYTES) this.#writeBatch();
    this.#layout.append(row);
    this.#batchRows++;
    this.#batchBytes += bytes;
  }

  finish(): WrittenRows {
    this.#writeBatch();
    if (this.#rows === 0) throw new Error(`${this.#file.path}: a shard without rows`);
    this.#stream.close();
    const { bytes, sha256 } = this.#file.finish();
    if (sha256 === undefined) throw new Error(`${this.#file.path}: written without a digest`);
    return { rows: this.#rows, bytes, sha256 };
  }

  abandon(): void {
    this.#file.abandon();
  }

  /** Everything is on its way to the disk when this returns, so the columns may be filled again. */
  #writeBatch(): void {
    if (this.#batchRows === 0) return;
    const { schema } = this.#layout;
    const type = new Struct(schema.fields);
    const data = makeData({ type, length: this.#batchRows, nullCount: 0, children: this.#layout.columns() });
    this.#stream.write(new RecordBatch(schema, data));
    this.#layout.clear();
    this.#rows += this.#batchRows;
    this.#batchRows = 0;
    this.#batchBytes = 0;
  }
}

/** Starts a file whose rows have this layout. */
export function openArrowWriter<Row>(
  path: string,
  layout: Layout<Row>,
  options: DurableOptions = {},
): ArrowWriter<Row> {
  return new ArrowWriter(path, layout, options);
}
