// A part of a member that is one bzip2 stream: the blocks that begin in a range of its packed bytes, and behind them as much as
// somebody wants to read on, to the end of a row. A part begins in the middle, so it looks for its first block by itself: a
// mark is believed if the block behind it has the checksum that it says. Whether that is the block which follows the part
// before is seen when both are there: each says where it began, and where the next one must.
// Memory: as of unpack-stream.ts.
import { crc32 } from 'node:zlib';
import type { PartSums } from './stream-sums.ts';
import { unpackStream } from './unpack-stream.ts';
import type { BlockPlace, PackedStream, Unpacked, Unpacker } from './unpacker.ts';
import { type Declared, tooMany } from './verify-member.ts';

/** What is wanted of a stream. */
export interface PartRange {
  /** Bytes of the stream, from its first one on; null is its end. */
  readonly from: number;
  readonly to: number | null;
  /** The bit of its first block, where that is known. */
  readonly start?: number | undefined;
}

/** What a part held. */
export interface PartFound {
  /**
   * The bit where its first block begins, and where the first behind it must, or null at the end of the stream; null where
   * none begins in it.
   */
  readonly blocks: { readonly first: number; readonly next: number | null } | null;
  /** Of what its blocks hold. */
  readonly bytes: number;
  readonly crc: number;
  readonly sums: PartSums;
}

/** A part being read. */
export interface OpenPart {
  /** Its bytes, and those behind it; each chunk holds until the next one is asked for. */
  readonly chunks: AsyncGenerator<Uint8Array>;
  /** What it held, as soon as all of that was given. */
  found(): PartFound | undefined;
}

/** How to read it. */
export interface PartOptions {
  readonly unpacker: Unpacker;
  readonly signal?: AbortSignal | undefined;
}

/** Of a part in which no block begins. */
export const NOTHING: PartFound = {
  blocks: null,
  bytes: 0,
  crc: 0,
  sums: { before: { blocks: 0, sum: 0 }, end: null, behind: { blocks: 0, sum: 0 } },
};

/** Opens a part of a member. */
export function openPart(stream: PackedStream, member: Declared, options: PartOptions & PartRange): OpenPart {
  let found: PartFound | undefined;
  return { found: () => found, chunks: read() };

  async function* read(): AsyncGenerator<Uint8Array> {
    const { unpacker, signal, from, to, start } = options;
    const until = to === null ? undefined : to * 8;
    const end = until ?? stream.bytes * 8;
    const first = start ?? (await findBlock(stream, { ...options, bit: from * 8, until: end }));
    if (first === undefined || first >= end) {
      found = NOTHING;
      return;
    }
    const own = unpackStream(stream, { unpacker, signal, start: { bit: first, skip: 0 }, until });
    let [bytes, crc] = [0, 0];
    let step = await own.next();
    try {
      for (; step.done !== true; step = await own.next()) {
        bytes += step.value.length;
        if (bytes > member.bytes) throw tooMany(member, stream.at);
        crc = crc32(step.value, crc);
        yield step.value;
      }
    } finally {
      await own.return(undefined as never);
    }
    const { next, sums } = step.value;
    const isEnd = next.bit >= stream.bytes * 8;
    found = { blocks: { first, next: isEnd ? null : next.bit }, bytes, crc, sums };
    if (!isEnd) yield* unpackStream(stream, { unpacker: oneByOne(unpacker), signal, start: next });
  }
}

/** A row ends in the next block or two: no more is decoded ahead of it. */
function oneByOne({ unpack, buffers }: Unpacker): Unpacker {
  return { unpack, buffers: { ...buffers, takeIdle: () => undefined } };
}

interface Search extends PartOptions {
  readonly bit: number;
  readonly until: number;
}

/** Bits to look for a mark in at once: more than any block takes but one made to be found. */
const REACH = 8 << 20;

/** The bit of the first block, or end of a stream, that is what it seems to be. */
async function findBlock(stream: PackedStream, { bit, until, ...options }: Search): Promise<number | undefined> {
  if (bit === 0) return 0;
  // Each turn goes on behind a mark that is data, or a stretch without one.
  for (let from = bit; from < until; ) {
    options.signal?.throwIfAborted();
    const end = Math.min(until, from + REACH);
    const { first, fault } = await probe(stream, { ...options, bit: from, until: end });
    if (first !== undefined && fault === undefined) return first.bit;
    from = first === undefined ? end : first.bit + 1;
  }
  return undefined;
}

interface Probed {
  readonly first: BlockPlace | undefined;
  readonly fault: string | undefined;
}

async function probe(stream: PackedStream, { unpacker, bit, until }: Search): Promise<Probed> {
  const task = { kind: 'unpack', stream, bit, skip: 0, isKnown: false, until, most: 1 } as const;
  let unpacked: Unpacked | undefined;
  const buffer = await unpacker.buffers.take();
  try {
    unpacked = await unpacker.unpack({ ...task, buffer });
    return unpacked;
  } finally {
    unpacker.buffers.give(unpacked?.buffer);
  }
}
