// One block under way where a pair takes one row alone: its pairs are spilled, with what decides over their duplicates.

import { fingerprint, isPlainRule } from '../clean/index.ts';
import { partitionOf } from '../order-key.ts';
import {
  completeRecord,
  fingerprintPrefix,
  omitAuthor,
  recordAuthorId,
  recordFingerprint,
  writeEntry,
  writeRecord,
} from '../spill/index.ts';
import { isLate } from '../split-rule.ts';
import { TAKEN_DOWN } from '../takedown-list.ts';
import { acceptedIdOf } from '../thread.ts';
import { type DamageReason, type Post, type RowPlace, SPLITS } from '../types.ts';
import { allocateWithin } from './allocate-within.ts';
import { BlockNotes, type VisitOptions } from './block-notes.ts';
import type { BlockVisit, UnfinishedRecord } from './block-visit.ts';
import { BookTally } from './book-tally.ts';
import type { Builders } from './builders.ts';
import { threadPartition } from './layout.ts';
import type { RouteResult } from './route-task.ts';
import type { Judge } from './rules.ts';

interface PairVisitOptions extends VisitOptions {
  readonly builders: Builders;
  readonly judge: Judge;
}

/** Takes the rows of one block, then gives what they come to. */
export class PairVisit implements BlockVisit {
  readonly #options: PairVisitOptions;
  readonly #notes: BlockNotes;
  readonly #book = new BookTally();
  /** Rows of other rules are entered later, from their records; near-duplicates with the clusters they belong to. */
  readonly #entersRows: boolean;
  readonly #isShuffledLater: boolean;
  readonly #asksLate: ReturnType<typeof isLate>;

  constructor(options: PairVisitOptions) {
    const { pipeline } = options;
    this.#options = options;
    this.#notes = new BlockNotes(options);
    this.#entersRows = isPlainRule(pipeline.dedupe) && pipeline.dedupe.near === undefined;
    this.#isShuffledLater = pipeline.shard.order === 'seed-compat';
    this.#asksLate = isLate(pipeline.split);
  }

  damaged(reason: DamageReason, place: RowPlace, detail: string): void {
    this.#notes.damaged(reason, place, detail);
    this.count(reason, 1);
    this.#show(reason, place, () => ({ detail }));
  }

  post(post: Post, place: RowPlace): void {
    const judged = this.#options.judge(post, this.#notes.site);
    const isTakenDown = this.#notes.isTakenDown(post.id, post.ownerId);
    if (typeof judged !== 'string' && !isTakenDown) {
      this.#keep(post, place.byte, judged);
      return;
    }
    const reason = typeof judged === 'string' ? judged : TAKEN_DOWN;
    this.count(reason, 1);
    this.#show(reason, place, () => this.#notes.shown(post));
  }

  record({ record: made, id, votes, byte, created, fingerprint }: UnfinishedRecord): void {
    if (this.#notes.isTakenDown(id, recordAuthorId(made, 0))) {
      this.count(TAKEN_DOWN, 1);
      return;
    }
    const record = this.#notes.omitsAuthors ? omitAuthor(made) : made;
    const key = this.#notes.key(id);
    completeRecord(record, { key, byte, created, fingerprint });
    const print = recordFingerprint(record, 0);
    this.#begin({ id, votes, byte, key, print, created }).bytes(record);
  }

  /** Nobody asks for a pair that was dropped. */
  leaveOut(): void {}

  count(reason: string, rows: number): void {
    this.#book.drop(reason, rows);
  }

  result(rows: number, repaired: number): RouteResult {
    const { builders, task } = this.#options;
    const noted = this.#notes.result(rows);
    // The block was read: what it leaves, about a third of it, fits into its own memory.
    const allocate = allocateWithin(task.block.bytes);
    return {
      ...noted,
      records: builders.records.build(allocate),
      entries: builders.entries.build(allocate),
      dropped: builders.dropped.build(allocate),
      books: [this.#book.book(rows, repaired)],
    };
  }

  #keep(post: Post, byte: number, texts: readonly string[]): void {
    const print = fingerprint(texts);
    const { id, votes, tags } = post;
    const key = this.#notes.key(id);
    const credit = this.#notes.credit(post);
    const out = this.#begin({ id, votes, byte, key, print, created: credit.created });
    const posts = [credit];
    const acceptedId = acceptedIdOf(post);
    writeRecord(out, { key, byte, id, votes, fingerprint: print, questionId: id, acceptedId, posts, tags, texts });
  }

  /** Counts a kept row, spills its entry and gives where its record goes. */
  #begin({ id, votes, byte, key, print, created }: KeptRow) {
    const { layout, builders } = this.#options;
    const side = this.#asksLate(created) ? 'test' : this.#notes.side(id);
    // Rows that are shuffled later stay together, as they stand in the dump.
    const partition = threadPartition(layout, side, this.#isShuffledLater ? 0 : key);
    if (this.#entersRows) {
      builders.entries.begin(partitionOf(fingerprintPrefix(print), layout.fingerprints));
      const { input } = this.#options.task;
      const entry = { fingerprint: print, rank: votes, input, byte, id, side: SPLITS.indexOf(side), key };
      writeEntry(builders.entries.out, entry);
    }
    this.#notes.counts[partition]! += 1;
    this.#book.keep();
    this.#notes.offerSample(id, byte);
    builders.records.begin(partition);
    return builders.records.out;
  }

  #show(reason: string, { byte }: RowPlace, shown: () => object): void {
    const { task, builders } = this.#options;
    if (task.keepDropped) this.#notes.show(builders.dropped, { reason, byte, shown: shown() });
  }
}

interface KeptRow {
  readonly id: number;
  readonly votes: number;
  readonly byte: number;
  readonly key: number;
  readonly print: Uint8Array;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly created: number;
}
