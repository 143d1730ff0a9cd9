// Copying a few bytes is what most rows come to, and a call into the engine takes as long as a loop over fifty of them.

/** Fewer bytes than this are copied faster one by one. */
const SHORT_BYTES = 64;

/** Bytes where they lie. */
interface Part {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** Copies bytes to a place in other memory, where there must be room. */
export function copyBytes({ bytes, from, to }: Part, into: Uint8Array, at: number): void {
  const length = to - from;
  if (length < SHORT_BYTES) for (let i = 0; i < length; i++) into[at + i] = bytes[from + i]!;
  else into.set(new Uint8Array(bytes.buffer, bytes.byteOffset + from, length), at);
}
