// What a unit that joins pairs writes of one config: their records, and what copies of them are told by.

import { basename } from 'node:path';
import { isPlainRule } from '../../clean/index.ts';
import type { DedupeRule } from '../../dedupe-rule.ts';
import { partitionOf } from '../../order-key.ts';
import type { JoinedPair } from '../../recipe.ts';
import {
  fingerprintPrefix,
  type JoinedRecord,
  type RecordPlace,
  RunMemory,
  RunSpill,
  recordFingerprint,
  recordLength,
  SpillMemory,
  writeEntry,
  writeJoined,
} from '../../spill/index.ts';
import type { Slice } from '../../types.ts';
import type { WorkFile } from '../completion.ts';
import { type Layout, threadPartitions } from '../layout.ts';
import type { ColumnPrint } from './fast-fingerprint.ts';
import type { PlacedPost } from './thread-posts.ts';

const FLUSH_BYTES = 512 * 1024;

/** Where the pairs of a config go. */
export interface PairFiles {
  readonly records: string;
  readonly entries: string;
}

/** The same of each config, by its name. */
export type FilesByConfig = Readonly<Record<string, PairFiles>>;

/** What one unit left of a config. */
export interface JoinedRows {
  readonly kept: number;
  readonly dropped: Readonly<Record<string, number>>;
  /** Pairs by thread partition. */
  readonly counts: readonly number[];
}

/** Memory for the spills of a config, those of one unit after another. */
export type PairMemory = ReturnType<typeof pairMemory>;

/** Where the pairs of a config go, and what is known of them. */
export interface PairSpillsOptions {
  readonly files: PairFiles;
  readonly dedupe: DedupeRule;
  readonly layout: Layout;
  readonly input: number;
  readonly printOf: ColumnPrint;
  readonly memory: PairMemory;
}

/** Where a pair belongs. */
export interface PairPlace extends RecordPlace {
  /** Thread partition, and its side as an index into SPLITS. */
  readonly partition: number;
  readonly side: number;
}

/** Makes it. Partitions come one after another, and there are two spills for each config: little is held of either. */
export function pairMemory(layout: Layout) {
  return {
    records: new RunMemory(threadPartitions(layout), new SpillMemory(FLUSH_BYTES)),
    entries: new RunMemory(layout.fingerprints, new SpillMemory(FLUSH_BYTES)),
  };
}

/** The spills of one config, finished or abandoned together. */
export class PairSpills {
  readonly #options: PairSpillsOptions;
  readonly #records: RunSpill;
  readonly #entries: RunSpill;
  readonly #counts: number[];
  readonly #dropped = new Map<string, number>();
  readonly #entersRows: boolean;
  #kept = 0;

  constructor(options: PairSpillsOptions) {
    const { files, dedupe, layout, memory } = options;
    this.#options = options;
    this.#records = new RunSpill(files.records, threadPartitions(layout), memory.records);
    this.#entries = new RunSpill(files.entries, layout.fingerprints, memory.entries);
    this.#counts = new Array<number>(threadPartitions(layout)).fill(0);
    // Rows of other rules are entered later, from their records.
    this.#entersRows = isPlainRule(dedupe) && dedupe.near === undefined;
  }

  drop(reason: string): void {
    this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + 1);
  }

  add(pair: JoinedPair, place: PairPlace): void {
    const own = ownRecord(pair);
    const out = this.#records.begin(place.partition);
    if (own !== undefined) {
      out.copy(own);
      this.#count(place, recordFingerprint(own.bytes, own.from));
      return;
    }
    const columns = pair.columns.map(slicesOf);
    const print = this.#options.printOf(columns);
    writeJoined(out, place, { fingerprint: print, posts: pair.posts.map(partsOf), columns });
    this.#count(place, print);
  }

  finish(): { readonly files: WorkFile[]; readonly rows: JoinedRows } {
    const { records, entries } = this.#options.files;
    const files = [
      { path: records, ...this.#records.finish() },
      { path: entries, ...this.#entries.finish() },
    ].map((file) => ({ ...file, path: basename(file.path) }));
    return { files, rows: { kept: this.#kept, dropped: Object.fromEntries(this.#dropped), counts: this.#counts } };
  }

  abandon(): void {
    this.#records.abandon();
    this.#entries.abandon();
  }

  #count({ partition, side, key, byte, id, votes: rank }: PairPlace, fingerprint: Uint8Array): void {
    this.#counts[partition]! += 1;
    this.#kept += 1;
    if (!this.#entersRows) return;
    const { layout, input } = this.#options;
    const out = this.#entries.begin(partitionOf(fingerprintPrefix(fingerprint), layout.fingerprints));
    writeEntry(out, { fingerprint, rank, input, byte, id, side, key });
  }
}

/** Recipes are handed placed posts, and hand them on. */
function placed(post: JoinedPair['posts'][number]['post']): PlacedPost {
  return post as PlacedPost;
}

function slicesOf(texts: JoinedPair['columns'][number]): Slice[] {
  return texts.map(({ post, text }) => placed(post).parts[text]);
}

function partsOf({ role, post }: JoinedPair['posts'][number]): JoinedRecord['posts'][number] {
  return { role, post: placed(post).parts };
}

/** A question's own pair was made when its row was read: its record is the pair's. */
function ownRecord({ posts, columns: [title, body, ...more] }: JoinedPair): Slice | undefined {
  const [only] = posts;
  const isOwn = posts.length === 1 && more.length === 0 && isOne(title, 'title') && isOne(body, 'body');
  if (!isOwn || only?.role !== 'question') return undefined;
  const { bytes, at } = placed(only.post);
  return { bytes, from: at, to: at + recordLength(bytes, at) };
}

function isOne(texts: JoinedPair['columns'][number] | undefined, name: string): boolean {
  return texts?.length === 1 && texts[0]!.text === name;
}
