// LZ4 as Arrow compresses with, frames of blocks that may point back into those before them, and as Parquet does, one
// block by itself. Checksums are stepped over unread. Advice to whoever changes this: lengths come from the file, so every read and every
// copy is checked against what is there.

const MAGIC = 0x184d2204;
const FLAG = { blockSums: 0x10, contentSize: 0x08, contentSum: 0x04, dictionary: 0x01 } as const;
/** The top bit of a block's size says that it is stored as it is. */
const STORED = 0x80000000;
/** Content of a buffer; larger ones do not come out of batches that fit into memory. */
const MOST_BYTES = 0x7fffffff;

/** Unpacks a frame. Throws a plain error that says what is wrong; the caller knows the place. */
export function decompressLz4Frame(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new Error('no LZ4 frame');
  const flags = view.getUint8(4);
  if (flags & FLAG.dictionary) throw new Error('an LZ4 frame with a dictionary');
  const hasSize = (flags & FLAG.contentSize) !== 0;
  const output = new Output(hasSize ? Number(view.getBigUint64(6, true)) : frame.length * 4);
  let at = hasSize ? 15 : 7;
  for (let size = view.getUint32(at, true); size !== 0; size = view.getUint32(at, true)) {
    const bytes = size % STORED;
    const block = frame.subarray(at + 4, at + 4 + bytes);
    if (block.length < bytes) throw new Error('an LZ4 block that is cut off');
    if (size >= STORED) output.append(block);
    else unpackBlock(block, output);
    at += 4 + bytes + (flags & FLAG.blockSums ? 4 : 0);
  }
  return output.whole();
}

/** Unpacks one block, for which `bytes` are expected. The package for Parquet refuses one of no bytes, as of an empty page. */
export function decompressLz4Block(block: Uint8Array, bytes: number): Uint8Array {
  const output = new Output(bytes);
  unpackBlock(block, output);
  return output.whole();
}

function unpackBlock(block: Uint8Array, output: Output): void {
  let at = 0;
  const more = (nibble: number): number => {
    let length = nibble;
    for (let byte = nibble === 15 ? 255 : 0; byte === 255; length += byte) {
      if (at >= block.length) throw new Error('an LZ4 length that is cut off');
      byte = block[at++]!;
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at++]!;
    const literals = more(token >> 4);
    if (at + literals > block.length) throw new Error('LZ4 literals that are cut off');
    output.append(block.subarray(at, at + literals));
    at += literals;
    // The last sequence of a block has literals only.
    if (at === block.length) return;
    if (at + 2 > block.length) throw new Error('an LZ4 offset that is cut off');
    const offset = block[at]! | (block[at + 1]! << 8);
    at += 2;
    output.repeat(offset, more(token & 15) + 4);
  }
}

/** Bytes unpacked so far, in a buffer that grows. */
class Output {
  #bytes: Uint8Array;
  #length = 0;

  constructor(expected: number) {
    this.#bytes = new Uint8Array(Math.min(expected, MOST_BYTES));
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Copies byte by byte: what is copied may be written by the same copy. */
  repeat(offset: number, length: number): void {
    if (offset === 0 || offset > this.#length) throw new Error('an LZ4 offset before the start');
    this.#reserve(length);
    const bytes = this.#bytes;
    const end = this.#length + length;
    for (let to = this.#length; to < end; to++) bytes[to] = bytes[to - offset]!;
    this.#length = end;
  }

  whole(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    if (needed > MOST_BYTES) throw new Error('an LZ4 frame that unpacks to more than 2 GiB');
    const grown = new Uint8Array(Math.min(MOST_BYTES, Math.max(needed, this.#bytes.length * 2)));
    grown.set(this.whole());
    this.#bytes = grown;
  }
}
