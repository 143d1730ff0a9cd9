// A file's bytes in order, through one buffer that is used again: a chunk holds until the next one is asked for.
// Memory: that buffer. A stream of Node makes a new one for each chunk, and the collector pays for all of them.

import { type FileHandle, open } from 'node:fs/promises';

/** Large enough that asking for it costs nothing beside reading it. */
const CHUNK_BYTES = 1024 * 1024;

/** Where to start, and what may stop it. */
export interface ChunkOptions {
  readonly from?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Reads a file from byte `from` to its end; every chunk but the last has 1 MiB. */
export async function* fileChunks(path: string, { from = 0, signal }: ChunkOptions = {}): AsyncGenerator<Uint8Array> {
  signal?.throwIfAborted();
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    for (let at = from, size = CHUNK_BYTES; size === CHUNK_BYTES; at += size) {
      size = await fill(buffer, file, at);
      signal?.throwIfAborted();
      if (size > 0) yield buffer.subarray(0, size);
    }
  } finally {
    await file.close();
  }
}

/** Bytes read: fewer than fit only where the file ends. Each turn reads at least one. */
async function fill(buffer: Buffer, file: FileHandle, from: number): Promise<number> {
  let size = 0;
  while (size < buffer.length) {
    const { bytesRead } = await file.read(buffer, size, buffer.length - size, from + size);
    if (bytesRead === 0) break;
    size += bytesRead;
  }
  return size;
}
