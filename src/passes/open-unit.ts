// A unit's bytes: its file from the unit's first byte on, or standard input, which is digested on the way because it
// cannot be read again.

import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { openInput, openTable, outputBuffers, type ReadChunks, type Unpacker } from '../extract/index.ts';
import type { Mirror } from '../storage/index.ts';
import type { Input, TableFile } from '../types.ts';
import type { Workers } from '../workers/pool.ts';
import { writeCompletion } from './completion.ts';
import type { PassContext } from './context.ts';
import { openArchivePart } from './open-archive-part.ts';
import type { Unit } from './plan.ts';
import { unitName } from './unit-name.ts';

/** How inputs are opened. */
export interface OpenOptions {
  readonly inputs: readonly Input[];
  readonly work: string;
  readonly stdin?: Readable | undefined;
  /** Where to look for 7-Zip, as in PATH. */
  readonly path?: string | undefined;
  readonly workers: Workers;
  /** `7zip` leaves to 7-Zip what could be done here; `own` is the default. */
  readonly unpack?: 'own' | '7zip' | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly mirror?: Mirror | undefined;
}

/** What opens any unit of the plan, and any table beside the posts. */
export function openers({
  inputs,
  work,
  stdin,
  path,
  workers,
  unpack = 'own',
  signal,
  mirror,
}: OpenOptions): Pick<PassContext, 'open' | 'openPart' | 'openTable'> {
  const unpacker = unpack === 'own' ? unpackerOf(workers) : undefined;
  return {
    open(unit) {
      const input = inputs[unit.input]!;
      if (input.container !== 'auto') {
        return once(
          () => reached(input, mirror),
          (chunks) => openInput(input, { from: unit.from, path, signal, unpacker, chunks }),
        );
      }
      return digested(unit, work, (onCompressed) => openInput(input, { stdin, path, signal, onCompressed }));
    },
    openPart: (unit, start) =>
      openArchivePart(
        { ...unit, start },
        { input: inputs[unit.input]!, unpacker: unpacker ?? unpackerOf(workers), signal, mirror },
      ),
    openTable: (table) =>
      once(
        () => reached(table, mirror),
        (chunks) => openTable(table, { path, signal, unpacker, chunks }),
      ),
  };
}

/** How a file is read that may be in object storage: plain ones from there, others from this machine once they are here. */
async function reached(
  { path, container }: Pick<Input | TableFile, 'path' | 'container'>,
  mirror: Mirror | undefined,
): Promise<ReadChunks | undefined> {
  if (!mirror?.isMirrored(path)) return undefined;
  if (container === 'xml') return (_, options) => mirror.chunks(path, options);
  await mirror.fetch(path);
  return undefined;
}

async function* once<Ready>(
  ready: () => Promise<Ready>,
  open: (ready: Ready) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* open(await ready());
}

/** Decodes in the threads: a range in each, one that is being used, and one more, so that no thread waits for that. */
function unpackerOf({ threads, width, perform }: Workers): Unpacker {
  return {
    unpack: (task) => perform<'unpack'>(task),
    buffers: outputBuffers(Math.min(width, threads + 2)),
  };
}

async function* digested(
  unit: Unit,
  work: string,
  open: (onCompressed: (chunk: Uint8Array) => void) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let bytes = 0;
  yield* open((chunk) => {
    hash.update(chunk);
    bytes += chunk.length;
  });
  writeCompletion(work, unitName('digest', unit.input), { files: [], bytes, sha256: hash.digest('hex') });
}
