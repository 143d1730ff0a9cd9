// Rows of a shard that are shown: the first ones and the wanted ones. And what is noted of all of them beside.

import type { ShardRow } from '../shard/index.ts';
import { type PlacedRecord, recordQuestionId } from '../spill/index.ts';
import type { RowCounts } from './row-tally.ts';
import { type ShownRow, ShownRows, shownRow, type WantedRow } from './shown-rows.ts';

/** Enough to see what a pair looks like. */
const SAMPLE_ROWS = 3;
/** Rows of as many questions are shown in full. */
const FIRST_ROWS = 6;

/** What was noted of a shard. */
export interface Seen extends SeenTexts {
  /** Credited posts by licence. */
  readonly licenses: Record<string, number>;
  readonly tally: RowCounts;
}

/** Rows that are shown. */
export interface SeenTexts {
  /** Those of the wanted rows that are in it. */
  readonly shown: ShownRow[];
  /** Texts of the first rows, for the card. */
  readonly sample: string[][];
  /** The first rows, one of a question. */
  readonly first: ShownRow[];
}

/** Takes note of rows one by one. */
export class SeenRows {
  readonly #shown: ShownRows;
  readonly #sample: string[][] = [];
  readonly #first: ShownRow[] = [];
  #question = -1;

  constructor(wanted: readonly WantedRow[]) {
    this.#shown = new ShownRows(wanted);
  }

  /** Whether the row that comes next is one whose texts are noted. */
  isNoted(record: PlacedRecord): boolean {
    return this.#sample.length < SAMPLE_ROWS || this.isShown(record);
  }

  /** Whether it is one that is shown with its credit. */
  isShown(record: PlacedRecord): boolean {
    return this.#isFirst(record) || this.#shown.isWanted(record);
  }

  /** Notes that row. */
  add(record: PlacedRecord, row: ShardRow): void {
    this.#shown.offer(record, row);
    if (this.#sample.length < SAMPLE_ROWS) this.#sample.push(textsOf(row));
    if (this.#isFirst(record)) this.#first.push(shownRow(record, row));
  }

  /** Goes on to the next row. */
  pass({ bytes, at }: PlacedRecord): void {
    this.#question = recordQuestionId(bytes, at);
  }

  /** Rows of one question stand together. */
  #isFirst({ bytes, at }: PlacedRecord): boolean {
    return this.#first.length < FIRST_ROWS && recordQuestionId(bytes, at) !== this.#question;
  }

  seen(): SeenTexts {
    return { shown: this.#shown.found(), sample: this.#sample, first: this.#first };
  }
}

/** The texts of a row as strings. */
export function textsOf({ texts }: ShardRow): string[] {
  return texts.map(({ bytes, from, to }) => bytes.toString('utf8', from, to));
}
