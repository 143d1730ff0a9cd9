// Bytes that were written behind their length, as a ByteWriter's `text` does.

import type { Slice } from '../types.ts';

/** Bytes that the length takes. */
export const BLOB_SIZE_BYTES = 4;

/** The bytes whose length is at `at`. */
export function blobAt(bytes: Buffer, at: number): Slice {
  return { bytes, from: at + BLOB_SIZE_BYTES, to: at + BLOB_SIZE_BYTES + bytes.readUInt32LE(at) };
}

/** So many of them, one behind the other. */
export function blobsAt(bytes: Buffer, at: number, count: number): Slice[] {
  const blobs: Slice[] = [];
  for (let from = at; blobs.length < count; from = blobs[blobs.length - 1]!.to) blobs.push(blobAt(bytes, from));
  return blobs;
}
