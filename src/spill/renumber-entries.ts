// A spill of entries once more, for an input that has another number in a later build. Everything else stays where it is.
// Memory: CHUNK_BYTES.

import { closeSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { openDurableFile } from '../durable-file.ts';
import { ENTRY_BYTES, INPUT_AT } from './entry.ts';
import { spillDataBytes } from './spill-reader.ts';
import type { SpillReceipt } from './spill-writer.ts';

/** Whole entries, and few enough reads. */
const CHUNK_BYTES = 20_000 * ENTRY_BYTES;

/** Writes the entries of `from` to `to`, all of them with this number of their input. */
export function renumberEntries(from: string, to: string, input: number): SpillReceipt {
  const dataBytes = spillDataBytes(from);
  const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  const fd = openSync(from, 'r');
  const file = openDurableFile(to, { sync: false });
  let crc = 0;
  let at = 0;
  try {
    // Each turn reads at least one byte, or is the last one. Up to the index, chunks begin and end where an entry does.
    for (let bytes: Buffer = chunk; bytes.length > 0; at += bytes.length) {
      const wanted = at < dataBytes ? Math.min(CHUNK_BYTES, dataBytes - at) : CHUNK_BYTES;
      bytes = readAt(fd, at, chunk.subarray(0, wanted));
      if (at < dataBytes) renumber(bytes, input);
      file.write(bytes);
      crc = crc32(bytes, crc);
    }
    return { bytes: file.finish().bytes, crc32: crc };
  } finally {
    closeSync(fd);
    file.abandon();
  }
}

function renumber(entries: Buffer, input: number): void {
  for (let at = 0; at < entries.length; at += ENTRY_BYTES) entries.writeUInt32LE(input, at + INPUT_AT);
}

/** As much of the room as there are bytes for. */
function readAt(fd: number, at: number, room: Buffer): Buffer {
  let used = 0;
  // Each turn reads at least one byte, or is the last one.
  for (let got = 1; got > 0 && used < room.length; used += got) {
    got = readSync(fd, room, used, room.length - used, at + used);
  }
  return room.subarray(0, used);
}
