// Examples handed on at once, and the counts of what was left out among them.
import type { ForeignDrop, ForeignExample } from '../../foreign.ts';

/** A batch is full with so many examples, or with so many characters, whatever comes first. */
const BATCH_ROWS = 1000;
const BATCH_CHARACTERS = 1024 * 1024;

/** Filled row by row, then handed on and filled no more. */
export class RowBatch {
  readonly rows: ForeignExample[] = [];
  readonly dropped: Partial<Record<ForeignDrop, number>> = {};
  #characters = 0;

  add(example: ForeignExample): void {
    this.rows.push(example);
    for (const { length } of example.texts) this.#characters += length;
  }

  drop(reason: ForeignDrop): void {
    this.dropped[reason] = (this.dropped[reason] ?? 0) + 1;
  }

  get isFull(): boolean {
    return this.rows.length >= BATCH_ROWS || this.#characters >= BATCH_CHARACTERS;
  }

  get isEmpty(): boolean {
    return this.rows.length === 0 && Object.keys(this.dropped).length === 0;
  }
}
