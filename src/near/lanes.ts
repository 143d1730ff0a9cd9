// The arithmetic of signatures. In WebAssembly its twin, assembly/lanes.ts, takes four permutations, or sixteen bytes, at a time.

import { FACTORS_W, SIGNATURE_W, SUMMANDS_W } from './layout.ts';
import { W } from './memory.ts';

/** The lower 32 bits of a product. */
export function times(a: i32, b: i32): i32 {
  return Math.imul(a, b);
}

/**
 * Copies a text from one place to another for as long as it is words of ASCII letters and digits with one byte between two of them,
 * and nothing else: in small letters, with spaces between words. `before` is 1 where a letter stands before it. Gives the number of
 * bytes that were copied, fewer than there are or, as here, none: whoever asks goes on byte by byte.
 */
export function copyWords(_from: i32, _end: i32, _to: i32, _before: i32): i32 {
  return 0;
}

/** For each permutation the least value of all shingles in [from, to), unsigned; `permutations` is a multiple of 4. */
export function minima(from: i32, to: i32, permutations: i32): void {
  const words = W;
  for (let p = 0; p < permutations; p += 4) {
    const [a0, a1, a2, a3] = [
      words[FACTORS_W + p]!,
      words[FACTORS_W + p + 1]!,
      words[FACTORS_W + p + 2]!,
      words[FACTORS_W + p + 3]!,
    ];
    const [b0, b1, b2, b3] = [
      words[SUMMANDS_W + p]!,
      words[SUMMANDS_W + p + 1]!,
      words[SUMMANDS_W + p + 2]!,
      words[SUMMANDS_W + p + 3]!,
    ];
    let [m0, m1, m2, m3] = [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff];
    for (let at = from; at < to; at++) {
      const x = words[at]!;
      const v0 = (Math.imul(x, a0) + b0) >>> 0;
      const v1 = (Math.imul(x, a1) + b1) >>> 0;
      const v2 = (Math.imul(x, a2) + b2) >>> 0;
      const v3 = (Math.imul(x, a3) + b3) >>> 0;
      if (v0 < m0) m0 = v0;
      if (v1 < m1) m1 = v1;
      if (v2 < m2) m2 = v2;
      if (v3 < m3) m3 = v3;
    }
    words[SIGNATURE_W + p] = m0;
    words[SIGNATURE_W + p + 1] = m1;
    words[SIGNATURE_W + p + 2] = m2;
    words[SIGNATURE_W + p + 3] = m3;
  }
}
