// One block under way: every row of it is either spilled or counted as dropped.

import { credit, fingerprint, isPlainRule, siteOf } from '../clean/index.ts';
import { UNTERMINATED } from '../extract/index.ts';
import { type IdHash, orderKey, partitionOf, sideOf } from '../order-key.ts';
import type { Pipeline } from '../pipeline.ts';
import {
  completeRecord,
  fingerprintPrefix,
  omitAuthor,
  recordAuthorId,
  writeEntry,
  writeRecord,
} from '../spill/index.ts';
import { TAKEN_DOWN, type TakedownRule } from '../takedown-list.ts';
import { acceptedIdOf } from '../thread.ts';
import {
  type Credit,
  type DamageReason,
  type Post,
  type PostVisitor,
  type RowPlace,
  type Site,
  SPLITS,
  type Split,
} from '../types.ts';
import { allocateWithin } from './allocate-within.ts';
import type { Builders } from './builders.ts';
import { type Layout, threadPartition, threadPartitions } from './layout.ts';
import type { Damage, RouteResult, RouteTask } from './route-task.ts';
import { SampleChoice } from './row-samples.ts';
import type { Judge } from './rules.ts';

interface VisitOptions {
  readonly task: RouteTask;
  readonly pipeline: Pipeline;
  readonly layout: Layout;
  readonly builders: Builders;
  readonly judge: Judge;
  /** Which posts of a site are left out on request. */
  readonly takedownRuleOf: (site: string) => TakedownRule | undefined;
}

/** A row that was kept, and its record without key, place, fingerprint and date, which are filled in. */
export interface UnfinishedRecord {
  readonly record: Buffer;
  readonly id: number;
  readonly votes: number;
  readonly byte: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly created: number;
  /** In hex. */
  readonly fingerprint: string;
}

/** Takes the rows of one block, then gives what they come to. */
export class BlockVisit implements PostVisitor {
  readonly #options: VisitOptions;
  readonly #site: Site;
  readonly #key: IdHash;
  readonly #side: (id: number) => Split;
  readonly #counts: Uint32Array;
  readonly #reasons = new Map<string, number>();
  /** Rows of other rules are entered later, from their records; near-duplicates with the clusters they belong to. */
  readonly #entersRows: boolean;
  readonly #isShuffledLater: boolean;
  readonly #samples: SampleChoice;
  readonly #isTakenDown: TakedownRule | undefined;
  readonly #omitsAuthors: boolean;
  #kept = 0;
  #damage: Damage | undefined;
  #lastDamage: Damage | undefined;

  constructor(options: VisitOptions) {
    const { task, pipeline, layout } = options;
    this.#options = options;
    this.#site = siteOf(task.site);
    this.#key = orderKey(pipeline.shard.seed, task.site);
    this.#side = sideOf(pipeline.split, task.site);
    this.#entersRows = isPlainRule(pipeline.dedupe) && pipeline.dedupe.near === undefined;
    this.#isShuffledLater = pipeline.shard.order === 'seed-compat';
    this.#counts = new Uint32Array(threadPartitions(layout));
    this.#samples = new SampleChoice(task.samplesBelow);
    this.#isTakenDown = options.takedownRuleOf(task.site);
    this.#omitsAuthors = pipeline.authors === 'omit';
  }

  damaged(reason: DamageReason, place: RowPlace, detail: string): void {
    this.#lastDamage = { reason, place, detail };
    this.#damage ??= this.#lastDamage;
    this.count(reason, 1);
    if (this.#options.task.keepDropped) this.#show(reason, place, { detail });
  }

  post(post: Post, place: RowPlace): void {
    const judged = this.#options.judge(post, this.#site);
    const isTakenDown = this.#isTakenDown?.(post.id, post.ownerId) ?? false;
    if (typeof judged !== 'string' && !isTakenDown) {
      this.#keep(post, place.byte, judged);
      return;
    }
    const reason = typeof judged === 'string' ? judged : TAKEN_DOWN;
    this.count(reason, 1);
    if (this.#options.task.keepDropped) this.#show(reason, place, isTakenDown ? { id: post.id } : this.#shown(post));
  }

  /** Takes a row whose record was written elsewhere. */
  record({ record, id, votes, byte, created, fingerprint }: UnfinishedRecord): void {
    if (this.#isTakenDown?.(id, recordAuthorId(record, 0))) {
      this.count(TAKEN_DOWN, 1);
      return;
    }
    if (this.#omitsAuthors) omitAuthor(record);
    const key = this.#key(id);
    const print = completeRecord(record, { key, byte, created, fingerprint });
    this.#begin({ id, votes, byte, key, print }).bytes(record);
  }

  /** Counts rows that were dropped. */
  count(reason: string, rows: number): void {
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + rows);
  }

  result(rows: number, repaired: number): RouteResult {
    const { records, entries, dropped } = this.#options.builders;
    const { block, input } = this.#options.task;
    const samples = this.#samples.read(block, input);
    // The block was read: what it leaves, about a third of it, fits into its own memory.
    const allocate = allocateWithin(block.bytes);
    return {
      records: records.build(allocate),
      entries: entries.build(allocate),
      dropped: dropped.build(allocate),
      book: { rows, kept: this.#kept, dropped: Object.fromEntries(this.#reasons), repaired },
      counts: this.#counts,
      samples,
      damage: this.#damage,
      spent: block.bytes.buffer,
      endsInRow: this.#lastDamage?.detail === UNTERMINATED && this.#lastDamage.place.row === rows - 1,
    };
  }

  #keep(post: Post, byte: number, texts: readonly string[]): void {
    const print = fingerprint(texts);
    const { id, votes, tags } = post;
    const key = this.#key(id);
    const out = this.#begin({ id, votes, byte, key, print });
    const posts = [this.#credit(post)];
    const acceptedId = acceptedIdOf(post);
    writeRecord(out, { key, byte, id, votes, fingerprint: print, questionId: id, acceptedId, posts, tags, texts });
  }

  #credit(post: Post): Credit {
    const due = credit(post);
    return this.#omitsAuthors ? { ...due, authorId: undefined, author: undefined } : due;
  }

  /** Counts a kept row, spills its entry and gives where its record goes. */
  #begin({ id, votes, byte, key, print }: KeptRow) {
    const { task, layout, builders } = this.#options;
    const side = this.#side(id);
    // Rows that are shuffled later stay together, as they stand in the dump.
    const partition = threadPartition(layout, side, this.#isShuffledLater ? 0 : key);
    if (this.#entersRows) {
      builders.entries.begin(partitionOf(fingerprintPrefix(print), layout.fingerprints));
      const { input } = task;
      writeEntry(builders.entries.out, {
        fingerprint: print,
        rank: votes,
        input,
        byte,
        id,
        side: SPLITS.indexOf(side),
        key,
      });
    }
    this.#counts[partition]! += 1;
    this.#kept += 1;
    this.#samples.offer(key, byte);
    builders.records.begin(partition);
    return builders.records.out;
  }

  /** What a dropped row shows; its texts are decoded only now. `owner` is for takedowns. */
  #shown({ id, typeId, ownerId, title, body }: Post): object {
    const owner = this.#omitsAuthors ? undefined : ownerId;
    return { id, post_type: typeId, owner, title, body };
  }

  #show(reason: string, { byte }: RowPlace, shown: object): void {
    const { dropped } = this.#options.builders;
    dropped.begin(0);
    dropped.out.bytes(Buffer.from(`${JSON.stringify({ site: this.#site.name, reason, byte, ...shown })}\n`));
  }
}

interface KeptRow {
  readonly id: number;
  readonly votes: number;
  readonly byte: number;
  readonly key: number;
  readonly print: Uint8Array;
}
