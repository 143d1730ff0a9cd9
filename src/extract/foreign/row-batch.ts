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

  add(texts: readonly string[] | ForeignDrop, row: Omit<ForeignExample, 'texts'>): void {
    if (typeof texts === 'string') {
      this.dropped[texts] = (this.dropped[texts] ?? 0) + 1;
      return;
    }
    this.rows.push({ ...row, texts });
    for (const { length } of texts) this.#characters += length;
  }

  get isFull(): boolean {
    return this.rows.length >= BATCH_ROWS || this.#characters >= BATCH_CHARACTERS;
  }

  get isEmpty(): boolean {
    return this.rows.length === 0 && Object.keys(this.dropped).length === 0;
  }
}
