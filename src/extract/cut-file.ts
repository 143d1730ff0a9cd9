// A plain file, or a range of it, in UTF-8 to Blocks: read straight into the window they are cut in, by a thread that has
// nothing else to do meanwhile. Memory: the window of the row cutter, and the block in the reader's hands unless it is lent.

import { closeSync, openSync, readSync } from 'node:fs';
import type { Block } from '../types.ts';
import { readFailure } from './read-failure.ts';
import { type CutEnd, type CutOptions, RowCutter } from './row-cutter.ts';

/** Bytes asked for at once: few enough to be in the cache still when they are looked at. */
const READ_BYTES = 1024 * 1024;

/** Cuts the file as `cutBlocks` does; `at` is its name in messages. */
export function* cutFile(path: string, at: string, options: CutOptions): Generator<Block, CutEnd, undefined> {
  const fd = placed(at, () => openSync(path, 'r'));
  try {
    const cutter = new RowCutter(options);
    let byte = options.from ?? 0;
    while (!cutter.done) {
      while (!cutter.full && !cutter.atEnd) {
        const room = cutter.room.subarray(0, READ_BYTES);
        const read = placed(at, () => readSync(fd, room, 0, room.length, byte));
        byte += read;
        if (read === 0) cutter.finish();
        else cutter.filled(read);
      }
      const block = cutter.take();
      if (block !== undefined) yield block;
    }
    return cutter.end;
  } finally {
    closeSync(fd);
  }
}

function placed<T>(at: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw readFailure(error, at);
  }
}
