// Rows of the dataset that the report shows: which ones is known before the shards are written, and their texts come
// along when they are.

import type { ReportPost } from '../publish/index.ts';
import type { ShardRow } from '../shard/index.ts';
import { type PlacedRecord, recordByte } from '../spill/index.ts';
import { clipSlice } from './clip-text.ts';

/** Characters of a name that are shown: names of users have 30 at most. */
const SHOWN_NAME = 80;

/** A row by its place in the dumps. */
export interface WantedRow {
  readonly input: number;
  readonly byte: number;
}

/** A row of the dataset as it is shown. */
export interface ShownTexts {
  readonly votes: number;
  /** Clipped. */
  readonly texts: string[];
  readonly posts: ReportPost[];
}

/** The same of a row of a dump. */
export interface ShownRow extends WantedRow, ShownTexts {}

/** A row as it is shown, and where it stood. */
export function shownRow({ bytes, at, input }: PlacedRecord, row: ShardRow): ShownRow {
  return { input, byte: recordByte(bytes, at), ...shownTexts(row) };
}

/** A row as it is shown. */
export function shownTexts(row: ShardRow): ShownTexts {
  return {
    votes: row.votes,
    texts: row.texts.map((text) => clipSlice(text)),
    posts: row.posts.map(({ role, isAnswer = false, id, author, authorId, license }) => ({
      role,
      isAnswer: isAnswer || role === 'answer',
      id,
      author: author === undefined ? null : clipSlice(author, SHOWN_NAME),
      authorId: authorId ?? null,
      license: clipSlice(license, SHOWN_NAME),
    })),
  };
}

/** Picks the wanted rows out of a shard's. */
export class ShownRows {
  readonly #byByte = new Map<number, WantedRow[]>();
  readonly #found: ShownRow[] = [];

  constructor(wanted: readonly WantedRow[]) {
    for (const row of wanted) this.#byByte.set(row.byte, [...(this.#byByte.get(row.byte) ?? []), row]);
  }

  isWanted({ bytes, at, input }: PlacedRecord): boolean {
    return this.#byByte.get(recordByte(bytes, at))?.some((one) => one.input === input) ?? false;
  }

  offer(record: PlacedRecord, row: ShardRow): void {
    if (this.isWanted(record)) this.#found.push(shownRow(record, row));
  }

  found(): ShownRow[] {
    return this.#found;
  }
}
