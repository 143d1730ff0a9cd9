// Columns of bits: which rows hold a value, and truths. In: one bit a row. Out: views, overwritten after `clear()`.

import { grown } from '../grown.ts';
import { Bool, type Data, makeData } from './arrow.ts';

/** Bytes at first: enough for 32,768 rows. */
const FIRST_BYTES = 4096;

/** Which rows hold a value; the bits of absent ones are 0. */
export class Presence {
  #bits = new Uint8Array(FIRST_BYTES);
  #rows = 0;
  #absent = 0;

  append(present: boolean): void {
    if (this.#rows === this.#bits.length * 8) this.#bits = grown(this.#bits);
    if (present) this.#bits[this.#rows >> 3]! |= 1 << (this.#rows & 7);
    else this.#absent++;
    this.#rows++;
  }

  get absent(): number {
    return this.#absent;
  }

  /** The bitmap, padded to the 8 bytes apache-arrow writes without a copy. */
  bits(): Uint8Array {
    return this.#bits.subarray(0, ((this.#rows + 63) >> 6) << 3);
  }

  clear(): void {
    this.#bits.fill(0);
    this.#rows = 0;
    this.#absent = 0;
  }
}

/** True or false, one bit each. */
export class BoolColumn {
  readonly #values = new Presence();
  #rows = 0;

  append(value: boolean): void {
    this.#values.append(value);
    this.#rows++;
  }

  data(): Data {
    return makeData({ type: new Bool(), length: this.#rows, nullCount: 0, data: this.#values.bits() });
  }

  clear(): void {
    this.#values.clear();
    this.#rows = 0;
  }
}

/** What `makeData` is told of absent values. */
export function nullsOf(presence: Pick<Presence, 'absent' | 'bits'> | undefined): {
  nullCount: number;
  nullBitmap?: Uint8Array;
} {
  if (presence === undefined || presence.absent === 0) return { nullCount: 0 };
  return { nullCount: presence.absent, nullBitmap: presence.bits() };
}
