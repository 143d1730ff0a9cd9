// A bzip2 stream unpacked by ranges, in parallel where the unpacker is, its bytes in order. A block begins at any bit, so
// a range looks for the mark of its first one by itself; that is believed only when the block before ends right there.
// Else it was data that looks like a mark, or the block before reaches far: the range is decoded again from that end on.
// Memory: the buffers under way (output-buffers.ts).
import { type StartedRange, startRanges } from './start-ranges.ts';
import { damagedStream, type PartSums, StreamSums } from './stream-sums.ts';
import type { BlockPlace, PackedStream, Unpacked, UnpackOptions } from './unpacker.ts';

/** Compressed bytes of a range: about one block of a dump, which makes 0.9 MB of it. Larger ones are no faster. */
const RANGE_BYTES = 128 << 10;

/** How much is handed on at once. */
const CHUNK_BYTES = 1 << 20;

const START: BlockPlace = { bit: 0, skip: 0 };

/** How far a stream was unpacked. */
export interface UnpackEnd {
  /** The place behind the last block. */
  readonly next: BlockPlace;
  readonly sums: PartSums;
}

/** Gives the stream's bytes in chunks of at most 1 MiB, each of which holds until the next one is asked for. */
export async function* unpackStream(
  stream: PackedStream,
  options: UnpackOptions,
): AsyncGenerator<Uint8Array, UnpackEnd> {
  const { start = START, rangeBytes = RANGE_BYTES } = options;
  const chain: Chain = { stream, place: start, sums: new StreamSums(stream.at, start.bit === 0) };
  for await (const range of startRanges(stream, { ...options, start, rangeBytes })) {
    yield* settle(range, chain, options);
  }
  if (chain.place.bit >= stream.bytes * 8 || options.until === undefined) chain.sums.end();
  return { next: chain.place, sums: chain.sums.part };
}

/** How far the stream was followed. */
interface Chain {
  readonly stream: PackedStream;
  place: BlockPlace;
  readonly sums: StreamSums;
}

/** Gives the bytes of a range from the place where the one before it ended, in as many turns as its memory makes it. */
async function* settle({ until, result }: StartedRange, chain: Chain, { unpacker, signal }: UnpackOptions) {
  const { stream, sums } = chain;
  let buffer: ArrayBuffer | undefined;
  try {
    let unpacked = await result;
    buffer = unpacked.buffer;
    while (chain.place.bit < until) {
      signal?.throwIfAborted();
      if (!isSame(unpacked.first, chain.place)) {
        const task = { kind: 'unpack', stream, ...chain.place, isKnown: true, until, buffer } as const;
        buffer = undefined;
        unpacked = await unpacker.unpack(task);
        buffer = unpacked.buffer;
      }
      // Before its bytes: what is wrong with them would be told of less exactly by whoever counts them.
      for (const sum of unpacked.sums) sums.add(sum);
      const byte = stream.from + Math.floor(unpacked.next.bit / 8);
      if (unpacked.fault !== undefined) throw damagedStream(`${stream.at} byte ${byte}`, unpacked.fault);
      yield* chunksOf(unpacked);
      chain.place = unpacked.next;
    }
  } finally {
    unpacker.buffers.give(buffer);
  }
}

function isSame(a: BlockPlace | undefined, b: BlockPlace): boolean {
  return a !== undefined && a.bit === b.bit && a.skip === b.skip;
}

function* chunksOf({ buffer, bytes }: Unpacked): Generator<Uint8Array> {
  for (let at = 0; at < bytes; at += CHUNK_BYTES) yield new Uint8Array(buffer, at, Math.min(CHUNK_BYTES, bytes - at));
}
