// A spill of records of any size, handed on in runs of a set size, since there may be as many as rows.
// Memory: a run twice.

import type { ByteWriter } from './byte-writer.ts';
import { RunBuilder } from './run-builder.ts';
import { SpillMemory, type SpillReceipt, SpillWriter } from './spill-writer.ts';

/** A run is handed on when so many bytes are there, or a flush. */
const RUN_BYTES = 1024 * 1024;

/** Writes one spill, record by record, whole or not at all. */
export class RunSpill {
  readonly #writer: SpillWriter;
  readonly #run: RunBuilder;
  readonly #runBytes: number;
  /** A run in the order of its partitions, where its records were not; the last of them may be a long one. */
  #grouped = new Uint8Array(0);

  constructor(path: string, partitions: number, memory = new SpillMemory()) {
    this.#writer = new SpillWriter(path, partitions, memory);
    this.#run = new RunBuilder(partitions);
    this.#runBytes = Math.min(RUN_BYTES, memory.flushBytes);
  }

  /** Where the next record, one of this partition, is appended. */
  begin(partition: number): ByteWriter {
    if (this.#run.out.length >= this.#runBytes) this.#pass();
    this.#run.begin(partition);
    return this.#run.out;
  }

  finish(): SpillReceipt {
    this.#pass();
    return this.#writer.finish();
  }

  abandon(): void {
    this.#writer.abandon();
  }

  #pass(): void {
    this.#writer.append(this.#run.lend((bytes) => this.#room(bytes)));
  }

  #room(bytes: number): Uint8Array {
    if (bytes > this.#grouped.length) this.#grouped = new Uint8Array(Math.max(bytes, this.#runBytes));
    return this.#grouped.subarray(0, bytes);
  }
}
