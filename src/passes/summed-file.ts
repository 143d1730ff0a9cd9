// A file of the work folder that is written in small pieces and knows its checksum, whole or not at all.
// Memory: HELD_BYTES.

import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import { openDurableFile } from '../durable-file.ts';
import type { WorkFile } from './completion.ts';

/** Pieces are written together when they come to so much. */
const HELD_BYTES = 256 * 1024;

/** Opens a file to append to. */
export function openSummedFile(path: string) {
  const file = openDurableFile(path, { sync: false });
  let crc = 0;
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  const pass = () => {
    const bytes = Buffer.concat(held);
    crc = crc32(bytes, crc);
    file.write(bytes);
    held = [];
    heldBytes = 0;
  };
  return {
    /** Appends a piece, whose memory must not be used again. */
    write(piece: Uint8Array): void {
      held.push(piece);
      heldBytes += piece.length;
      if (heldBytes >= HELD_BYTES) pass();
    },
    finish(): WorkFile {
      pass();
      return { path: basename(path), bytes: file.finish().bytes, crc32: crc };
    },
    abandon: () => file.abandon(),
  };
}
