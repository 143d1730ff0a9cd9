// sfc32 by Chris Doty-Humphrey (PractRand, public domain): the random source of the synthetic dumps, in what is needed here.

/** Rounds after which a new seed has reached every bit of the state, as its author advises. */
const WARM_UP_ROUNDS = 12;

/** A source that `seed` sets to the start of the sequence of two numbers below 2^32. */
export function createRandom() {
  let [a, b, c, counter] = [0, 0, 0, 1];

  function next() {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  return {
    seed(first, second) {
      [a, b, c, counter] = [first | 0, second | 0, 0, 1];
      for (let round = 0; round < WARM_UP_ROUNDS; round++) next();
    },
    /** A whole number from 0 to `n` - 1. */
    below: (n) => Math.floor((next() * n) / 2 ** 32),
  };
}
