// Inner products of four rows with many, in the memory of the kernel. WebAssembly's twin, assembly/multiply-rows.ts, takes
// four floats at a time; this file gives the very same numbers: it adds up the same four lanes in the same order, and
// rounds each product and each sum to 32 bits, as neither of the two fuses them.

/** Rows multiplied at a time. */
export const ROWS = 4;

/** Lanes of a vector of 128 bits. */
const LANES = 4;

/** Writes to `out` the products of ROWS rows at `rows` with each of `count` rows at `others`; places count floats. */
export function multiplyRows(memory: Float32Array, places: Places): void {
  const { rows, others, count, width, out } = places;
  for (let row = 0; row < ROWS; row++) {
    for (let other = 0; other < count; other++) {
      memory[out + row * count + other] = product(memory, rows + row * width, others + other * width, width);
    }
  }
}

/** Where things lie in the memory, in floats. */
export interface Places {
  readonly rows: number;
  readonly others: number;
  /** Rows at `others`. */
  readonly count: number;
  /** Floats of a row. */
  readonly width: number;
  readonly out: number;
}

function product(memory: Float32Array, a: number, b: number, width: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < width; i += LANES) {
    s0 = Math.fround(s0 + Math.fround(memory[a + i]! * memory[b + i]!));
    s1 = Math.fround(s1 + Math.fround(memory[a + i + 1]! * memory[b + i + 1]!));
    s2 = Math.fround(s2 + Math.fround(memory[a + i + 2]! * memory[b + i + 2]!));
    s3 = Math.fround(s3 + Math.fround(memory[a + i + 3]! * memory[b + i + 3]!));
  }
  return Math.fround(Math.fround(s0 + s1) + Math.fround(s2 + s3));
}
