// A unit's bytes: its file from the unit's first byte on, or standard input, which is digested on the way because it
// cannot be read again.

import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { openInput, openTable, outputBuffers, type Unpacker } from '../extract/index.ts';
import type { Input } from '../types.ts';
import type { Workers } from '../workers/pool.ts';
import { writeCompletion } from './completion.ts';
import type { PassContext } from './context.ts';
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
}: OpenOptions): Pick<PassContext, 'open' | 'openTable'> {
  const unpacker = unpack === 'own' ? unpackerOf(workers) : undefined;
  return {
    open(unit) {
      const input = inputs[unit.input]!;
      if (input.container !== 'auto') return openInput(input, { from: unit.from, path, signal, unpacker });
      return digested(unit, work, (onCompressed) => openInput(input, { stdin, path, signal, onCompressed }));
    },
    openTable: (table) => openTable(table, { path, signal, unpacker }),
  };
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
