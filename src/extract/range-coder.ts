// The bits of LZMA data: each is read with a probability that learns from it.
import { NotUnderstood } from './byte-cursor.ts';

/** Probabilities of a bit are of 11 bits and begin at a half. */
const HALF = 1 << 10;

/** Bits out of bytes. */
export class RangeCoder {
  readonly #bytes: Uint8Array;
  #at = 0;
  #range = 0xffffffff;
  #code = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#next();
    for (let i = 0; i < 4; i++) this.#code = ((this.#code << 8) | this.#next()) >>> 0;
  }

  #next(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new NotUnderstood('LZMA data ends too early');
    return byte;
  }

  #normalize(): void {
    if (this.#range >= 1 << 24) return;
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | this.#next()) >>> 0;
  }

  /** A bit with a probability, which learns from it. */
  bit(probability: Uint16Array, at: number): number {
    this.#normalize();
    const chance = probability[at]!;
    const bound = (this.#range >>> 11) * chance;
    if (this.#code < bound) {
      this.#range = bound;
      probability[at] = chance + ((2048 - chance) >> 5);
      return 0;
    }
    this.#range -= bound;
    this.#code -= bound;
    probability[at] = chance - (chance >> 5);
    return 1;
  }

  /** Bits that are as likely as not. */
  direct(bits: number): number {
    let value = 0;
    for (let i = 0; i < bits; i++) {
      this.#normalize();
      this.#range >>>= 1;
      const bit = this.#code >= this.#range ? 1 : 0;
      if (bit === 1) this.#code -= this.#range;
      value = value * 2 + bit;
    }
    return value;
  }

  tree(probability: Uint16Array, base: number, bits: number): number {
    let node = 1;
    for (let i = 0; i < bits; i++) node = (node << 1) | this.bit(probability, base + node);
    return node - (1 << bits);
  }

  reverseTree(probability: Uint16Array, base: number, bits: number): number {
    let node = 1;
    let value = 0;
    for (let i = 0; i < bits; i++) {
      const bit = this.bit(probability, base + node);
      node = (node << 1) | bit;
      value |= bit << i;
    }
    return value;
  }
}

/** So many of them, as they are before anything was learnt. */
export function probabilities(count: number): Uint16Array {
  return new Uint16Array(count).fill(HALF);
}
