// A part of an archive that is read from the middle. Where the archive is in object storage, no more of it is fetched than
// the part's packed bytes, and what is read on behind them.

import { StackpairsError } from '../errors.ts';
import { DIRECTORY_BYTES, divisibleMember, type OpenPart, openPart, type Unpacker } from '../extract/index.ts';
import type { Mirror } from '../storage/index.ts';
import type { Input } from '../types.ts';

/** Bytes that a range may reach into beyond its end: its last block, which has 2.3 MB at most, and what is read with it. */
const REACH_BYTES = 3 << 20;

/** Which packed bytes of the posts, and the bit of the first block where that is known. */
interface Part {
  readonly from: number;
  readonly to: number | null;
  readonly start?: number | undefined;
}

interface PartOptions {
  readonly input: Input;
  readonly unpacker: Unpacker;
  readonly signal?: AbortSignal | undefined;
  readonly mirror?: Mirror | undefined;
}

/** Opens it. */
export function openArchivePart({ from, to, start }: Part, { input, mirror, ...options }: PartOptions): OpenPart {
  let part: OpenPart | undefined;
  return { found: () => part?.found(), chunks: read() };

  async function* read(): AsyncGenerator<Uint8Array> {
    await mirror?.fetchEnds(input.path, DIRECTORY_BYTES, DIRECTORY_BYTES);
    const located = await divisibleMember(input);
    if (located === undefined) throw changed(input);
    const { stream, member } = located;
    const end = to ?? stream.bytes;
    const reached =
      mirror && ((first: number, last: number) => fetchPacked(mirror, located.stream, { from: first, to: last }));
    await reached?.(from, end);
    const unpacker = reached === undefined ? options.unpacker : reaching(options.unpacker, reached);
    part = openPart(stream, member, { ...options, unpacker, from, to, start });
    yield* part.chunks;
  }
}

async function fetchPacked(
  mirror: Mirror,
  stream: { readonly path: string; readonly from: number; readonly bytes: number },
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const end = Math.min(stream.bytes, to + REACH_BYTES);
  await mirror.fetch(stream.path, [{ from: stream.from + from, to: stream.from + end }]);
}

/** Fetches what a range reads before it is decoded. */
function reaching({ buffers, unpack }: Unpacker, reached: (from: number, to: number) => Promise<void>): Unpacker {
  return {
    buffers,
    unpack: async (task) => {
      await reached(Math.floor(task.bit / 8), Math.ceil(task.until / 8));
      return unpack(task);
    },
  };
}

function changed({ file }: Input): StackpairsError {
  return new StackpairsError('bad_input', 'the archive is not the one that was planned', {
    at: file,
    expected: 'Posts.xml alone in a folder packed with BZip2',
    hint: 'Plan another --out',
  });
}
