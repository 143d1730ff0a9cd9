// Keys on their way to each other, four words each: two of the key; its kind, and for a text of a benchmark which one
// above it; the text or document.

import type { KeyMaker } from '../../near/index.ts';
import { partitionOf } from '../../order-key.ts';
import { WordSpill } from '../../spill/index.ts';

/** Words of an entry. */
export const KEY_WORDS = 4;
/** The benchmark stands above the kind. */
const BENCHMARK_SHIFT = 8;

/** Kind and benchmark of the third word. */
export const kindOf = (word: number): number => word & ((1 << BENCHMARK_SHIFT) - 1);
export const benchmarkOf = (word: number): number => word >>> BENCHMARK_SHIFT;
export const taggedKind = (kind: number, benchmark: number): number => kind | (benchmark << BENCHMARK_SHIFT);

/** A spill of keys by the partition of their first word. */
export function openKeySpill(path: string, partitions: number) {
  const spill = new WordSpill(path, { partitions, width: KEY_WORDS });
  return {
    add(high: number, low: number, tag: number, owner: number): void {
      const at = spill.begin(partitionOf(high, partitions));
      spill.words[at] = high;
      spill.words[at + 1] = low;
      spill.words[at + 2] = tag;
      spill.words[at + 3] = owner;
    },
    finish: () => spill.finish(),
    abandon: () => spill.abandon(),
  };
}

/** What a thread that screens has at hand. */
export interface Screening {
  readonly keys: KeyMaker;
  /** Reads a filter, once for all units of a thread. */
  readonly filter: (path: string) => Uint8Array;
}
