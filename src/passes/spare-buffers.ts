// Memory of blocks that were routed, used again for the next ones: fresh pages cost more than the bytes copied into them.
// It is shared with the threads: memory that is handed over counts as allocated anew each time, and calls the collector.
// Holds at most as many buffers as were in flight at once. All have room for a block of the usual size, so that any of
// them serves any block; a page of it that is never written to costs nothing.

import { BLOCK_BYTES } from '../extract/index.ts';

/** Buffers to take and to give back. */
export interface SpareBuffers {
  /** So many bytes, with whatever was in them. */
  take(bytes: number): Uint8Array;
  give(buffer: ArrayBufferLike): void;
}

/** Starts without a buffer. */
export function spareBuffers(): SpareBuffers {
  const spare: ArrayBufferLike[] = [];
  return {
    take(bytes) {
      // The one given back last is the one a cache still knows; one too small for a row beyond the usual size is let go.
      const buffer = spare.pop();
      if (buffer !== undefined && buffer.byteLength >= bytes) return new Uint8Array(buffer, 0, bytes);
      return new Uint8Array(new SharedArrayBuffer(Math.max(BLOCK_BYTES, bytes)), 0, bytes);
    },
    give: (buffer) => void spare.push(buffer),
  };
}
