// Fingerprints of texts where they lie, by the kernel's way of normalising them: the same as `fingerprint` of their strings,
// which is what texts beyond its knowledge are left to.

import { FINGERPRINT_BYTES, fingerprint, fingerprintLatin1 } from '../../clean/index.ts';
import { copyBytes } from '../../copy-bytes.ts';
import { layout, type RowPass } from '../../kernel/index.ts';
import type { Slice } from '../../types.ts';
import { writeLatin1 } from '../../write-latin1.ts';
import { fillTables } from '../pass-tables.ts';

const SPACE = 0x20;
const ZERO = 0;

/** Gives the fingerprint of columns, each of which is its texts with a space between two; good until the next is asked for. */
export type ColumnPrint = (columns: readonly (readonly Slice[])[]) => Uint8Array;

/** Fingerprints with this pass, whose memory it works in. */
export function columnPrint(pass: RowPass): ColumnPrint {
  fillTables(pass);
  const { bytes } = pass;
  const print = Buffer.alloc(FINGERPRINT_BYTES);
  return (columns) => {
    let end: number = layout.NORMAL;
    for (const [index, texts] of columns.entries()) {
      if (index > 0) bytes[end++] = ZERO;
      const to = lengthOf(texts) <= layout.INPUT_BYTES ? place(texts, bytes) : -1;
      end = to < 0 ? -1 : pass.normaliseText(layout.INPUT, to, end);
      if (end < 0 || end > layout.NORMAL + layout.INPUT_BYTES) return fingerprint(columns.map(asText));
    }
    writeLatin1(fingerprintLatin1(bytes.subarray(layout.NORMAL, end)), print, 0);
    return print;
  };
}

/** Bytes of a column at most. */
function lengthOf(texts: readonly Slice[]): number {
  return texts.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

/** Puts a column where the pass reads, and gives its end. */
function place(texts: readonly Slice[], memory: Buffer): number {
  let at: number = layout.INPUT;
  for (const [index, text] of texts.entries()) {
    if (index > 0) memory[at++] = SPACE;
    copyBytes(text, memory, at);
    at += text.to - text.from;
  }
  return at;
}

function asText(slices: readonly Slice[]): string {
  return slices.map(({ bytes, from, to }) => bytes.toString('utf8', from, to)).join(' ');
}
