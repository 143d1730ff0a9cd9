// A growing buffer with typed appends, little-endian. Reused between blocks: `reset` keeps the memory.

import { copyBytes } from '../copy-bytes.ts';
import type { Slice } from '../types.ts';

const FIRST_CAPACITY = 64 * 1024;
// Offsets into a run are 32-bit, and so are those into a flush, which is a run on top of less than 8 MiB.
const MAX_BYTES = 2 ** 31;

/** Appends numbers, bytes and strings to one buffer that doubles when full. */
export class ByteWriter {
  length = 0;
  #bytes = Buffer.allocUnsafeSlow(FIRST_CAPACITY);

  reset(): void {
    this.length = 0;
  }

  /** The bytes so far, as a view that the next append may invalidate. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  u8(value: number): void {
    this.#room(1);
    this.#bytes[this.length] = value;
    this.length += 1;
  }

  u32(value: number): void {
    this.#room(4);
    this.length = this.#bytes.writeUInt32LE(value, this.length);
  }

  i32(value: number): void {
    this.#room(4);
    this.length = this.#bytes.writeInt32LE(value, this.length);
  }

  f64(value: number): void {
    this.#room(8);
    this.length = this.#bytes.writeDoubleLE(value, this.length);
  }

  bytes(value: Uint8Array): void {
    const { length } = value;
    this.#room(length);
    copyBytes({ bytes: value, from: 0, to: length }, this.#bytes, this.length);
    this.length += length;
  }

  copy(slice: Slice): void {
    const length = slice.to - slice.from;
    this.#room(length);
    copyBytes(slice, this.#bytes, this.length);
    this.length += length;
  }

  /** A string as UTF-8 behind its length in bytes. */
  text(value: string): void {
    this.#room(4 + value.length * 3);
    const written = this.#bytes.write(value, this.length + 4, 'utf8');
    this.#bytes.writeUInt32LE(written, this.length);
    this.length += 4 + written;
  }

  /** Writes a u32 where one was reserved earlier. */
  patchU32(at: number, value: number): void {
    this.#bytes.writeUInt32LE(value, at);
  }

  #room(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    if (this.length + more > MAX_BYTES) throw new Error(`a run takes at most ${MAX_BYTES} bytes`);
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.length + more));
    grown.set(this.#bytes.subarray(0, this.length));
    this.#bytes = grown;
  }
}
