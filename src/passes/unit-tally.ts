// What the blocks of a unit come to, one after another.

import { addBooks, type Book, EMPTY_BOOK } from '../books.ts';
import type { CutEnd } from '../extract/index.ts';
import { DRIVERS } from './builders.ts';
import type { WorkFile } from './completion.ts';
import type { BlockResult } from './route-task.ts';
import type { Routed } from './routed.ts';
import { addSamples, type RowSample, samplesBelow } from './row-samples.ts';

/** Sums up the blocks of one unit, to be added in their order. */
export class UnitTally {
  readonly #counts: number[];
  #books: readonly Book[];
  #samples: readonly RowSample[] = [];
  #xmlBytes = 0;
  #endsInRow = false;

  constructor(threadPartitions: number, joins: boolean) {
    this.#books = (joins ? DRIVERS : ['pairs']).map(() => EMPTY_BOOK);
    this.#counts = new Array<number>(threadPartitions).fill(0);
  }

  /** Rows so far. */
  get rows(): number {
    return this.#books[0]!.rows;
  }

  /** Order keys of rows that could still be samples. */
  get samplesBelow(): number {
    return samplesBelow(this.#samples);
  }

  /** Adds a block of so many bytes. */
  add(bytes: number, { counts, books, samples, endsInRow }: BlockResult): void {
    counts.forEach((count, partition) => {
      this.#counts[partition]! += count;
    });
    this.#books = this.#books.map((book, index) => addBooks(book, books[index]!));
    this.#samples = addSamples(this.#samples, samples);
    this.#xmlBytes += bytes;
    this.#endsInRow = endsInRow;
  }

  /** The record of a unit read from this byte on, once it wrote these files. */
  routed(files: readonly WorkFile[], from: number, { closed, next, comments }: CutEnd): Routed {
    return {
      files: [...files],
      books: this.#books.map((book) => ({ ...book, dropped: { ...book.dropped } })),
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
