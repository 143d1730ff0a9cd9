// The match pass on one partition of keys: rows and texts with a key in common, to be held against each other.
// Memory: the partition, and 12 bytes a key for its order.

import { basename } from 'node:path';
import { SpillReader, sortByPrefix, WordSpill } from '../../spill/index.ts';
import { type Layout, threadPartitions } from '../layout.ts';
import { partitionOfDocument } from '../near/documents.ts';
import type { NearResult } from '../near/near-result.ts';
import { HIT_WORDS } from './hit.ts';
import { KEY_WORDS, kindOf } from './key-entry.ts';

/** Of texts that share a key, so many are looked at: one is enough to say that a row is in a benchmark. */
const MOST_TEXTS = 16;

/** A partition of keys to match. */
export interface MatchTask {
  readonly kind: 'match';
  readonly partition: number;
  /** Spills of the index pass and of the probe pass. */
  readonly benchmarks: readonly string[];
  readonly rows: readonly string[];
  readonly firsts: Uint32Array;
  /** Spill of hits by thread partition. */
  readonly hits: string;
}

/** Tells rows and texts that meet. */
export function matchKeys({ partition, benchmarks, rows, firsts, hits }: MatchTask, layout: Layout): NearResult {
  const reader = new SpillReader();
  const texts = sorted(reader.gatherWords(benchmarks, partition));
  const documents = sorted(reader.gatherWords(rows, partition));
  const spill = new WordSpill(hits, { partitions: threadPartitions(layout), width: HIT_WORDS });
  let met = 0;
  try {
    let from = 0;
    for (const row of documents.order) {
      while (from < texts.order.length && compareKeys(texts.words, texts.order[from]!, documents.words, row) < 0)
        from++;
      for (let at = from; at < texts.order.length && at - from < MOST_TEXTS; at++) {
        const text = texts.order[at]!;
        if (compareKeys(texts.words, text, documents.words, row) !== 0) break;
        const document = documents.words[row + 3]!;
        const hit = spill.begin(partitionOfDocument(firsts, document));
        spill.words[hit] = document;
        spill.words[hit + 1] = texts.words[text + 2]!;
        spill.words[hit + 2] = texts.words[text + 3]!;
        met += 1;
      }
    }
    return { files: [{ path: basename(hits), ...spill.finish() }], tally: { met } };
  } finally {
    spill.abandon();
  }
}

/** Entries in the order of their keys, then of kind, benchmark and text; each by its first word. */
function sorted(words: Uint32Array) {
  const at = (entry: number) => entry * KEY_WORDS;
  const order = sortByPrefix(
    words.length / KEY_WORDS,
    (entry) => words[at(entry)]!,
    (a, b) =>
      compareKeys(words, at(a), words, at(b)) ||
      words[at(a) + 2]! - words[at(b) + 2]! ||
      words[at(a) + 3]! - words[at(b) + 3]!,
  );
  return { words, order: order.map(at) };
}

/** By the key and its kind, whatever the benchmark. */
function compareKeys(a: Uint32Array, i: number, b: Uint32Array, j: number): number {
  return a[i]! - b[j]! || a[i + 1]! - b[j + 1]! || kindOf(a[i + 2]!) - kindOf(b[j + 2]!);
}
