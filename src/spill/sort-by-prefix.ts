// Sorting many rows by a 32-bit prefix natively, comparing in JavaScript only where prefixes are equal.
// Memory: 8 bytes a row. Advice to whoever changes this: the packed word is (prefix << 32 | index), so that a plain
// numeric sort orders by prefix and carries the index along.

/** The order of rows 0..count-1 by prefix, ties by `compare`. */
export function sortByPrefix(
  count: number,
  prefix: (row: number) => number,
  compare: (a: number, b: number) => number,
): Uint32Array {
  const packed = new BigUint64Array(count);
  const halves = new Uint32Array(packed.buffer);
  for (let row = 0; row < count; row++) {
    halves[2 * row] = row;
    halves[2 * row + 1] = prefix(row);
  }
  packed.sort();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = halves[2 * i]!;
  for (let start = 0, end = 0; start < count; start = end) {
    for (end = start + 1; end < count && halves[2 * end + 1] === halves[2 * start + 1]; ) end++;
    if (end - start > 1) order.subarray(start, end).sort(compare);
  }
  return order;
}
