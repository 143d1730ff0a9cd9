// The route pass on one block, in a thread: bytes in; out come a Run of pair records by thread partition, a Run of
// entries by fingerprint partition, the block's book and, where asked, its dropped rows as JSON lines.
// This is the seam for a faster pass from bytes to records: same task, same result.

import type { Book } from '../books.ts';
import { credit, fingerprint, siteOf } from '../clean/index.ts';
import { readPosts, UNTERMINATED } from '../extract/index.ts';
import { type IdHash, orderKey, partitionOf, sideOf } from '../order-key.ts';
import type { Pipeline } from '../pipeline.ts';
import { fingerprintPrefix, type Run, RunBuilder, writeEntry, writeRecord } from '../spill/index.ts';
import {
  type Block,
  type DamageReason,
  type Post,
  type PostVisitor,
  type RowPlace,
  type Site,
  SPLITS,
  type Split,
  type TextBytes,
} from '../types.ts';
import { type Layout, threadPartition, threadPartitions } from './layout.ts';
import { type Judge, type RuleOptions, rulesOf } from './rules.ts';

/** One block to route. */
export interface RouteTask {
  readonly kind: 'route';
  /** Number of the input the block is of. */
  readonly input: number;
  readonly site: string;
  readonly block: Block;
  /** Rows after these are not looked at (`--limit`). */
  readonly maxRows: number;
  readonly keepDropped: boolean;
}

/** The first row of a block that could not be read. */
export interface Damage {
  readonly reason: DamageReason;
  readonly place: RowPlace;
  readonly detail: string;
}

/** What a block leaves behind. */
export interface RouteResult {
  readonly records: Run;
  readonly entries: Run;
  readonly dropped: Run;
  readonly book: Book;
  /** Pairs by thread partition. */
  readonly counts: Uint32Array;
  readonly damage: Damage | undefined;
  /** True if the last row never ended: the file was cut inside it, if this is its last block. */
  readonly endsInRow: boolean;
  /** The block's memory, which may hold the runs and is free once they were copied. */
  readonly spent: ArrayBuffer;
}

/** Routes blocks; one router serves a thread for its whole life, and reuses its buffers. A block is used up by it. */
export function createRouter(
  pipeline: Pipeline,
  layout: Layout,
  options: RuleOptions = {},
): (task: RouteTask) => RouteResult {
  const builders: Builders = {
    records: new RunBuilder(threadPartitions(layout)),
    entries: new RunBuilder(layout.fingerprints),
    dropped: new RunBuilder(1),
  };
  const judge = rulesOf(pipeline, options);
  return (task) => {
    const visit = new BlockVisit({ task, pipeline, layout, builders, judge });
    const { rows, repairs } = readPosts(task.block, visit, task.maxRows);
    return visit.result(rows, repairs);
  };
}

interface Builders {
  readonly records: RunBuilder;
  readonly entries: RunBuilder;
  readonly dropped: RunBuilder;
}

interface VisitOptions {
  readonly task: RouteTask;
  readonly pipeline: Pipeline;
  readonly layout: Layout;
  readonly builders: Builders;
  readonly judge: Judge;
}

/** One block under way: every row of it is either spilled or counted as dropped. */
class BlockVisit implements PostVisitor {
  readonly #options: VisitOptions;
  readonly #site: Site;
  readonly #key: IdHash;
  readonly #side: (id: number) => Split;
  readonly #counts: Uint32Array;
  readonly #reasons = new Map<string, number>();
  #kept = 0;
  #damage: Damage | undefined;
  #lastDamage: Damage | undefined;

  constructor(options: VisitOptions) {
    const { task, pipeline, layout } = options;
    this.#options = options;
    this.#site = siteOf(task.site);
    this.#key = orderKey(pipeline.shard.seed, task.site);
    this.#side = sideOf(pipeline.split, task.site);
    this.#counts = new Uint32Array(threadPartitions(layout));
  }

  damaged(reason: DamageReason, place: RowPlace, detail: string): void {
    this.#lastDamage = { reason, place, detail };
    this.#damage ??= this.#lastDamage;
    this.#count(reason);
    if (this.#options.task.keepDropped) this.#show(reason, place, { detail });
  }

  post(post: Post, place: RowPlace): void {
    const texts = this.#options.judge(post, this.#site);
    if (typeof texts !== 'string') {
      this.#keep(post, place.byte, texts);
      return;
    }
    this.#count(texts);
    // The texts of a dropped row are decoded only if somebody keeps them.
    if (!this.#options.task.keepDropped) return;
    const { id, typeId, title, body } = post;
    this.#show(texts, place, { id, post_type: typeId, title, body });
  }

  result(rows: number, repaired: number): RouteResult {
    const { records, entries, dropped } = this.#options.builders;
    // The block was read: what it leaves, about a third of it, fits into its own memory.
    const allocate = allocateWithin(this.#options.task.block.bytes);
    return {
      records: records.build(allocate),
      entries: entries.build(allocate),
      dropped: dropped.build(allocate),
      book: { rows, kept: this.#kept, dropped: Object.fromEntries(this.#reasons), repaired },
      counts: this.#counts,
      damage: this.#damage,
      spent: this.#options.task.block.bytes.buffer as ArrayBuffer,
      endsInRow: this.#lastDamage?.detail === UNTERMINATED && this.#lastDamage.place.row === rows - 1,
    };
  }

  #keep(post: Post, byte: number, texts: readonly (string | TextBytes)[]): void {
    const { task, pipeline, layout, builders } = this.#options;
    const print = fingerprint(texts);
    const key = this.#key(post.id);
    const side = this.#side(post.id);
    const partition = threadPartition(layout, side, key);
    const { id, votes, tags } = post;
    builders.records.begin(partition);
    writeRecord(builders.records.out, { key, byte, votes, fingerprint: print, credit: credit(post), tags, texts });
    if (pipeline.dedupe.exact === 'pair') {
      builders.entries.begin(partitionOf(fingerprintPrefix(print), layout.fingerprints));
      const { input } = task;
      writeEntry(builders.entries.out, { fingerprint: print, votes, input, byte, id, side: SPLITS.indexOf(side), key });
    }
    this.#counts[partition]! += 1;
    this.#kept += 1;
  }

  #count(reason: string): void {
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
  }

  #show(reason: string, { byte }: RowPlace, shown: object): void {
    const { dropped } = this.#options.builders;
    dropped.begin(0);
    dropped.out.bytes(Buffer.from(`${JSON.stringify({ site: this.#site.name, reason, byte, ...shown })}\n`));
  }
}

/** Hands out these bytes piece by piece, and fresh memory when they are used up. */
function allocateWithin({ buffer, byteOffset, length }: Uint8Array): (bytes: number) => Uint8Array {
  let used = 0;
  return (bytes) => {
    if (used + bytes > length) return new Uint8Array(bytes);
    used += bytes;
    return new Uint8Array(buffer, byteOffset + used - bytes, bytes);
  };
}
