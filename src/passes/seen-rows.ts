// What is noted of the rows of a shard as they pass: their licences and counts, the first ones and the wanted ones.

import type { ShardRow } from '../shard/index.ts';
import type { PlacedRecord } from '../spill/index.ts';
import { LicenseTally } from './license-tally.ts';
import { type RowCounts, RowTally } from './row-tally.ts';
import { type ShownRow, ShownRows, shownRow, type WantedRow } from './shown-rows.ts';

/** Enough to see what a pair looks like. */
const SAMPLE_ROWS = 3;
/** Rows of as many questions are shown in full. */
const FIRST_ROWS = 6;

/** What was noted of a shard. */
export interface Seen {
  /** Credited posts by licence. */
  readonly licenses: Record<string, number>;
  readonly tally: RowCounts;
  /** Those of the wanted rows that are in it. */
  readonly shown: ShownRow[];
  /** Texts of the first rows, for the card. */
  readonly sample: string[][];
  /** The first rows, one of a question. */
  readonly first: ShownRow[];
}

/** Takes note of rows one by one. */
export class SeenRows {
  readonly #licenses = new LicenseTally();
  readonly #tally: RowTally;
  readonly #shown: ShownRows;
  readonly #sample: string[][] = [];
  readonly #first: ShownRow[] = [];
  #question = -1;

  constructor(columns: number, wanted: readonly WantedRow[]) {
    this.#tally = new RowTally(columns);
    this.#shown = new ShownRows(wanted);
  }

  /** Whether a row that comes next is to be shown with its credit. */
  isShown(record: PlacedRecord, row: ShardRow): boolean {
    return this.#isFirst(row) || this.#shown.isWanted(record);
  }

  add(record: PlacedRecord, row: ShardRow): void {
    this.#tally.add(row);
    this.#shown.offer(record, row);
    if (this.#sample.length < SAMPLE_ROWS) this.#sample.push(textsOf(row));
    if (this.#isFirst(row)) this.#first.push(shownRow(record, row));
    this.#question = row.questionId;
    for (const { license } of row.posts) this.#licenses.add(license);
  }

  /** Rows of one question stand together. */
  #isFirst({ questionId }: ShardRow): boolean {
    return this.#first.length < FIRST_ROWS && questionId !== this.#question;
  }

  seen(): Seen {
    const [licenses, tally, shown] = [this.#licenses.counts(), this.#tally.counts(), this.#shown.found()];
    return { licenses, tally, shown, sample: this.#sample, first: this.#first };
  }
}

/** The texts of a row as strings. */
export function textsOf({ texts }: ShardRow): string[] {
  return texts.map(({ bytes, from, to }) => bytes.toString('utf8', from, to));
}
