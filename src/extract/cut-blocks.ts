// A stream of UTF-8 XML in, Blocks of whole rows out, each with memory of its own, ready for a thread.
// Memory: the window of the row cutter, one chunk, and the block in the reader's hands; nothing is read ahead.

import type { Block } from '../types.ts';
import { type CutEnd, type CutOptions, RowCutter } from './row-cutter.ts';

/** Cuts XML into blocks just before row starts, and says at the end how the bytes ended. */
export async function* cutBlocks(
  chunks: AsyncIterable<Uint8Array>,
  options: CutOptions = {},
): AsyncGenerator<Block, CutEnd, undefined> {
  const cutter = new RowCutter(options);
  for await (const chunk of chunks) {
    for (let at = cutter.fill(chunk, 0); cutter.full && !cutter.done; at += cutter.fill(chunk, at)) {
      yield* take(cutter);
    }
    if (cutter.done) return cutter.end;
  }
  cutter.finish();
  while (!cutter.done) yield* take(cutter);
  return cutter.end;
}

function* take(cutter: RowCutter): Generator<Block, void, undefined> {
  const block = cutter.take();
  if (block !== undefined) yield block;
}
