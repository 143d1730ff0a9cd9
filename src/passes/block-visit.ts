// One block under way: every row of it is either spilled or counted as dropped. What is spilled are pairs (pair-visit.ts),
// or the posts that pairs will be joined of (post-visit.ts).

import { FINGERPRINT_BYTES } from '../clean/index.ts';
import type { PlacedPost } from '../spill/index.ts';
import type { PostVisitor } from '../types.ts';

/** Which rows a reason is of: of questions, of answers, of what is neither, or of any row whatever it is. */
export type RowKind = 'question' | 'answer' | 'other' | 'any';

/** A row that was kept, and its record without key, place, fingerprint and date, which are filled in. */
export interface UnfinishedRecord extends PlacedPost {
  readonly record: Buffer;
  readonly votes: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly created: number;
  /** A character for each byte. */
  readonly fingerprint: string;
}

/** What stands in its place where a record is of a text that is no pair. */
export const NO_FINGERPRINT = '\0'.repeat(FINGERPRINT_BYTES);

/** Takes the rows of one block. */
export interface BlockVisit extends PostVisitor {
  /** Takes a row whose record was written elsewhere. */
  record(row: UnfinishedRecord): void;
  /** Takes note of a row that was dropped, and counted as such. */
  leaveOut(row: PlacedPost): void;
  /** Counts rows that were dropped. */
  count(reason: string, rows: number, kind: RowKind): void;
}
