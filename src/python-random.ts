// CPython's `random` module as far as the original data set needs it: `random.seed(n)` and `random.shuffle(list)`. The
// numbers come from the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998) with their reference way of seeding by an
// array; a shuffle draws as Python 3.2 and later do. Memory: 624 words.

const WORDS = 624;
const MIDDLE = 397;
const TWIST = 0x9908b0df;
const UPPER_BIT = 0x80000000;
const LOWER_BITS = 0x7fffffff;

/** A generator after `random.seed(seed)`; the seed has 32 bits at most. */
export class PythonRandom {
  readonly #state: Uint32Array;
  #next = WORDS;

  constructor(seed: number) {
    this.#state = seededBy(seed);
  }

  /** `random.getrandbits(bits)`, of 1 to 32 bits. */
  bits(bits: number): number {
    return this.#word() >>> (32 - bits);
  }

  /** `random.shuffle(list)`, in place. */
  shuffle(list: Uint32Array): void {
    for (let last = list.length - 1; last > 0; last--) {
      const other = this.#below(last + 1);
      const value = list[last]!;
      list[last] = list[other]!;
      list[other] = value;
    }
  }

  /** As many bits as the bound has, drawn again while they are not below it: two draws at most, on average. */
  #below(bound: number): number {
    const bits = 32 - Math.clz32(bound);
    let drawn = this.bits(bits);
    while (drawn >= bound) drawn = this.bits(bits);
    return drawn;
  }

  #word(): number {
    if (this.#next === WORDS) {
      twist(this.#state);
      this.#next = 0;
    }
    let word = this.#state[this.#next++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }
}

/** The next 624 words in place of these. */
function twist(state: Uint32Array): void {
  for (let i = 0; i < WORDS; i++) {
    const mixed = (state[i]! & UPPER_BIT) | (state[(i + 1) % WORDS]! & LOWER_BITS);
    state[i] = state[(i + MIDDLE) % WORDS]! ^ (mixed >>> 1) ^ (mixed & 1 ? TWIST : 0);
  }
}

/** `init_by_array` of an array of one word: what CPython makes of a whole number below 2 ** 32. */
function seededBy(seed: number): Uint32Array {
  const state = new Uint32Array(WORDS);
  state[0] = 19650218;
  for (let i = 1; i < WORDS; i++) state[i] = Math.imul(1812433253, folded(state[i - 1]!)) + i;
  const stir = (i: number, factor: number, more: number) => {
    state[i] = (state[i]! ^ Math.imul(folded(state[i - 1]!), factor)) + more;
    if (i === WORDS - 1) state[0] = state[i]!;
  };
  // Each round goes through words 1 to 623, the first one a step further.
  for (let step = 0; step < WORDS; step++) stir(1 + (step % (WORDS - 1)), 1664525, seed);
  for (let step = 0; step < WORDS - 1; step++) {
    const i = 1 + ((step + 1) % (WORDS - 1));
    stir(i, 1566083941, -i);
  }
  state[0] = UPPER_BIT;
  return state;
}

function folded(word: number): number {
  return word ^ (word >>> 30);
}
