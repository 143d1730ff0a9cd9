// The CRC-32 of two pieces of data, one behind the other, from the CRC-32 of each: what zlib calls `crc32_combine`, which
// Node does not offer. A CRC is linear: behind the second piece the first one's CRC is what so many zero bytes make of it.

/** The polynomial of zlib, gzip and 7z, its bits reversed. */
const POLYNOMIAL = 0xedb88320;

/** A linear function of 32 bits: what it makes of each bit. */
type Matrix = readonly number[];

/** The CRC-32 of `a` and `b` together, where `b` has so many bytes. */
export function combineCrc32(a: number, b: number, bytesOfB: number): number {
  let sum = a;
  // Zero bytes are passed as powers of two of them: a turn for each bit of their number, 53 at most.
  for (let [left, power] = [bytesOfB, zeroByte()]; left > 0; left = Math.floor(left / 2), power = twice(power)) {
    if (left % 2 === 1) sum = apply(power, sum);
  }
  return (sum ^ b) >>> 0;
}

function zeroByte(): Matrix {
  const zeroBit = [POLYNOMIAL, ...Array.from({ length: 31 }, (_, bit) => 1 << bit)];
  return twice(twice(twice(zeroBit)));
}

function twice(matrix: Matrix): Matrix {
  return matrix.map((column) => apply(matrix, column));
}

function apply(matrix: Matrix, word: number): number {
  let result = 0;
  for (let [bits, bit] = [word >>> 0, 0]; bits !== 0; bits >>>= 1, bit++) if (bits & 1) result ^= matrix[bit]!;
  return result;
}
