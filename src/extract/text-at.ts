// The text of one attribute of a scanned row, on its own; a reader of long texts keeps memory for decoding instead.

import { decodeXml } from './decode-xml.ts';
import type { RowSpans } from './scan-rows.ts';

/** Decodes a field's value; empty when the row has none. */
export function textAt(row: RowSpans, field: number): string {
  if (!row.has(field)) return '';
  const from = row.from[field]!;
  const to = row.to[field]!;
  if ((row.encoded & (1 << field)) === 0) return row.bytes.toString('utf8', from, to);
  return decodeXml(row.bytes, from, to, Buffer.allocUnsafe(to - from));
}
