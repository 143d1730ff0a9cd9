// One block under way where pairs are joined of several rows: its questions and answers are spilled by their threads, also
// those that did not pass, since whoever joins must tell them from posts that are not there. There are two books: a pair may
// be driven by its question or by its answer, and whatever is not the driver is dropped.

import { fingerprint } from '../clean/index.ts';
import {
  completeRecord,
  omitAuthor,
  type PlacedPost,
  recordAuthorId,
  writeLeftOut,
  writeRecord,
} from '../spill/index.ts';
import { TAKEN_DOWN } from '../takedown-list.ts';
import { ANSWER, acceptedIdOf, questionIdOf } from '../thread.ts';
import type { DamageReason, Post, RowPlace } from '../types.ts';
import { allocateWithin } from './allocate-within.ts';
import { BlockNotes, type VisitOptions } from './block-notes.ts';
import { type BlockVisit, NO_FINGERPRINT, type RowKind, type UnfinishedRecord } from './block-visit.ts';
import { BookTally } from './book-tally.ts';
import { DRIVERS, type Driver, type PostBuilders } from './builders.ts';
import { threadPartition } from './layout.ts';
import type { PostJudge } from './post-rules.ts';
import type { PostsResult } from './route-task.ts';

interface PostVisitOptions extends VisitOptions {
  readonly builders: PostBuilders;
  readonly judge: PostJudge;
}

/** Why a row drives no pair that it would have to drive. */
const NO_DRIVER: Readonly<Record<Driver, string>> = { question: 'not_a_question', answer: 'not_an_answer' };

const NO_PRINT = Buffer.from(NO_FINGERPRINT, 'latin1');

/** Takes the rows of one block, then gives what they come to. */
export class PostVisit implements BlockVisit {
  readonly #options: PostVisitOptions;
  readonly #notes: BlockNotes;
  readonly #books = { question: new BookTally(), answer: new BookTally() };

  constructor(options: PostVisitOptions) {
    this.#options = options;
    this.#notes = new BlockNotes(options);
  }

  damaged(reason: DamageReason, place: RowPlace, detail: string): void {
    this.#notes.damaged(reason, place, detail);
    this.count(reason, 1, 'any');
    for (const driver of DRIVERS) this.#show(driver, { reason, byte: place.byte, shown: () => ({ detail }) });
  }

  post(post: Post, { byte }: RowPlace): void {
    const { kind, found } = this.#options.judge(post, this.#notes.site);
    const { id } = post;
    const [questionId, isAnswer] = [questionIdOf(post), post.typeId === ANSWER];
    const isTakenDown = this.#notes.isTakenDown(id, post.ownerId);
    if (typeof found !== 'string' && !isTakenDown) {
      this.#keep(post, { byte, id, questionId: questionId!, isAnswer }, found);
      return;
    }
    const reason = typeof found === 'string' ? found : TAKEN_DOWN;
    this.count(reason, 1, kind);
    if (questionId !== undefined) this.leaveOut({ byte, id, questionId, isAnswer });
    for (const driver of DRIVERS) {
      this.#show(driver, { reason: reasonIn(driver, reason, kind), byte, shown: () => this.#notes.shown(post) });
    }
  }

  record(row: UnfinishedRecord): void {
    if (this.#notes.isTakenDown(row.id, recordAuthorId(row.record, 0))) {
      this.count(TAKEN_DOWN, 1, driverOf(row));
      this.leaveOut(row);
      return;
    }
    const record = this.#notes.omitsAuthors ? omitAuthor(row.record) : row.record;
    const { byte, created, fingerprint } = row;
    completeRecord(record, { key: this.#take(row), byte, created, fingerprint });
    this.#options.builders.posts.out.bytes(record);
  }

  leaveOut(place: PlacedPost): void {
    writeLeftOut(this.#options.builders.posts.out, place, this.#begin(place));
  }

  count(reason: string, rows: number, kind: RowKind): void {
    for (const driver of DRIVERS) this.#books[driver].drop(reasonIn(driver, reason, kind), rows);
  }

  result(rows: number, repaired: number): PostsResult {
    const { builders, task } = this.#options;
    const noted = this.#notes.result(rows);
    // The block was read: what it leaves fits into its own memory.
    const allocate = allocateWithin(task.block.bytes);
    return {
      ...noted,
      posts: builders.posts.build(allocate),
      dropped: builders.dropped.build(allocate),
      books: DRIVERS.map((driver) => this.#books[driver].book(rows, repaired)),
    };
  }

  #keep(post: Post, place: PlacedPost, found: readonly string[]): void {
    const { byte, id, questionId, isAnswer } = place;
    const key = this.#take(place);
    // An answer has no title, but as many texts as a question, so that both are read alike.
    const texts = isAnswer ? ['', ...found] : found;
    const { votes, tags } = post;
    const print = isAnswer ? NO_PRINT : fingerprint(found);
    const posts = [this.#notes.credit(post)];
    const acceptedId = acceptedIdOf(post);
    const { out } = this.#options.builders.posts;
    writeRecord(out, { key, byte, id, votes, fingerprint: print, questionId, acceptedId, posts, tags, texts });
    for (const driver of DRIVERS) {
      if (driver === driverOf(place)) continue;
      this.#show(driver, { reason: NO_DRIVER[driver], byte, shown: () => this.#notes.shown(post) });
    }
  }

  /** Counts a kept row, begins its record and gives its key. */
  #take(place: PlacedPost): number {
    const other = place.isAnswer ? 'question' : 'answer';
    this.#books[driverOf(place)].keep();
    this.#books[other].drop(NO_DRIVER[other], 1);
    const key = this.#begin(place);
    if (!place.isAnswer) this.#notes.offerSample(place.questionId, place.byte);
    return key;
  }

  #begin({ questionId }: PlacedPost): number {
    const { layout, builders } = this.#options;
    const key = this.#notes.key(questionId);
    const partition = threadPartition(layout, this.#notes.side(questionId), key);
    this.#notes.counts[partition]! += 1;
    builders.posts.begin(partition);
    return key;
  }

  #show(driver: Driver, { shown, ...line }: ShownLine): void {
    const { task, builders } = this.#options;
    if (task.keepDropped) {
      this.#notes.show(builders.dropped, { ...line, shown: shown() }, DRIVERS.indexOf(driver));
    }
  }
}

interface ShownLine {
  readonly reason: string;
  readonly byte: number;
  readonly shown: () => object;
}

function driverOf({ isAnswer }: PlacedPost): Driver {
  return isAnswer ? 'answer' : 'question';
}

/** What a book says of a row that was dropped for a reason. */
function reasonIn(driver: Driver, reason: string, kind: RowKind): string {
  return kind === 'any' || kind === driver ? reason : NO_DRIVER[driver];
}
