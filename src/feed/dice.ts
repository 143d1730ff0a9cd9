// Random numbers that are the same on every machine, for ever: xoshiro128**, which is written down in a few lines and
// passes the usual tests (D. Blackman and S. Vigna, Scrambled linear pseudorandom number generators, 2021).

import { hash } from 'node:crypto';

/** Gives whole numbers from 0 to below `bound`, which is at most 2^32, all as likely. */
export type Dice = (bound: number) => number;

const TWO_32 = 2 ** 32;

/** Dice whose state is the first 128 bits of the SHA-256 of these words, each with a zero byte behind it. */
export function openDice(...words: readonly (string | number)[]): Dice {
  const seed = hash('sha256', words.map((word) => `${word}\0`).join(''), 'buffer');
  let [a, b, c, d] = [seed.readInt32LE(0), seed.readInt32LE(4), seed.readInt32LE(8), seed.readInt32LE(12)];
  const next = () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
  return (bound) => {
    let drawn = next();
    // What lies beyond the last whole multiple would make small numbers likelier; it is fewer numbers than `bound`, the last ones.
    if (drawn >= TWO_32 - bound) {
      const fair = TWO_32 - (TWO_32 % bound);
      while (drawn >= fair) drawn = next();
    }
    return drawn % bound;
  };
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
