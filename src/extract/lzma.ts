// A small LZMA decoder for one purpose: the header of a 7z archive, some hundred bytes, is packed with it. Nothing here is
// fast. Any bytes may be given to it: it makes exactly as many as asked for, or throws NotUnderstood.
// Advice to whoever changes this: names and numbers are those of the LZMA specification by Igor Pavlov.
import { NotUnderstood } from './byte-cursor.ts';
import { probabilities, RangeCoder } from './range-coder.ts';

const STATES = 12;
const LENGTHS_TO_SLOT = 4;
const END_MARK = 0xffffffff;

/** Unpacks raw LZMA data with the five bytes of its properties. */
export function unpackLzma(packed: Uint8Array, properties: Uint8Array, size: number): Uint8Array {
  const [settings = 255] = properties;
  if (properties.length !== 5 || settings >= 9 * 5 * 5) throw new NotUnderstood('these are no properties of LZMA');
  return new Lzma(packed, settings, size).run();
}

class Lzma {
  readonly #literalContext: number;
  readonly #literalPosition: number;
  readonly #positionMask: number;
  readonly #coder: RangeCoder;
  readonly #output: Uint8Array;
  readonly #literals: Uint16Array;
  readonly #isMatch = probabilities(STATES << 4);
  readonly #isRepeat = probabilities(STATES);
  readonly #isRepeatG0 = probabilities(STATES);
  readonly #isRepeatG1 = probabilities(STATES);
  readonly #isRepeatG2 = probabilities(STATES);
  readonly #isRepeat0Long = probabilities(STATES << 4);
  readonly #slots = Array.from({ length: LENGTHS_TO_SLOT }, () => probabilities(64));
  readonly #distances = probabilities(128);
  readonly #align = probabilities(16);
  readonly #matchLength = new LengthCoder();
  readonly #repeatLength = new LengthCoder();
  #size = 0;
  #state = 0;
  #repeats = [0, 0, 0, 0];

  constructor(packed: Uint8Array, settings: number, size: number) {
    this.#literalContext = settings % 9;
    this.#literalPosition = Math.floor(settings / 9) % 5;
    this.#positionMask = (1 << Math.floor(settings / 45)) - 1;
    this.#literals = probabilities(0x300 << (this.#literalContext + this.#literalPosition));
    this.#coder = new RangeCoder(packed);
    this.#output = new Uint8Array(size);
  }

  run(): Uint8Array {
    while (this.#size < this.#output.length) {
      const position = this.#size & this.#positionMask;
      if (this.#coder.bit(this.#isMatch, (this.#state << 4) + position) === 0) this.#literal();
      else this.#copy(this.#match(position));
    }
    return this.#output;
  }

  #literal(): void {
    const before = this.#size > 0 ? this.#output[this.#size - 1]! : 0;
    const place = this.#size & ((1 << this.#literalPosition) - 1);
    const context = (place << this.#literalContext) + (before >> (8 - this.#literalContext));
    const base = 0x300 * context;
    let symbol = 1;
    if (this.#state >= 7) {
      let matched = this.#output[this.#checked(this.#repeats[0]!)]!;
      while (symbol < 0x100) {
        const expected = (matched >> 7) & 1;
        matched <<= 1;
        const bit = this.#coder.bit(this.#literals, base + ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (bit !== expected) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#coder.bit(this.#literals, base + symbol);
    this.#output[this.#size++] = symbol & 0xff;
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  /** The length of a match; its distance is the first of the repeats then. */
  #match(position: number): number {
    const coder = this.#coder;
    const state = this.#state;
    if (coder.bit(this.#isRepeat, state) === 0) {
      const length = this.#matchLength.read(coder, position);
      this.#state = state < 7 ? 7 : 10;
      this.#repeats = [this.#distance(length), ...this.#repeats.slice(0, 3)];
      return length;
    }
    if (coder.bit(this.#isRepeatG0, state) === 0) {
      if (coder.bit(this.#isRepeat0Long, (state << 4) + position) === 0) {
        this.#state = state < 7 ? 9 : 11;
        return 1;
      }
    } else {
      const which = coder.bit(this.#isRepeatG1, state) === 0 ? 1 : 2 + coder.bit(this.#isRepeatG2, state);
      const [distance = 0] = this.#repeats.splice(which, 1);
      this.#repeats.unshift(distance);
    }
    const length = this.#repeatLength.read(coder, position);
    this.#state = state < 7 ? 8 : 11;
    return length;
  }

  #distance(length: number): number {
    const slot = this.#coder.tree(this.#slots[Math.min(length - 2, LENGTHS_TO_SLOT - 1)]!, 0, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = ((2 | (slot & 1)) << bits) >>> 0;
    if (slot < 14) return base + this.#coder.reverseTree(this.#distances, base - slot, bits);
    const high = this.#coder.direct(bits - 4) * 16;
    return base + high + this.#coder.reverseTree(this.#align, 0, 4);
  }

  #copy(length: number): void {
    const [distance = 0] = this.#repeats;
    if (distance === END_MARK) throw new NotUnderstood('LZMA data ends too early');
    const end = Math.min(this.#size + length, this.#output.length);
    for (let from = this.#checked(distance); this.#size < end; from++) this.#output[this.#size++] = this.#output[from]!;
  }

  #checked(distance: number): number {
    if (distance >= this.#size) throw new NotUnderstood('LZMA data refers to what is not there');
    return this.#size - 1 - distance;
  }
}

class LengthCoder {
  readonly #choice = probabilities(2);
  readonly #low = probabilities(16 << 3);
  readonly #middle = probabilities(16 << 3);
  readonly #high = probabilities(256);

  read(coder: RangeCoder, position: number): number {
    if (coder.bit(this.#choice, 0) === 0) return 2 + coder.tree(this.#low, position << 3, 3);
    if (coder.bit(this.#choice, 1) === 0) return 10 + coder.tree(this.#middle, position << 3, 3);
    return 18 + coder.tree(this.#high, 0, 8);
  }
}
