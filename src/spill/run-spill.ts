// A spill of records of any size, handed on in runs of a set size, since there may be as many as rows.
// Memory: a run twice.

import type { ByteWriter } from './byte-writer.ts';
import { RunBuilder } from './run-builder.ts';
import { Scratch } from './scratch.ts';
import { SpillMemory, type SpillReceipt, SpillWriter } from './spill-writer.ts';

/** A run is handed on when so many bytes are there, or a flush. */
const RUN_BYTES = 1024 * 1024;

/** Memory of one spill being written, to be used again by the next one of as many partitions. */
export class RunMemory {
  readonly run: RunBuilder;
  readonly spill: SpillMemory;
  /** A run in the order of its partitions, where its records were not. */
  readonly grouped = new Scratch();

  constructor(partitions: number, spill = new SpillMemory()) {
    this.run = new RunBuilder(partitions);
    this.spill = spill;
  }
}

/** Writes one spill, record by record, whole or not at all. */
export class RunSpill {
  readonly #writer: SpillWriter;
  readonly #run: RunBuilder;
  readonly #grouped: Scratch;
  readonly #runBytes: number;

  constructor(path: string, partitions: number, { run, spill, grouped } = new RunMemory(partitions)) {
    this.#writer = new SpillWriter(path, partitions, spill);
    this.#run = run;
    this.#grouped = grouped;
    this.#runBytes = Math.min(RUN_BYTES, spill.flushBytes);
    run.clear(); // an abandoned spill leaves records in it
  }

  /** Where the next record, one of this partition, is appended. */
  begin(partition: number): ByteWriter {
    if (this.#run.out.length >= this.#runBytes) this.#writer.append(this.#lend());
    this.#run.begin(partition);
    return this.#run.out;
  }

  finish(): SpillReceipt {
    return this.#writer.finish(this.#lend());
  }

  abandon(): void {
    this.#writer.abandon();
  }

  #lend() {
    return this.#run.lend(this.#grouped.room);
  }
}
