// The match pass on one partition of keys: rows and texts with a key in common, to be held against each other.
// Memory: the keys of texts of the partition, 12 bytes each for their order, and one piece of those of rows.

import { basename } from 'node:path';
import { SpillReader, sortByPrefix, WordSpill } from '../../spill/index.ts';
import { type Layout, threadPartitions } from '../layout.ts';
import { partitionOfDocument } from '../near/documents.ts';
import type { NearResult } from '../near/near-result.ts';
import { HIT_WORDS } from './hit.ts';
import { KEY_WORDS, kindOf } from './key-entry.ts';

/** Of a benchmark's texts that share a key, so many are looked at: one is enough to say that a row is in it. */
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
  const texts = firstTexts(sorted(reader.gatherWords(benchmarks, partition)));
  const spill = new WordSpill(hits, { partitions: threadPartitions(layout), width: HIT_WORDS });
  let met = 0;
  const tell = (document: number, text: number) => {
    const hit = spill.begin(partitionOfDocument(firsts, document));
    spill.words[hit] = document;
    spill.words[hit + 1] = texts.words[text + 2]!;
    spill.words[hit + 2] = texts.words[text + 3]!;
    met += 1;
  };
  try {
    for (const path of rows) for (const piece of reader.pieces(path, partition)) meetTexts(texts, piece, tell);
    return { files: [{ path: basename(hits), ...spill.finish() }], tally: { met } };
  } finally {
    spill.abandon();
  }
}

/** Keys by the first word of each, in order. */
type SortedKeys = ReturnType<typeof sorted>;

/** Tells each row of a piece with the texts it shares a key with. */
function meetTexts(texts: SortedKeys, piece: Buffer, tell: (document: number, text: number) => void): void {
  const rows = sorted(new Uint32Array(piece.buffer, piece.byteOffset, piece.length / 4));
  let from = 0;
  for (const row of rows.order) {
    const compare = (at: number) => compareKeys(texts.words, texts.order[at]!, rows.words, row);
    while (from < texts.order.length && compare(from) < 0) from++;
    for (let at = from; at < texts.order.length && compare(at) === 0; at++) {
      tell(rows.words[row + 3]!, texts.order[at]!);
    }
  }
}

/** Of the texts of one benchmark that share a key, the first ones. */
function firstTexts({ words, order }: SortedKeys): SortedKeys {
  const isLikeTheOneBefore = (at: number) =>
    compareKeys(words, order[at]!, words, order[at - 1]!) === 0 && words[order[at]! + 2] === words[order[at - 1]! + 2];
  let alike = 0;
  const isAmongFirst = (_: number, at: number) => {
    alike = at > 0 && isLikeTheOneBefore(at) ? alike + 1 : 0;
    return alike < MOST_TEXTS;
  };
  return { words, order: order.filter(isAmongFirst) };
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
