// Runs come in, one file goes out: flushes of about SPILL_BUFFER_BYTES, each grouped by partition, then an index.
// Memory: one flush, and a MiB of it in the order of the file. File: flushes, then per flush its start (f64) and ends (u32 a
// partition), then a footer of flushes (u32), partitions (u32) and the index's start (f64).

import { crc32 } from 'node:zlib';
import { type DurableFile, openDurableFile } from '../durable-file.ts';
import { ByteWriter } from './byte-writer.ts';
import type { Run } from './run-builder.ts';

// Large enough that a partition's piece of a flush is worth a disk access, small enough to hold one for each unit at work.
const SPILL_BUFFER_BYTES = 8 * 1024 * 1024;
// The last run may go beyond it by its own size, which is a third of a block.
const LAST_RUN_ROOM = 2 * 1024 * 1024;
/** What is written at once. */
const GROUPED_BYTES = 1024 * 1024;

/** What a completion record says of a spill, enough to know it again after a crash. */
export interface SpillReceipt {
  readonly bytes: number;
  readonly crc32: number;
}

/** Memory of one spill being written, to be used again by the next one; it grows to what a flush takes. */
export class SpillMemory {
  /** A flush is written when so much is there: less is enough where partitions come one after another. */
  readonly flushBytes: number;
  /** The runs of the next flush, one behind the other. */
  held: Buffer = Buffer.alloc(0);
  #grouped: Buffer | undefined;

  constructor(flushBytes = SPILL_BUFFER_BYTES) {
    this.flushBytes = flushBytes;
  }

  /** A part of it grouped by partition, on its way to the file; a spill of a single run, which is grouped already, has none. */
  get grouped(): Buffer {
    this.#grouped ??= Buffer.allocUnsafeSlow(Math.min(GROUPED_BYTES, this.flushBytes));
    return this.#grouped;
  }
}

/** A run in the flush: where its bytes begin, and where in them each partition ends. */
interface HeldRun {
  readonly from: number;
  readonly ends: Uint32Array;
}

/** Writes one spill file, whole or not at all. */
export class SpillWriter {
  readonly #file: DurableFile;
  readonly #partitions: number;
  readonly #index = new ByteWriter();
  readonly #memory: SpillMemory;
  #heldBytes = 0;
  #groupedBytes = 0;
  #runs: HeldRun[] = [];
  #flushes = 0;
  #written = 0;
  #crc = 0;

  constructor(path: string, partitions: number, memory = new SpillMemory()) {
    // Its receipt is what it is known by: one that a power cut tore is written again.
    this.#file = openDurableFile(path, { sync: false });
    this.#partitions = partitions;
    this.#memory = memory;
  }

  /** Copies a run, whose memory may be used again as soon as this returns. */
  append(run: Run): void {
    this.#append(run, this.#memory.flushBytes);
  }

  /** Ends the file, behind a last run if there is one. */
  finish(last?: Run): SpillReceipt {
    if (last !== undefined) this.#append(last, 0);
    this.#flush();
    const index = this.#index;
    const start = this.#written;
    index.u32(this.#flushes);
    index.u32(this.#partitions);
    index.f64(start);
    this.#write(index.view());
    this.#file.finish();
    return { bytes: this.#written, crc32: this.#crc };
  }

  abandon(): void {
    this.#file.abandon();
  }

  /** Holds a run, or writes it as it lies where nothing is held before it and it has the bytes of a flush. */
  #append(run: Run, flushBytes: number): void {
    const { bytes, ends } = run;
    if (bytes.length === 0) return;
    if (this.#heldBytes === 0 && bytes.length >= flushBytes) {
      this.#writeRun(run);
      return;
    }
    const from = this.#heldBytes;
    this.#memory.held = withRoom(this.#memory, from, bytes.length);
    this.#memory.held.set(bytes, from);
    this.#heldBytes += bytes.length;
    this.#runs.push({ from, ends });
    if (this.#heldBytes >= this.#memory.flushBytes) this.#flush();
  }

  #flush(): void {
    if (this.#heldBytes === 0) return;
    const { held } = this.#memory;
    this.#index.f64(this.#written);
    let end = 0;
    for (let p = 0; p < this.#partitions; p++) {
      for (const { from, ends } of this.#runs) {
        const piece = held.subarray(from + (p === 0 ? 0 : ends[p - 1]!), from + ends[p]!);
        this.#group(piece);
        end += piece.length;
      }
      this.#index.u32(end);
    }
    this.#writeGrouped();
    this.#flushes += 1;
    this.#runs = [];
    this.#heldBytes = 0;
  }

  /** A run that is a flush by itself is grouped already. */
  #writeRun({ bytes, ends }: Run): void {
    this.#index.f64(this.#written);
    for (const end of ends) this.#index.u32(end);
    this.#write(bytes);
    this.#flushes += 1;
  }

  #group(piece: Buffer): void {
    const { grouped } = this.#memory;
    if (this.#groupedBytes + piece.length > grouped.length) this.#writeGrouped();
    if (piece.length > grouped.length) {
      this.#write(piece);
      return;
    }
    grouped.set(piece, this.#groupedBytes);
    this.#groupedBytes += piece.length;
  }

  #writeGrouped(): void {
    if (this.#groupedBytes > 0) this.#write(this.#memory.grouped.subarray(0, this.#groupedBytes));
    this.#groupedBytes = 0;
  }

  #write(bytes: Uint8Array): void {
    this.#file.write(bytes);
    this.#crc = crc32(bytes, this.#crc);
    this.#written += bytes.length;
  }
}

/** The same bytes where `more` fit behind the first `used`. */
function withRoom({ held: bytes, flushBytes }: SpillMemory, used: number, more: number): Buffer {
  if (used + more <= bytes.length) return bytes;
  // Most spills fill a flush: its size at once spares the sizes on the way, which would lie about until collected.
  const room = bytes.length === 0 ? 0 : flushBytes + LAST_RUN_ROOM;
  const grown = Buffer.allocUnsafeSlow(Math.max(room, 2 * bytes.length, used + more));
  bytes.copy(grown, 0, 0, used);
  return grown;
}
