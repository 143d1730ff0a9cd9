// A spill file read back, partition by partition. Memory: the index of each file, 4 bytes a partition
// and flush, and one piece.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { StackpairsError } from '../errors.ts';

const FOOTER_BYTES = 16;

/** Gives memory for so many bytes. */
export type Allocate = (bytes: number) => Buffer;

/** The pieces of a partition in the order they were written, each a buffer of whole records, a fresh one by default. */
export function spillPieces(path: string, partition: number, allocate?: Allocate): Generator<Buffer> {
  return new SpillReader().pieces(path, partition, allocate);
}

/** Bytes of all partitions together; the index comes behind them. */
export function spillDataBytes(path: string): number {
  return indexOf(path).start;
}

/** Where the index of a spill is: its last bytes must be there to tell. */
export function spillIndexAt(path: string): { readonly from: number; readonly to: number } {
  const fd = openSync(path, 'r');
  try {
    const { start, length } = readFooter({ fd, path });
    return { from: start, to: start + length + FOOTER_BYTES };
  } finally {
    closeSync(fd);
  }
}

/** Reads partitions of spills that do not change meanwhile, and remembers where in them everything lies. */
export class SpillReader {
  readonly #indexes = new Map<string, SpillIndex>();

  /** Size of a partition in a spill file, in bytes. */
  bytes(path: string, partition: number): number {
    return this.ranges(path, partition).reduce((sum, { length }) => sum + length, 0);
  }

  /** Where in a spill file the pieces of a partition are that are not empty. */
  ranges(path: string, partition: number): PieceRange[] {
    let index = this.#indexes.get(path);
    if (index === undefined) {
      index = indexOf(path);
      this.#indexes.set(path, index);
    }
    return rangesOf(index, path, partition).filter(({ length }) => length > 0);
  }

  /** As `spillPieces`; a file that has none of them is not opened for it. */
  *pieces(path: string, partition: number, allocate: Allocate = Buffer.allocUnsafeSlow): Generator<Buffer> {
    const ranges = this.ranges(path, partition);
    if (ranges.length === 0) return;
    const fd = openSync(path, 'r');
    try {
      for (const { at, length } of ranges) yield readInto({ fd, path }, at, allocate(length));
    } finally {
      closeSync(fd);
    }
  }

  /** A partition of several spills, read one behind the other, into memory of its own unless told where. */
  gather(paths: readonly string[], partition: number, room: Allocate = Buffer.allocUnsafeSlow): Buffer {
    const gathered = room(paths.reduce((sum, path) => sum + this.bytes(path, partition), 0));
    let used = 0;
    const allocate = (bytes: number) => {
      used += bytes;
      return gathered.subarray(used - bytes, used);
    };
    for (const path of paths) for (const _ of this.pieces(path, partition, allocate));
    return gathered;
  }

  /** The same as words of 4 bytes. */
  gatherWords(paths: readonly string[], partition: number, room?: Allocate): Uint32Array {
    const { buffer, byteOffset, length } = this.gather(paths, partition, room);
    return new Uint32Array(buffer, byteOffset, length / 4);
  }
}

/** Where a partition's part of a flush lies. */
interface PieceRange {
  readonly at: number;
  readonly length: number;
}

type SpillIndex = ReturnType<typeof readIndex>;

function indexOf(path: string): SpillIndex {
  const fd = openSync(path, 'r');
  try {
    return readIndex({ fd, path });
  } finally {
    closeSync(fd);
  }
}

interface OpenFile {
  readonly fd: number;
  readonly path: string;
}

/** Where the partition's piece of each flush lies. */
function rangesOf({ flushes, partitions, start, bytes }: SpillIndex, path: string, partition: number): PieceRange[] {
  if (partition >= partitions) throw damaged({ path }, `a partition ${partition}`, `${partitions} partitions`);
  return Array.from({ length: flushes }, (_, flush) => {
    const base = flush * strideOf(partitions);
    const from = partition === 0 ? 0 : bytes.readUInt32LE(base + 4 + partition * 4);
    const to = bytes.readUInt32LE(base + 8 + partition * 4);
    const at = bytes.readDoubleLE(base) + from;
    const isInside = Number.isSafeInteger(at) && at >= 0 && from <= to && at + to - from <= start;
    if (!isInside) throw damaged({ path }, 'pieces before the index', 'others');
    return { at, length: to - from };
  });
}

function readIndex(file: OpenFile) {
  const { flushes, partitions, start, length } = readFooter(file);
  return { flushes, partitions, start, bytes: readExactly(file, start, length) };
}

function readFooter(file: OpenFile) {
  const { size } = fstatSync(file.fd);
  if (size < FOOTER_BYTES) throw damaged(file, `at least ${FOOTER_BYTES} bytes`, `${size}`);
  const footer = readExactly(file, size - FOOTER_BYTES, FOOTER_BYTES);
  const flushes = footer.readUInt32LE(0);
  const partitions = footer.readUInt32LE(4);
  const start = footer.readDoubleLE(8);
  const length = flushes * strideOf(partitions);
  if (!(start >= 0 && start + length + FOOTER_BYTES === size)) {
    throw damaged(file, `an index of ${flushes} flushes`, 'another');
  }
  return { flushes, partitions, start, length };
}

/** Bytes of the index a flush: its start and the ends of its partitions. */
function strideOf(partitions: number): number {
  return 8 + 4 * partitions;
}

function readExactly(file: OpenFile, at: number, length: number): Buffer {
  return readInto(file, at, Buffer.allocUnsafeSlow(length));
}

function readInto(file: OpenFile, at: number, bytes: Buffer): Buffer {
  const { length } = bytes;
  let read = 0;
  while (read < length) {
    const got = readSync(file.fd, bytes, read, length - read, at + read);
    if (got === 0) throw damaged(file, `${length} bytes at ${at}`, `${read}`);
    read += got;
  }
  return bytes;
}

function damaged({ path }: Pick<OpenFile, 'path'>, expected: string, found: string): StackpairsError {
  return new StackpairsError('damaged_output', 'a spill file is damaged', {
    at: path,
    expected,
    found,
    hint: 'Remove the .work folder beside it and run again',
  });
}
