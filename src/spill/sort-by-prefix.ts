// Sorting many rows by a 32-bit prefix natively, comparing in JavaScript only where prefixes are equal.
// Memory: 8 bytes a row. Advice to whoever changes this: the packed word is (prefix << 32 | index), so that a plain
// numeric sort orders by prefix and carries the index along.

import { Scratch } from './scratch.ts';

/** Memory of a sort, to be used again by the next one. */
export class SortMemory {
  readonly #packed = new Scratch();
  readonly #order = new Scratch();

  packed(count: number): BigUint64Array {
    const { buffer } = this.#packed.room(8 * count);
    return new BigUint64Array(buffer, 0, count);
  }

  order(count: number): Uint32Array {
    const { buffer } = this.#order.room(4 * count);
    return new Uint32Array(buffer, 0, count);
  }
}

/** The order of rows 0..count-1 by prefix, ties by `compare`; good until the memory serves another sort. */
export function sortByPrefix(
  count: number,
  prefix: (row: number) => number,
  compare: (a: number, b: number) => number,
  memory = new SortMemory(),
): Uint32Array {
  const packed = memory.packed(count);
  const halves = new Uint32Array(packed.buffer, 0, 2 * count);
  for (let row = 0; row < count; row++) {
    halves[2 * row] = row;
    halves[2 * row + 1] = prefix(row);
  }
  packed.sort();
  const order = memory.order(count);
  for (let i = 0; i < count; i++) order[i] = halves[2 * i]!;
  for (let start = 0, end = 0; start < count; start = end) {
    for (end = start + 1; end < count && halves[2 * end + 1] === halves[2 * start + 1]; ) end++;
    if (end - start > 1) order.subarray(start, end).sort(compare);
  }
  return order;
}
