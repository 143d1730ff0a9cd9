// Memory of blocks that were routed, used again for the next ones: fresh pages cost more than the bytes copied into them.
// Holds at most as many buffers as were in flight at once.

/** Sizes are rounded up to it, since no two blocks are of quite the same size. */
const GRAIN_BYTES = 64 * 1024;

/** Buffers to take and to give back. */
export interface SpareBuffers {
  /** So many bytes, with whatever was in them. */
  take(bytes: number): Uint8Array;
  give(buffer: ArrayBuffer): void;
}

/** Starts without a buffer. */
export function spareBuffers(): SpareBuffers {
  const spare: ArrayBuffer[] = [];
  return {
    take(bytes) {
      // The one given back last is the one a cache still knows; one that is too small is let go.
      const buffer = spare.pop();
      if (buffer !== undefined && buffer.byteLength >= bytes) return new Uint8Array(buffer, 0, bytes);
      return Buffer.allocUnsafeSlow(Math.ceil(bytes / GRAIN_BYTES) * GRAIN_BYTES).subarray(0, bytes);
    },
    give: (buffer) => void spare.push(buffer),
  };
}
