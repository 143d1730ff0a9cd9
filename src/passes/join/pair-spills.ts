// What a unit that joins pairs writes of one config: their records, and what copies of them are told by.

import { basename } from 'node:path';
import { fingerprint, isPlainRule } from '../../clean/index.ts';
import type { DedupeRule } from '../../dedupe-rule.ts';
import { partitionOf } from '../../order-key.ts';
import {
  fingerprintPrefix,
  type JoinedRecord,
  RunSpill,
  recordFingerprint,
  writeEntry,
  writeJoined,
} from '../../spill/index.ts';
import type { JoinedPair, Slice } from '../../types.ts';
import type { WorkFile } from '../completion.ts';
import { type Layout, threadPartitions } from '../layout.ts';
import type { PlacedPost } from './thread-posts.ts';

/** Where the pairs of a config go. */
export interface PairFiles {
  readonly records: string;
  readonly entries: string;
}

/** What one unit left of a config. */
export interface JoinedRows {
  readonly kept: number;
  readonly dropped: Readonly<Record<string, number>>;
  /** Pairs by thread partition. */
  readonly counts: readonly number[];
}

interface PairSpillsOptions {
  readonly files: PairFiles;
  readonly dedupe: DedupeRule;
  readonly layout: Layout;
  readonly input: number;
}

/** Where a pair belongs. */
export interface PairPlace {
  /** Thread partition, and its side as an index into SPLITS. */
  readonly partition: number;
  readonly side: number;
  readonly key: number;
  readonly questionId: number;
  /** Byte of the row that drives the pair. */
  readonly byte: number;
  readonly id: number;
  readonly votes: number;
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
    const { files, dedupe, layout } = options;
    this.#options = options;
    this.#records = new RunSpill(files.records, threadPartitions(layout));
    this.#entries = new RunSpill(files.entries, layout.fingerprints);
    this.#counts = new Array<number>(threadPartitions(layout)).fill(0);
    // Rows of other rules are entered later, from their records.
    this.#entersRows = isPlainRule(dedupe) && dedupe.near === undefined;
  }

  drop(reason: string): void {
    this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + 1);
  }

  add(pair: JoinedPair, { partition, side, ...place }: PairPlace): void {
    const columns = pair.columns.map((texts) => texts.map(({ post, text }) => placed(post).parts[text]));
    const posts = pair.posts.map(({ role, post }) => ({ role, post: placed(post).parts }));
    const print = ownFingerprint(pair) ?? fingerprint(columns.map(asText));
    const record: JoinedRecord = { ...place, fingerprint: print, posts, columns };
    writeJoined(this.#records.begin(partition), record);
    this.#counts[partition]! += 1;
    this.#kept += 1;
    if (!this.#entersRows) return;
    const { layout, input } = this.#options;
    const { votes: rank, byte, id, key } = place;
    const out = this.#entries.begin(partitionOf(fingerprintPrefix(print), layout.fingerprints));
    writeEntry(out, { fingerprint: print, rank, input, byte, id, side, key });
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
}

/** Recipes are handed placed posts, and hand them on. */
function placed(post: JoinedPair['posts'][number]['post']): PlacedPost {
  return post as PlacedPost;
}

/** A question's own pair was read with its row, and its fingerprint with it. */
function ownFingerprint({ posts, columns: [title, body, ...more] }: JoinedPair): Uint8Array | undefined {
  const isOwn =
    posts.length === 1 &&
    more.length === 0 &&
    isOne(title, 'title') &&
    isOne(body, 'body') &&
    posts[0]!.role === 'question';
  const { bytes, at } = placed(posts[0]!.post);
  return isOwn ? recordFingerprint(bytes, at) : undefined;
}

function isOne(texts: JoinedPair['columns'][number] | undefined, name: string): boolean {
  return texts?.length === 1 && texts[0]!.text === name;
}

function asText(slices: readonly Slice[]): string {
  return slices.map(({ bytes, from, to }) => bytes.toString('utf8', from, to)).join(' ');
}
