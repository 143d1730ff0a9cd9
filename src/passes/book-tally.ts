// The book of one block in the making.

import type { Book } from '../books.ts';

/** Counts rows one by one, or many that were dropped for one reason. */
export class BookTally {
  readonly #dropped = new Map<string, number>();
  #kept = 0;

  keep(): void {
    this.#kept += 1;
  }

  drop(reason: string, rows: number): void {
    this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + rows);
  }

  /** The book of so many rows, of which some were repaired. */
  book(rows: number, repaired: number): Book {
    return { rows, kept: this.#kept, dropped: Object.fromEntries(this.#dropped), repaired };
  }
}
