// Rows by chance, as they stand in the dumps: those with the lowest order keys of all that passed the filters, which
// does not depend on how the work is cut up. Memory: the few that are lowest.

import { readPosts, rowTagEnd } from '../extract/index.ts';
import type { Block } from '../types.ts';
import { clipText } from './clip-text.ts';

/** More than are shown: some turn out to be duplicates. */
const MOST_SAMPLES = 12;

/** A row before it was cleaned. */
export interface RowSample {
  readonly key: number;
  readonly input: number;
  readonly byte: number;
  /** As in the dump but for XML, and clipped. */
  readonly title: string;
  /** HTML. */
  readonly body: string;
}

interface Chosen {
  readonly key: number;
  readonly byte: number;
}

/** Chooses among the rows of one block. */
export class SampleChoice {
  #chosen: Chosen[] = [];
  #below: number;

  /** Rows are wanted only with lower keys than this. */
  constructor(below = Number.POSITIVE_INFINITY) {
    this.#below = below;
  }

  offer(key: number, byte: number): void {
    if (key >= this.#below) return;
    this.#chosen = lowest([...this.#chosen, { key, byte }]);
    if (this.#chosen.length === MOST_SAMPLES) this.#below = Math.min(this.#below, this.#chosen.at(-1)!.key + 1);
  }

  /** The chosen rows, read once more from the block. */
  read({ bytes, byte: first }: Block, input: number): RowSample[] {
    const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return this.#chosen.flatMap(({ key, byte }) => {
      const samples: RowSample[] = [];
      const end = rowTagEnd(block, byte - first);
      const row = block.subarray(byte - first, end < 0 ? block.length : end);
      const post = ({ title, body }: { readonly title: string; readonly body: string }) =>
        samples.push({ key, input, byte, title: clipText(title), body: clipText(body) });
      readPosts({ bytes: row, byte, oversizedRows: 0 }, { post, damaged: () => {} }, 1);
      return samples;
    });
  }
}

/** The samples of two parts of the work together. */
export function addSamples(a: readonly RowSample[], b: readonly RowSample[]): RowSample[] {
  return b.length === 0 ? [...a] : lowest([...a, ...b]);
}

/** Which keys are still worth a look, with these samples at hand. */
export function samplesBelow(samples: readonly RowSample[]): number {
  return samples.length < MOST_SAMPLES ? Number.POSITIVE_INFINITY : samples.at(-1)!.key + 1;
}

function lowest<Row extends Chosen & { readonly input?: number }>(rows: readonly Row[]): Row[] {
  return rows
    .toSorted((a, b) => a.key - b.key || (a.input ?? 0) - (b.input ?? 0) || a.byte - b.byte)
    .slice(0, MOST_SAMPLES);
}
