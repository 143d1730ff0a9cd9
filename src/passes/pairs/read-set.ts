// A set of other people's pairs, read in a thread: its rows are cleaned and become records as those of posts are, but of no
// post. Order and side follow from the set's name and the row's number, or from the id of the post that the row names.
// Memory: a batch, and a run for each spill.

import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { fingerprint, isPlainRule } from '../../clean/index.ts';
import { dedupeOf } from '../../config-rules.ts';
import type { ForeignBatch, ForeignExample } from '../../foreign.ts';
import { partitionOf, rowKey, sideOf } from '../../order-key.ts';
import type { Pipeline } from '../../pipeline.ts';
import { readForeignRows } from '../../read-foreign.ts';
import { fingerprintPrefix, RunSpill, writeEntry, writeRecord } from '../../spill/index.ts';
import { SPLITS } from '../../types.ts';
import { BookTally } from '../book-tally.ts';
import { type Layout, threadPartition, threadPartitions } from '../layout.ts';
import type { SetRows } from './set-rows.ts';
import { type CleanRow, setCleaner } from './set-rules.ts';

/** A set to read. */
export interface ReadSetTask {
  readonly kind: 'set';
  readonly path: string;
  readonly name: string;
  /** Number it has among the inputs. */
  readonly input: number;
  /** Rows to look at; null is all. */
  readonly limit: number | null;
  readonly records: string;
  readonly entries: string;
}

interface SetOptions {
  readonly layout: Layout;
  readonly signal?: AbortSignal | undefined;
}

/** Reads a set and spills its rows. Throws `bad_input` for what cannot be read, and for a set without any example. */
export async function readSet(task: ReadSetTask, pipeline: Pipeline, { layout, signal }: SetOptions): Promise<SetRows> {
  const writer = new SetWriter(task, pipeline, layout);
  try {
    let rows = 0;
    let [file, first] = ['', 0];
    for await (const batch of readForeignRows(task.path, { name: task.name, signal })) {
      if (batch.file !== file) [file, first] = [batch.file, rows];
      rows += writer.take(batch, { first, before: rows });
      if (task.limit !== null && rows >= task.limit) break;
    }
    return writer.finish(rows);
  } finally {
    writer.abandon();
  }
}

/** Rows before a batch: those of earlier files, and all. */
interface BatchPlace {
  readonly first: number;
  readonly before: number;
}

/** The spills and the book of one set. */
class SetWriter {
  readonly #task: ReadSetTask;
  readonly #pipeline: Pipeline;
  readonly #layout: Layout;
  readonly #records: RunSpill;
  readonly #entries: RunSpill;
  readonly #counts: number[];
  readonly #book = new BookTally();
  readonly #digest = createHash('sha256');
  readonly #key: (id: number) => number;
  readonly #side: ReturnType<typeof sideOf>;
  #columns: readonly string[] = [];
  #clean: CleanRow | undefined;
  #entersRows = false;

  constructor(task: ReadSetTask, pipeline: Pipeline, layout: Layout) {
    this.#task = task;
    this.#pipeline = pipeline;
    this.#layout = layout;
    this.#records = new RunSpill(task.records, threadPartitions(layout));
    this.#entries = new RunSpill(task.entries, layout.fingerprints);
    this.#counts = new Array<number>(threadPartitions(layout)).fill(0);
    this.#key = rowKey(pipeline.shard, task.name);
    this.#side = sideOf(pipeline.split, task.name);
  }

  /** Takes the rows of a batch, up to the limit, and gives how many those were. */
  take({ columns, rows, dropped }: ForeignBatch, { first, before }: BatchPlace): number {
    this.#clean ??= this.#prepare(columns);
    const most = this.#task.limit === null ? Number.POSITIVE_INFINITY : this.#task.limit - before;
    const wanted = rows.filter(({ row }) => first + row < before + most);
    for (const row of wanted) this.#row(row, first + row.row, this.#clean);
    // Of rows that were dropped only their number is known: those that there is room for count.
    let seen = wanted.length;
    for (const [reason, count] of Object.entries(dropped)) {
      const counted = Math.min(count, most - seen);
      if (counted > 0) this.#book.drop(reason, counted);
      seen += counted;
    }
    return seen;
  }

  finish(rows: number): SetRows {
    const { records, entries } = this.#task;
    const files = [
      { path: basename(records), ...this.#records.finish() },
      { path: basename(entries), ...this.#entries.finish() },
    ];
    const book = this.#book.book(rows, 0);
    return { files, columns: [...this.#columns], book, counts: this.#counts, sha256: this.#digest.digest('hex') };
  }

  abandon(): void {
    this.#records.abandon();
    this.#entries.abandon();
  }

  #prepare(columns: readonly string[]): CleanRow {
    const dedupe = dedupeOf(columns, this.#pipeline.dedupe);
    this.#columns = columns;
    // Rows of other rules are entered later, from their records.
    this.#entersRows = isPlainRule(dedupe) && dedupe.near === undefined;
    return setCleaner(this.#pipeline, this.#task.name, columns);
  }

  #row({ texts: given, post }: ForeignExample, number: number, clean: CleanRow): void {
    for (const text of given) this.#digest.update(text).update('\0');
    const texts = clean(given);
    if (typeof texts === 'string') {
      this.#book.drop(texts, 1);
      return;
    }
    this.#book.keep();
    const id = post?.id ?? number;
    const [key, side, print] = [this.#key(id), this.#side(id), fingerprint(texts)];
    const partition = threadPartition(this.#layout, side, key);
    this.#counts[partition]! += 1;
    const row = { key, byte: number, id, fingerprint: print };
    writeRecord(this.#records.begin(partition), { ...row, votes: 0, questionId: id, posts: [], tags: [], texts });
    if (!this.#entersRows) return;
    const out = this.#entries.begin(partitionOf(fingerprintPrefix(print), this.#layout.fingerprints));
    writeEntry(out, { ...row, rank: 0, input: this.#task.input, side: SPLITS.indexOf(side) });
  }
}
