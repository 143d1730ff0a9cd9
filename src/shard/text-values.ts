// The texts of a column of a record batch, one by one. apache-arrow decodes them with a TextDecoder, which drops a
// byte-order mark at the start of a text; a Buffer keeps it, and is faster for short texts.

import type { Vector } from './arrow.ts';

/** Gives the texts of a column by row. */
export function textsIn(column: Vector): (row: number) => string {
  const { valueOffsets, values } = column.data[0]!;
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return (row) => {
    const [from, to] = [valueOffsets[row]!, valueOffsets[row + 1]!];
    if (!(from >= 0 && from <= to && to <= bytes.length)) throw new Error(`a text of bytes ${from} to ${to}`);
    return bytes.toString('utf8', from, to);
  };
}
