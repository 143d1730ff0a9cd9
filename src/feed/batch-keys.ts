// The keys of the rows of one batch: a bit for each key there is, so that a cache holds them all. Memory: that, and 4 bytes for
// each place of the rows of a batch.

import type { SharedKeys } from './shared-keys.ts';

/** No row, or no key. */
export const NONE = 0xffffffff;

/** The keys of a batch. Keys have numbers of their own here, in which those of all kinds differ. */
export class BatchKeys {
  /** How many numbers there are. */
  readonly count: number;
  readonly #places: Uint32Array;
  readonly #width: number;
  /** By place of a row: what makes the number of a key of that kind one among those of all kinds. */
  readonly #offsets: Uint32Array;
  readonly #bits: Uint32Array;
  /** What is in the batch, to be forgotten one by one. */
  readonly #used: Uint32Array;
  #size = 0;
  /** What was fetched, for nobody: or it would not be. */
  #fetched = 0;

  /** For batches of so many rows. */
  constructor({ places, width, kinds }: SharedKeys, rows: number) {
    const offsets: number[] = [];
    let count = 0;
    for (const kind of kinds) {
      for (let place = 0; place < kind.width; place++) offsets.push(count);
      // One number of each kind stands for no key.
      count += kind.count + 1;
    }
    this.count = count;
    this.#places = places;
    this.#width = width;
    this.#offsets = Uint32Array.from(offsets);
    this.#bits = new Uint32Array(Math.ceil(count / 32));
    this.#used = new Uint32Array(rows * width);
  }

  /** The first key of a row that the batch has already, or NONE. */
  blocker(row: number): number {
    const [places, offsets, bits, width] = [this.#places, this.#offsets, this.#bits, this.#width];
    for (let place = 0, at = row * width; place < width; place++, at++) {
      const key = offsets[place]! + places[at]!;
      if (((bits[key >>> 5]! >>> key) & 1) === 1) return key;
    }
    return NONE;
  }

  /** Takes the keys of a row into the batch. */
  add(row: number): void {
    const [places, offsets, bits, width, used] = [this.#places, this.#offsets, this.#bits, this.#width, this.#used];
    let size = this.#size;
    for (let place = 0, at = row * width; place < width; place++, at++) {
      if (places[at] === 0) continue;
      const key = offsets[place]! + places[at]!;
      bits[key >>> 5]! |= 1 << key;
      used[size++] = key;
    }
    this.#size = size;
  }

  /** Begins another batch. */
  clear(): void {
    for (let i = 0; i < this.#size; i++) this.#bits[this.#used[i]! >>> 5] = 0;
    this.#size = 0;
  }

  /** Fetches what rows will be asked for into the cache: of many at once, as one by one each would be waited for. */
  fetch(rows: Uint32Array, from: number, to: number): void {
    const [places, width] = [this.#places, this.#width];
    let seen = 0;
    for (let i = from; i < to; i++) seen ^= places[rows[i]! * width]!;
    this.#fetched ^= seen;
  }
}
