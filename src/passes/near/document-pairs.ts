// Pairs of documents as words in a row, and the files they go to.

import { basename } from 'node:path';
import { spanningEdges } from '../../near/index.ts';
import { WordSpill } from '../../spill/index.ts';
import type { WorkFile } from '../completion.ts';
import { type Layout, threadPartitions } from '../layout.ts';

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

/** Partitions of a spill of edges: those between rows of the build, and those to borrowed rows. */
export const OWN_EDGES = 0;
export const BORROWED_EDGES = 1;
export const EDGE_PARTITIONS = 2;

/** How documents are numbered. */
interface Numbering {
  readonly firsts: Uint32Array;
  readonly layout: Layout;
}

/**
 * Writes edges. Of those between rows of the build, what it takes to connect what they connect: but all of them where
 * there are borrowed rows, as a row that is alike to one of these is left out later, and what it connects with it.
 */
export function writeEdges(path: string, edges: readonly number[], { firsts, layout }: Numbering): WorkFile {
  const own = firsts[threadPartitions(layout)]!;
  const hasBorrowed = own < firsts.at(-1)!;
  const spill = new WordSpill(path, { partitions: EDGE_PARTITIONS, width: PAIR_WORDS });
  const between: number[] = [];
  try {
    for (let i = 0; i < edges.length; i += PAIR_WORDS) {
      const [a, b] = [edges[i]!, edges[i + 1]!];
      if (b < own) between.push(a, b);
      else writePair(spill, BORROWED_EDGES, a, b);
    }
    const kept = hasBorrowed ? between : spanningEdges(Uint32Array.from(between));
    for (let i = 0; i < kept.length; i += PAIR_WORDS) writePair(spill, OWN_EDGES, kept[i]!, kept[i + 1]!);
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
