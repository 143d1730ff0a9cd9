// The filter pass: a bit for every key of all benchmarks, so that of the keys of rows only those are spilled that may meet
// one. Memory: the filter, 16 bits a key and 64 MiB at most.

import { SpillReader } from '../../spill/index.ts';
import type { WorkFile } from '../completion.ts';
import { openSummedFile } from '../summed-file.ts';
import { KEY_WORDS } from './key-entry.ts';

/** One key of a row in so many passes by chance, until the filter is as large as it may be. */
const BITS_PER_KEY = 16;
/** 1 MiB, as a cache of a core holds: of small benchmarks, next to nothing passes by chance. */
const LEAST_BITS = 2 ** 23;
const MOST_BITS = 2 ** 29;

/** Keys to filter by. */
export interface FilterTask {
  readonly kind: 'filter';
  /** Spills of the index pass and how many keys are in them. */
  readonly keys: readonly string[];
  readonly count: number;
  readonly partitions: number;
  readonly filter: string;
}

/** Writes the filter. */
export function filterKeys({ keys, count, partitions, filter }: FilterTask): { readonly files: readonly WorkFile[] } {
  const wanted = 2 ** Math.ceil(Math.log2(Math.max(1, BITS_PER_KEY * count)));
  const bits = new Uint8Array(Math.max(LEAST_BITS, Math.min(wanted, MOST_BITS)) / 8);
  const reader = new SpillReader();
  for (const path of keys) {
    for (let partition = 0; partition < partitions; partition++) {
      for (const piece of reader.pieces(path, partition)) {
        for (let at = 0; at < piece.length; at += 4 * KEY_WORDS) setBit(bits, piece.readUInt32LE(at + 4));
      }
    }
  }
  const file = openSummedFile(filter);
  try {
    file.write(bits);
    return { files: [file.finish()] };
  } finally {
    file.abandon();
  }
}

function setBit(bits: Uint8Array, low: number): void {
  const bit = low & (8 * bits.length - 1);
  bits[bit >>> 3]! |= 1 << (bit & 7);
}

/** False if no key with this second word is in the filter. */
export function mayBeIn(bits: Uint8Array, low: number): boolean {
  const bit = low & (8 * bits.length - 1);
  return (bits[bit >>> 3]! & (1 << (bit & 7))) !== 0;
}
