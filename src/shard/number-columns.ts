// Columns of integers for one record batch, in Arrow's own layout. In: values, in row order. Out: views, overwritten
// after `clear()`; the buffers serve the next batch. Typed arrays are little-endian, as Arrow is.

import { grown } from '../grown.ts';
import { type Data, Int32, Int64, makeData, TimestampMillisecond } from './arrow.ts';
import { nullsOf, type Presence } from './bit-columns.ts';

/** Rows a column has room for at first: three posts for each row of a batch. What is never filled costs nothing. */
const FIRST_ROWS = 32 * 1024;

const TWO_TO_32 = 2 ** 32;

/** 32-bit integers; also the offsets of a list column. */
export class Int32Column {
  #values = new Int32Array(FIRST_ROWS);
  #rows = 0;

  append(value: number): void {
    if (this.#rows === this.#values.length) this.#values = grown(this.#values);
    this.#values[this.#rows++] = value;
  }

  get rows(): number {
    return this.#rows;
  }

  values(): Int32Array {
    return this.#values.subarray(0, this.#rows);
  }

  data(): Data {
    return makeData({ type: new Int32(), data: this.values() });
  }

  clear(): void {
    this.#rows = 0;
  }
}

/** 64-bit integers out of safe JavaScript integers: two 32-bit halves, without a BigInt per value. */
export class Int64Column {
  #halves = new Int32Array(FIRST_ROWS * 2);
  #rows = 0;

  append(value: number): void {
    const at = this.#rows * 2;
    if (at === this.#halves.length) this.#halves = grown(this.#halves);
    this.#halves[at] = value; // a typed array keeps the low 32 bits
    this.#halves[at + 1] = Math.floor(value / TWO_TO_32);
    this.#rows++;
  }

  data(presence?: Presence): Data {
    return makeData({ type: new Int64(), data: this.#wide(), ...nullsOf(presence) });
  }

  /** The same integers as milliseconds since 1970 in UTC. */
  timestamps(): Data {
    return makeData({ type: new TimestampMillisecond('UTC'), data: this.#wide() });
  }

  clear(): void {
    this.#rows = 0;
  }

  #wide(): BigInt64Array {
    return new BigInt64Array(this.#halves.buffer, 0, this.#rows);
  }
}
