// One record out of a file of records that lie one behind the other, by where it begins.

import { readSync } from 'node:fs';
import { recordLength } from '../spill/index.ts';

/** A record begins with its length. */
const SIZE_BYTES = 4;

/** The record at a byte of an open file, in memory of its own. */
export function readRecordAt(file: number, offset: number): Buffer {
  const size = Buffer.allocUnsafe(SIZE_BYTES);
  readSync(file, size, 0, SIZE_BYTES, offset);
  const bytes = Buffer.allocUnsafe(recordLength(size, 0));
  readSync(file, bytes, 0, bytes.length, offset);
  return bytes;
}
