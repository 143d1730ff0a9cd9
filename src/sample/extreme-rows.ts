// Rows that are written only when asked for: one of any length, in pieces, and one that breaks off in the middle.
import { formatPost, type PostRow, type RowFormat } from './post-row.ts';

/** Ids of these rows: beyond every ordinary one, before those of fabricated posts. */
export const EXTREME_IDS = { huge: 999_999_998, cut: 999_999_999 } as const;

/** Where a cut row breaks off, counted from the start of its body. */
const CUT_BYTES = 40;
const PIECE_BYTES = 64 * 1024;

/** Writes a row piece by piece, its body repeated until the row has at least so many bytes. */
export function* writeHugeRow(row: PostRow, bytes: number, format: RowFormat): Generator<string, void> {
  const line = formatPost(row, format);
  const bodyStart = line.indexOf(row.body);
  const piece = row.body.repeat(Math.ceil(PIECE_BYTES / row.body.length));
  yield line.slice(0, bodyStart);
  for (let written = line.length; written < bytes; written += piece.length) yield piece;
  yield line.slice(bodyStart);
}

/** Writes the beginning of a row that never ends. */
export function writeCutRow(row: PostRow, format: RowFormat): string {
  const line = formatPost(row, format);
  return line.slice(0, line.indexOf(' Body="') + CUT_BYTES);
}
