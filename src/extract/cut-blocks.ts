// A stream of UTF-8 XML in, Blocks of whole rows out, each with memory of its own, ready for a thread, unless blocks are lent.
// Memory: the window of the row cutter, one chunk, and the block in the reader's hands if it has its own; nothing is read ahead.

import type { Block } from '../types.ts';
import { type CutEnd, type CutOptions, RowCutter } from './row-cutter.ts';

/** Which rows to cut out of a stream. */
export interface StreamCutOptions extends CutOptions {
  /** Says where the range ends, once that is known: asked whenever a chunk came. */
  readonly endsAt?: (() => number | undefined) | undefined;
}

/** Cuts XML into blocks just before row starts, and says at the end how the bytes ended. */
export async function* cutBlocks(
  chunks: AsyncIterable<Uint8Array>,
  { endsAt, ...options }: StreamCutOptions = {},
): AsyncGenerator<Block, CutEnd, undefined> {
  const cutter = new RowCutter(options);
  for await (const chunk of chunks) {
    const to = endsAt?.();
    if (to !== undefined) cutter.endAt(to);
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
