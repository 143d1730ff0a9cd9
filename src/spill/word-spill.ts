// A spill of many small records of a few words each, written straight into the order of its partitions: what would take
// an object a record elsewhere is two copies of a few words here. Memory: WORDS_HELD twice.

import { SpillMemory, type SpillReceipt, SpillWriter } from './spill-writer.ts';

/** Words held before they are grouped by partition and handed on. */
const WORDS_HELD = 256 * 1024;

/** How a spill is cut. */
export interface WordSpillShape {
  readonly partitions: number;
  /** Words of 4 bytes in a record. */
  readonly width: number;
}

/** Writes one spill of records of equal size, whole or not at all; little-endian. */
export class WordSpill {
  /** Where the record that `begin` made room for is written. */
  readonly words: Uint32Array;
  readonly #writer: SpillWriter;
  readonly #shape: WordSpillShape;
  readonly #owners: Uint32Array;
  readonly #grouped: Uint32Array;
  #records = 0;

  constructor(path: string, shape: WordSpillShape, memory = new SpillMemory()) {
    const most = Math.floor(WORDS_HELD / shape.width);
    this.words = new Uint32Array(most * shape.width);
    this.#writer = new SpillWriter(path, shape.partitions, memory);
    this.#shape = shape;
    this.#owners = new Uint32Array(most);
    this.#grouped = new Uint32Array(this.words.length);
  }

  /** Makes room for a record of a partition, and gives the index in `words` where its first word goes. */
  begin(partition: number): number {
    if (this.#records === this.#owners.length) this.#pass();
    this.#owners[this.#records] = partition;
    this.#records += 1;
    return (this.#records - 1) * this.#shape.width;
  }

  finish(): SpillReceipt {
    this.#pass();
    return this.#writer.finish();
  }

  abandon(): void {
    this.#writer.abandon();
  }

  #pass(): void {
    const { partitions, width } = this.#shape;
    const ends = new Uint32Array(partitions);
    for (let i = 0; i < this.#records; i++) ends[this.#owners[i]!]! += width;
    const places = new Uint32Array(partitions);
    for (let p = 1; p < partitions; p++) {
      places[p] = ends[p - 1]!;
      ends[p]! += ends[p - 1]!;
    }
    for (let i = 0; i < this.#records; i++) {
      const owner = this.#owners[i]!;
      const to = places[owner]!;
      for (let word = 0; word < width; word++) this.#grouped[to + word] = this.words[i * width + word]!;
      places[owner] = to + width;
    }
    const bytes = new Uint8Array(this.#grouped.buffer, 0, 4 * width * this.#records);
    this.#writer.append({ bytes, ends: ends.map((end) => 4 * end) });
    this.#records = 0;
  }
}
