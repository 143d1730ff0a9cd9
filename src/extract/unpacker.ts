// What is said between those who want a bzip2 stream unpacked and whoever decodes its ranges, in a thread or not.
import type { OutputBuffers } from './output-buffers.ts';

/** Where bzip2 data lies. Its bits are counted from its first byte. */
export interface PackedStream {
  readonly path: string;
  /** The file's name in messages. */
  readonly at: string;
  /** Its first byte in the file. */
  readonly from: number;
  readonly bytes: number;
}

/** A place in the output: so many bytes into the block at this bit. At bit 0 is the head of a stream. */
export interface BlockPlace {
  readonly bit: number;
  readonly skip: number;
}

/** A range to decode. */
export interface UnpackTask extends BlockPlace {
  readonly kind: 'unpack';
  readonly stream: PackedStream;
  /** False when a block may begin at the bit or anywhere behind it. */
  readonly isKnown: boolean;
  /** A block that begins at this bit or later belongs to the next range. */
  readonly until: number;
  /** Blocks to decode at most; all by default. */
  readonly most?: number | undefined;
  /** Memory for the output; what has no room in it is left for another task. */
  readonly buffer: ArrayBuffer;
}

/** A checksum met on the way: of a block that was decoded to its end, or of a stream that ended. */
export interface UnpackedSum {
  readonly sum: number;
  readonly isEnd: boolean;
}

/** What became of a range. */
export interface Unpacked {
  /** The memory of the task, of which so many bytes are output. */
  readonly buffer: ArrayBuffer;
  readonly bytes: number;
  /** Where the output begins; undefined when there is no mark in the range. */
  readonly first: BlockPlace | undefined;
  /** Where to go on. */
  readonly next: BlockPlace;
  readonly sums: readonly UnpackedSum[];
  /** What is wrong at `next`, if the range began where it seemed to. */
  readonly fault: string | undefined;
}

/** Who decodes ranges, and the memory for it. */
export interface Unpacker {
  readonly unpack: (task: UnpackTask) => Promise<Unpacked>;
  readonly buffers: OutputBuffers;
}

/** Where to begin and how to go on. */
export interface UnpackOptions {
  readonly unpacker: Unpacker;
  /** A place that surely is in a block; the start of the stream by default. */
  readonly start?: BlockPlace | undefined;
  /** Blocks that begin at this bit or later are not wanted; by default all are. */
  readonly until?: number | undefined;
  readonly rangeBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}
