// A Run is what one block leaves behind for one spill: records grouped by partition, with the end of each group.
// It is built in a thread and handed over as one transferable buffer.

import { ByteWriter } from './byte-writer.ts';

/** Records grouped by partition: partition p is `bytes[ends[p - 1] .. ends[p]]`. */
export interface Run {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
}

/** Collects records in any order of partitions and groups them at the end. */
export class RunBuilder {
  readonly out = new ByteWriter();
  readonly #partitions: number;
  #owners: number[] = [];
  #starts: number[] = [];

  constructor(partitions: number) {
    this.#partitions = partitions;
  }

  /** Says that what is appended to `out` from here on is one record of `partition`. */
  begin(partition: number): void {
    this.#owners.push(partition);
    this.#starts.push(this.out.length);
  }

  /** The run so far, in memory of its own unless told where; the builder is empty again. A partition's records keep their order. */
  build(allocate: (bytes: number) => Uint8Array = (bytes) => new Uint8Array(bytes)): Run {
    const { ends, places } = this.#layOut();
    const bytes = allocate(this.out.length);
    const source = this.out.view();
    for (let i = 0; i < this.#owners.length; i++) {
      const start = this.#starts[i]!;
      const record = source.subarray(start, this.#starts[i + 1] ?? this.out.length);
      const owner = this.#owners[i]!;
      bytes.set(record, places[owner]!);
      places[owner]! += record.length;
    }
    this.#owners = [];
    this.#starts = [];
    this.out.reset();
    return { bytes, ends };
  }

  #layOut(): { ends: Uint32Array; places: Uint32Array } {
    const ends = new Uint32Array(this.#partitions);
    for (let i = 0; i < this.#owners.length; i++) {
      ends[this.#owners[i]!]! += (this.#starts[i + 1] ?? this.out.length) - this.#starts[i]!;
    }
    const places = new Uint32Array(this.#partitions);
    for (let p = 1; p < this.#partitions; p++) {
      places[p] = ends[p - 1]!;
      ends[p]! += ends[p - 1]!;
    }
    return { ends, places };
  }
}
