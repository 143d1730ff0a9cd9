// Reads the numbers of a 7z header from untrusted bytes. Whatever does not fit throws NotUnderstood, and nothing is believed.

/** A header that is damaged, or of a kind that is left to 7-Zip. */
export class NotUnderstood extends Error {}

/** Bytes and a place in them. */
export class ByteCursor {
  readonly bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Bytes that are left. */
  get left(): number {
    return this.bytes.length - this.#at;
  }

  byte(): number {
    const byte = this.bytes[this.#at++];
    if (byte === undefined) throw new NotUnderstood('the header ends too early');
    return byte;
  }

  /** Passes over a byte that must be this one; else the part of the header it stands in is of an unusual shape. */
  expect(byte: number, part: string): void {
    if (this.byte() !== byte) throw new NotUnderstood(`the ${part} is of an unusual shape`);
  }

  take(bytes: number): Uint8Array {
    if (bytes > this.left) throw new NotUnderstood('the header ends too early');
    this.#at += bytes;
    return this.bytes.subarray(this.#at - bytes, this.#at);
  }

  /** 32 bits, the lowest byte first. */
  word(): number {
    const [a, b, c, d] = this.take(4);
    return (a! | (b! << 8) | (c! << 16) | (d! << 24)) >>> 0;
  }

  /** A number as 7z writes them: the high bits of the first byte that are set say how many bytes follow. */
  number(): number {
    const first = this.byte();
    let value = 0;
    let unit = 1;
    for (let mask = 0x80; mask > 0; mask >>= 1) {
      if ((first & mask) === 0) {
        value += (first & (mask - 1)) * unit;
        break;
      }
      value += this.byte() * unit;
      unit *= 256;
    }
    if (!Number.isSafeInteger(value)) throw new NotUnderstood('a number is too large');
    return value;
  }

  /** How many things follow, each of which takes a byte or more. */
  count(): number {
    const count = this.number();
    if (count > this.left) throw new NotUnderstood('there are more things than bytes');
    return count;
  }

  /** So many bits, the highest of a byte first; they can be left out when all are set, where the header allows it. */
  bits(count: number, mayBeAll: boolean): boolean[] {
    if (mayBeAll && this.byte() !== 0) return new Array<boolean>(count).fill(true);
    const bytes = this.take(Math.ceil(count / 8));
    return Array.from({ length: count }, (_, i) => ((bytes[i >> 3]! >> (7 - (i & 7))) & 1) === 1);
  }
}
