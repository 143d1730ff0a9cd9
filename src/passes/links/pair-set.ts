// Pairs of numbers seen before, in one array: a Set of JavaScript holds 16,777,216 entries and no more.
// Memory: 16 to 32 bytes for each pair it was made for.

import { mix } from '../../order-key.ts';

const FREE = -1;
const LEAST_SLOTS = 16;

/** A set of at most so many pairs of whole numbers, both below `below`, whose square is exact. */
export class PairSet {
  readonly #slots: Float64Array;
  readonly #below: number;

  constructor(most: number, below: number) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(LEAST_SLOTS, 2 * most)));
    this.#slots = new Float64Array(slots).fill(FREE);
    this.#below = below;
  }

  /** Adds a pair; says whether it is new. */
  add(a: number, b: number): boolean {
    const pair = a * this.#below + b;
    const last = this.#slots.length - 1;
    let slot = mix(a ^ mix(b)) & last;
    while (this.#slots[slot] !== FREE) {
      if (this.#slots[slot] === pair) return false;
      slot = (slot + 1) & last;
    }
    this.#slots[slot] = pair;
    return true;
  }
}
