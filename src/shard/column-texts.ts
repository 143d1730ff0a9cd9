// The texts of a column of one record batch as they were written. apache-arrow decodes them with a TextDecoder, which
// takes a U+FEFF off the beginning of each.

import type { Vector } from './arrow.ts';

/** Gives the texts of a column by row. */
export function columnTexts(column: Vector): (row: number) => string {
  const { valueOffsets, values } = column.data[0]!;
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return (row) => {
    const [from, to] = [valueOffsets[row]!, valueOffsets[row + 1]!];
    if (!(from >= 0 && from <= to && to <= bytes.length)) throw new Error(`a text of ${from} to ${to}`);
    return bytes.toString('utf8', from, to);
  };
}
