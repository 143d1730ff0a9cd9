// Memory for the records of a partition: one piece, which may move when it grows.

/** Where records are read to. */
export interface RecordMemory {
  /** All of it, where it is now. */
  readonly bytes: Buffer;
  /** Makes it so many bytes long, and keeps the first `kept` of those that are there. */
  fit(bytes: number, kept: number): void;
}

/** Memory that nobody else knows of. */
export function recordMemory(): RecordMemory {
  let bytes: Buffer = Buffer.alloc(0);
  return {
    get bytes() {
      return bytes;
    },
    fit(length, kept) {
      const longer = Buffer.allocUnsafeSlow(length);
      bytes.copy(longer, 0, 0, kept);
      bytes = longer;
    },
  };
}
