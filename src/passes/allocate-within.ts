// Memory that was used is used again: pieces of a buffer whose bytes nobody needs any more.

/** Hands out these bytes piece by piece, and fresh memory when they are used up. */
export function allocateWithin({ buffer, byteOffset, length }: Uint8Array): (bytes: number) => Uint8Array {
  let used = 0;
  return (bytes) => {
    if (used + bytes > length) return new Uint8Array(bytes);
    used += bytes;
    return new Uint8Array(buffer, byteOffset + used - bytes, bytes);
  };
}
