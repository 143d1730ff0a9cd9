// What the blocks of a unit come to, one after another.

import { addBooks, type Book, EMPTY_BOOK } from '../books.ts';
import type { CutEnd } from '../extract/index.ts';
import type { WorkFile } from './completion.ts';
import type { RouteResult } from './route-task.ts';
import type { Routed } from './routed.ts';
import { addSamples, type RowSample, samplesBelow } from './row-samples.ts';

/** Sums up the blocks of one unit, to be added in their order. */
export class UnitTally {
  readonly #counts: number[];
  #book: Book = EMPTY_BOOK;
  #samples: readonly RowSample[] = [];
  #xmlBytes = 0;
  #endsInRow = false;

  constructor(threadPartitions: number) {
    this.#counts = new Array<number>(threadPartitions).fill(0);
  }

  /** Rows so far. */
  get rows(): number {
    return this.#book.rows;
  }

  /** Order keys of rows that could still be samples. */
  get samplesBelow(): number {
    return samplesBelow(this.#samples);
  }

  /** Adds a block of so many bytes. */
  add(bytes: number, { counts, book, samples, endsInRow }: RouteResult): void {
    counts.forEach((count, partition) => {
      this.#counts[partition]! += count;
    });
    this.#book = addBooks(this.#book, book);
    this.#samples = addSamples(this.#samples, samples);
    this.#xmlBytes += bytes;
    this.#endsInRow = endsInRow;
  }

  /** The record of a unit read from this byte on, once it wrote these files. */
  routed(files: readonly WorkFile[], from: number, { closed, next, comments }: CutEnd): Routed {
    return {
      files: [...files],
      book: { ...this.#book, dropped: { ...this.#book.dropped } },
      counts: this.#counts,
      samples: [...this.#samples],
      xmlBytes: this.#xmlBytes,
      from,
      next: next ?? null,
      comments,
      end: closed ? 'closed' : this.#endsInRow ? 'in_row' : 'open',
    };
  }
}
