// The ranges of a bzip2 stream in order, each already being decoded: as many at once as there is memory for.
import type { BlockPlace, PackedStream, Unpacked, UnpackOptions, UnpackTask } from './unpacker.ts';

/** A range being decoded. Its buffer comes with the result; whoever takes the range gives it back. */
export interface StartedRange {
  /** The bit it ends at. */
  readonly until: number;
  readonly result: Promise<Unpacked>;
}

interface RangeOptions extends UnpackOptions {
  readonly start: BlockPlace;
  readonly rangeBytes: number;
}

/** Starts them; those that nobody takes any more give their memory back by themselves. */
export async function* startRanges(stream: PackedStream, options: RangeOptions): AsyncGenerator<StartedRange> {
  const { unpack, buffers } = options.unpacker;
  const ranges = rangesOf(stream, options);
  const started: StartedRange[] = [];
  try {
    for (let next = ranges.next(); ; ) {
      while (next.done !== true) {
        // Without one under way it waits for memory; with one, that is used first.
        const buffer = started.length === 0 ? await buffers.take() : buffers.takeIdle();
        if (buffer === undefined) break;
        const result = unpack({ ...next.value, buffer });
        // Whoever takes the result sees the failure; until then it is not an unhandled one.
        result.catch(() => {});
        started.push({ until: next.value.until, result });
        next = ranges.next();
      }
      const first = started.shift();
      if (first === undefined) return;
      yield first;
    }
  } finally {
    for (const { result } of started) {
      result.then(
        ({ buffer }) => buffers.give(buffer),
        () => buffers.give(),
      );
    }
  }
}

/** The first begins where the stream is to be read from; where the others do, they find out. */
function* rangesOf(
  stream: PackedStream,
  { start, until: wanted = Number.POSITIVE_INFINITY, rangeBytes }: RangeOptions,
): Generator<Omit<UnpackTask, 'buffer'>> {
  const end = Math.min(stream.bytes * 8, wanted);
  let place = start;
  while (place.bit < end) {
    const until = Math.min(end, (Math.floor(place.bit / (rangeBytes * 8)) + 1) * rangeBytes * 8);
    yield { kind: 'unpack', stream, ...place, isKnown: place === start, until };
    place = { bit: until, skip: 0 };
  }
}
