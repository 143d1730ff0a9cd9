// Whether the bytes of attribute values may be taken as they lie. Instead of looking at each byte, it knows where the
// next `&`, `<`, tab, LF and CR of the block are, found by native search: a value that ends before the nearest of
// them is clean by one comparison. Positions only move forward, so all searches together pass over a block five times.

import { isForbidden, referenceEnd } from './xml-references.ts';

/** The value is its text. */
export const CLEAN = 0;
/** The value holds references, or white space to normalise. */
const ENCODED = 1;
/** As `ENCODED`, and a reference names a character XML forbids. */
export const REPAIRED = 2;
/** The value holds a raw `<` or an `&` that begins no reference: no XML. */
export const SPOILED = -1;

const LESS = 0x3c;
const SPECIAL = Uint8Array.of(LESS, 0x09, 0x0a, 0x0d);

/** Bytes to look for the next `&` one by one before a native call is cheaper; measured on ordinary bodies. */
const NEAR_BYTES = 16;

/** Judges values of one block, to be asked in the order of the bytes. */
export class ValueGuard {
  readonly #bytes: Buffer;
  /** Next of each `SPECIAL` byte, and next `&`; the block's length where there is none. */
  readonly #next = new Int32Array(SPECIAL.length);
  #ampersand = -1;
  /** No special byte lies before it and after the value judged last. */
  #clear = -1;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#next.fill(-1);
  }

  /** What the value in [from, to) is like: `CLEAN`, `ENCODED`, `REPAIRED` or `SPOILED`. */
  judge(from: number, to: number): number {
    return to <= this.#clear ? CLEAN : this.#look(from, to);
  }

  #look(from: number, to: number): number {
    let verdict = CLEAN;
    let clear = this.#bytes.length;
    for (let i = 0; i < SPECIAL.length; i++) {
      const byte = SPECIAL[i]!;
      let at = this.#next[i]!;
      if (at < from) at = this.#find(byte, from);
      if (at < to) {
        verdict = byte === LESS ? SPOILED : verdict | ENCODED;
        if (byte !== LESS) at = this.#find(byte, to);
      }
      this.#next[i] = at;
      if (at < clear) clear = at;
      if (verdict === SPOILED) break;
    }
    if (verdict !== SPOILED) verdict = this.#passReferences(from, to, verdict);
    this.#clear = verdict === SPOILED ? -1 : Math.min(clear, this.#ampersand);
    return verdict;
  }

  #passReferences(from: number, to: number, before: number): number {
    const bytes = this.#bytes;
    let verdict = before;
    let at = this.#ampersand < from ? this.#findAmpersand(from) : this.#ampersand;
    while (at < to) {
      const end = referenceEnd(bytes, at);
      if (end < 0) return SPOILED;
      verdict |= isForbidden(bytes, at) ? ENCODED | REPAIRED : ENCODED;
      at = this.#findAmpersand(end);
    }
    this.#ampersand = at;
    return verdict;
  }

  #findAmpersand(from: number): number {
    const bytes = this.#bytes;
    const near = Math.min(from + NEAR_BYTES, bytes.length);
    for (let at = from; at < near; at++) if (bytes[at] === 0x26) return at;
    return this.#find(0x26, near);
  }

  #find(byte: number, from: number): number {
    const at = this.#bytes.indexOf(byte, from);
    return at < 0 ? this.#bytes.length : at;
  }
}
