// A small fast random source, sfc32 by Chris Doty-Humphrey (PractRand, public domain). It uses 32-bit integer operations
// only, so that one seed gives the same sequence on every machine. Not for secrets.

/** A reproducible stream of random numbers. */
export interface Random {
  /** Starts again from this seed: a number below 2^32 and a number below 2^53. */
  seed(seed: number, key: number): void;
  /** A whole number from 0 to 2^32 - 1. */
  next(): number;
  /** A whole number from 0 to `n` - 1. */
  below(n: number): number;
  /** True once in `n` times on average. */
  onceIn(n: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** Rounds after which a new seed has reached every bit of the state, as its author advises. */
const WARM_UP_ROUNDS = 12;

/** Makes a random source that stands at the start of the given seed's sequence. */
export function createRandom(seed: number, key: number): Random {
  let a = 0;
  let b = 0;
  let c = 0;
  let counter = 1;

  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  function below(n: number): number {
    return Math.floor((next() * n) / 4_294_967_296);
  }

  const random: Random = {
    seed(newSeed, newKey) {
      a = newSeed | 0;
      b = newKey | 0;
      c = Math.floor(newKey / 4_294_967_296) | 0;
      counter = 1;
      for (let round = 0; round < WARM_UP_ROUNDS; round++) next();
    },
    next,
    below,
    onceIn: (n) => below(n) === 0,
    pick: (list) => list[below(list.length)]!,
  };
  random.seed(seed, key);
  return random;
}
