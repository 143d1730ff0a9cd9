// A Run is what one block leaves behind for one spill: records grouped by partition, with the end of each group.
// It is built in a thread and handed over as one transferable buffer. Memory: the records of the largest run so far and
// 8 bytes for each, used again for the next one.

import { copyBytes } from '../copy-bytes.ts';
import { grown } from '../grown.ts';
import { ByteWriter } from './byte-writer.ts';

/** Records grouped by partition: partition p is `bytes[ends[p - 1] .. ends[p]]`. */
export interface Run {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
}

/** More than most runs have; what is never filled costs nothing. */
const FIRST_RECORDS = 16 * 1024;

/** Collects records in any order of partitions and groups them at the end. */
export class RunBuilder {
  readonly out = new ByteWriter();
  readonly #partitions: number;
  /** Partition and first byte of each record. */
  #owners = new Uint32Array(FIRST_RECORDS);
  #starts = new Uint32Array(FIRST_RECORDS);
  #records = 0;
  /** Whether partitions have come in their order so far. */
  #isOrdered = true;

  constructor(partitions: number) {
    this.#partitions = partitions;
  }

  /** Forgets what was begun and not built. */
  clear(): void {
    this.#records = 0;
    this.#isOrdered = true;
    this.out.reset();
  }

  /** Says that what is appended to `out` from here on is one record of `partition`. */
  begin(partition: number): void {
    if (this.#records === this.#owners.length) {
      this.#owners = grown(this.#owners);
      this.#starts = grown(this.#starts);
    }
    this.#isOrdered &&= this.#records === 0 || this.#owners[this.#records - 1]! <= partition;
    this.#owners[this.#records] = partition;
    this.#starts[this.#records] = this.out.length;
    this.#records += 1;
  }

  /** The run so far, in memory of its own unless told where; the builder is empty again. A partition's records keep their order. */
  build(allocate: (bytes: number) => Uint8Array = (bytes) => new Uint8Array(bytes)): Run {
    return this.#take((grouped) => {
      const bytes = allocate(this.out.length);
      if (grouped === undefined) bytes.set(this.out.view());
      else this.#group(bytes, grouped);
      return bytes;
    });
  }

  /** The same for whoever is done with it before the next record: what came in the order of partitions is not copied. */
  lend(allocate: (bytes: number) => Uint8Array): Run {
    return this.#take((grouped) => {
      if (grouped === undefined) return this.out.view();
      const bytes = allocate(this.out.length);
      this.#group(bytes, grouped);
      return bytes;
    });
  }

  /** Empties the builder; the bytes are made of where each partition begins, if records are out of their order. */
  #take(bytesOf: (places: Uint32Array | undefined) => Uint8Array): Run {
    const { ends, places } = this.#layOut();
    const bytes = bytesOf(this.#isOrdered ? undefined : places);
    this.clear();
    return { bytes, ends };
  }

  /** Copies each record to where its partition has come to. */
  #group(bytes: Uint8Array, places: Uint32Array): void {
    const source = this.out.view();
    for (let i = 0; i < this.#records; i++) {
      const [from, to, owner] = [this.#starts[i]!, this.#endOf(i), this.#owners[i]!];
      copyBytes({ bytes: source, from, to }, bytes, places[owner]!);
      places[owner]! += to - from;
    }
  }

  #layOut(): { ends: Uint32Array; places: Uint32Array } {
    const ends = new Uint32Array(this.#partitions);
    for (let i = 0; i < this.#records; i++) ends[this.#owners[i]!]! += this.#endOf(i) - this.#starts[i]!;
    const places = new Uint32Array(this.#partitions);
    for (let p = 1; p < this.#partitions; p++) {
      places[p] = ends[p - 1]!;
      ends[p]! += ends[p - 1]!;
    }
    return { ends, places };
  }

  #endOf(record: number): number {
    return record + 1 < this.#records ? this.#starts[record + 1]! : this.out.length;
  }
}
