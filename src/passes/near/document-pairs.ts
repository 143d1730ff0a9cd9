// Pairs of documents as words in a row, and the files they go to.

import { basename } from 'node:path';
import { spanningEdges } from '../../near/index.ts';
import { WordSpill } from '../../spill/index.ts';
import type { WorkFile } from '../completion.ts';

/** Words of a pair. */
export const PAIR_WORDS = 2;

/** Pairs in ascending order without repeats. */
export function distinctPairs(pairs: Uint32Array): Uint32Array {
  const packed = new BigUint64Array(pairs.length / PAIR_WORDS);
  const halves = new Uint32Array(packed.buffer);
  for (let i = 0; i < pairs.length; i += PAIR_WORDS) {
    halves[i + 1] = pairs[i]!;
    halves[i] = pairs[i + 1]!;
  }
  packed.sort();
  let size = 0;
  for (let i = 0; i < packed.length; i++) {
    if (i > 0 && packed[i] === packed[i - 1]) continue;
    pairs[size++] = halves[2 * i + 1]!;
    pairs[size++] = halves[2 * i]!;
  }
  return pairs.subarray(0, size);
}

/** Writes a spill, of one partition, of what is needed of these edges to connect what they connect. */
export function writeEdges(path: string, edges: Uint32Array): WorkFile {
  const spill = new WordSpill(path, { partitions: 1, width: PAIR_WORDS });
  try {
    const spanning = spanningEdges(edges);
    for (let i = 0; i < spanning.length; i += PAIR_WORDS) writePair(spill, 0, spanning[i]!, spanning[i + 1]!);
    return { path: basename(path), ...spill.finish() };
  } finally {
    spill.abandon();
  }
}

/** Appends a pair. */
export function writePair(spill: WordSpill, partition: number, a: number, b: number): void {
  const at = spill.begin(partition);
  spill.words[at] = a;
  spill.words[at + 1] = b;
}
