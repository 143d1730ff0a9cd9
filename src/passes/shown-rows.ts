// Rows of the dataset that the report shows: which ones is known before the shards are written, and their texts come
// along when they are.

import type { ShardRow } from '../shard/index.ts';
import { type PlacedRecord, recordByte } from '../spill/index.ts';
import type { Slice } from '../types.ts';
import { clipSlice } from './clip-text.ts';

/** Characters of a name that are shown: names of users have 30 at most. */
const SHOWN_NAME = 80;

const NOTHING: Slice = { bytes: Buffer.alloc(0), from: 0, to: 0 };

/** A row by its place in the dumps. */
export interface WantedRow {
  readonly input: number;
  readonly byte: number;
}

/** A row of the dataset as it is shown. */
export interface ShownRow {
  readonly input: number;
  readonly byte: number;
  readonly id: number;
  readonly votes: number;
  /** Clipped. */
  readonly texts: string[];
  readonly author: string | null;
  readonly authorId: number | null;
  readonly license: string;
}

/** Picks the wanted rows out of a shard's. */
export class ShownRows {
  readonly #byByte = new Map<number, WantedRow[]>();
  readonly #found: ShownRow[] = [];

  constructor(wanted: readonly WantedRow[]) {
    for (const row of wanted) this.#byByte.set(row.byte, [...(this.#byByte.get(row.byte) ?? []), row]);
  }

  offer({ bytes, at, input }: PlacedRecord, row: ShardRow): void {
    const byte = recordByte(bytes, at);
    if (!this.#byByte.get(byte)?.some((one) => one.input === input)) return;
    // Other people's pairs are of no post.
    const { author, authorId, license } = row.posts[0] ?? { author: undefined, authorId: undefined, license: NOTHING };
    this.#found.push({
      input,
      byte,
      id: row.questionId,
      votes: row.votes,
      texts: row.texts.map((text) => clipSlice(text)),
      author: author === undefined ? null : clipSlice(author, SHOWN_NAME),
      authorId: authorId ?? null,
      license: clipSlice(license, SHOWN_NAME),
    });
  }

  found(): ShownRow[] {
    return this.#found;
  }
}
