// The pair pass on one partition of keys: rows with a key in common are candidates, to be held against their texts. Rows
// of one fingerprint need no such thing: they are connected at once. Borrowed rows meet only rows of the build, and each of
// these by itself. Memory: the partition, and 12 bytes an entry for its order.

import { basename } from 'node:path';
import { SpillReader, sortByPrefix, WordSpill } from '../../spill/index.ts';
import { type Layout, threadPartitions } from '../layout.ts';
import { BORROWED_EDGES, EDGE_PARTITIONS, OWN_EDGES, PAIR_WORDS, writePair } from './document-pairs.ts';
import { partitionOfDocument } from './documents.ts';
import type { NearResult } from './near-result.ts';
import { BAND_ENTRY_WORDS } from './sketch-rows.ts';

/**
 * In a bucket each row meets so many of those that follow it. Similar rows of a larger bucket are connected through each
 * other; all with all would take the square of a bucket, and boilerplate makes some of a hundred thousand rows.
 */
const MOST_NEIGHBOURS = 16;

const NONE = new Uint32Array(0);

/** Takes two documents, the lesser first. */
type TellPair = (a: number, b: number) => void;

/** A partition of keys to pair. */
export interface PairTask {
  readonly kind: 'pair';
  /** Partition of bands, or behind these of fingerprints. */
  readonly partition: number;
  /** Spills of the sketch pass. */
  readonly bands: readonly string[];
  readonly firsts: Uint32Array;
  /** Spill of candidates by the partition of the lesser document, and of pairs that need no look: see `writeEdges`. */
  readonly candidates: string;
  readonly edges: string;
}

/** Pairs every row of the partition with those it shares a key with. */
export function pairBands(task: PairTask, layout: Layout): NearResult {
  const words = new SpillReader().gatherWords(task.bands, task.partition);
  const areCopies = task.partition >= layout.bands;
  const candidates = new WordSpill(task.candidates, { partitions: threadPartitions(layout), width: PAIR_WORDS });
  const edges = new WordSpill(task.edges, { partitions: EDGE_PARTITIONS, width: PAIR_WORDS });
  const own = task.firsts[threadPartitions(layout)]!;
  const tally = { candidates: 0, copies: 0, crowded: 0 };
  const meet = (a: number, b: number) => {
    writePair(candidates, partitionOfDocument(task.firsts, a), a, b);
    tally.candidates += 1;
  };
  const connect = (a: number, b: number) => {
    writePair(edges, b < own ? OWN_EDGES : BORROWED_EDGES, a, b);
    tally.copies += 1;
  };
  const tell = areCopies ? connect : meet;
  try {
    for (const bucket of bucketsOf(words)) {
      const isOwn = (entry: number) => words[entry * BAND_ENTRY_WORDS + 3]! < own;
      const ours = bucket.filter(isOwn);
      const borrowed = ours.length === bucket.length ? NONE : bucket.filter((entry) => !isOwn(entry));
      meetBorrowed(words, { ours, borrowed, areCopies, tell });
      const firsts = copiesOf(words, ours).map((copies) => firstWithCopies(words, copies, tell));
      if (areCopies) continue;
      if (firsts.length > MOST_NEIGHBOURS + 1) tally.crowded += 1;
      pairNeighbours(Uint32Array.from(firsts).sort(), meet);
    }
    const files = [
      { path: basename(task.candidates), ...candidates.finish() },
      { path: basename(task.edges), ...edges.finish() },
    ];
    return { files, tally };
  } finally {
    candidates.abandon();
    edges.abandon();
  }
}

/** Entries with one key, two or more, by what copies have in common and then by document. */
function* bucketsOf(words: Uint32Array): Generator<Uint32Array> {
  const word = (entry: number, index: number) => words[entry * BAND_ENTRY_WORDS + index]!;
  const order = sortByPrefix(
    words.length / BAND_ENTRY_WORDS,
    (entry) => word(entry, 1),
    (a, b) => word(a, 0) - word(b, 0) || word(a, 2) - word(b, 2) || word(a, 3) - word(b, 3),
  );
  const isSameKey = (a: number, b: number) => word(a, 0) === word(b, 0) && word(a, 1) === word(b, 1);
  for (let start = 0, end = 0; start < order.length; start = end) {
    for (end = start + 1; end < order.length && isSameKey(order[start]!, order[end]!); ) end++;
    if (end - start > 1) yield order.subarray(start, end);
  }
}

/** Neighbours in a bucket that have the third word in common. */
function copiesOf(words: Uint32Array, bucket: Uint32Array): Uint32Array[] {
  const common = (index: number) => words[bucket[index]! * BAND_ENTRY_WORDS + 2]!;
  const sets: Uint32Array[] = [];
  for (let start = 0, end = 0; start < bucket.length; start = end) {
    for (end = start + 1; end < bucket.length && common(end) === common(start); ) end++;
    sets.push(bucket.subarray(start, end));
  }
  return sets;
}

/** The first of a set of copies, with which the others are told. */
function firstWithCopies(words: Uint32Array, copies: Uint32Array, tell: TellPair): number {
  const [first, ...others] = Array.from(copies, (entry) => words[entry * BAND_ENTRY_WORDS + 3]!);
  for (const other of others) tell(first!, other);
  return first!;
}

/** Entries of a bucket: rows of the build, and borrowed ones. */
interface Meeting {
  readonly ours: Uint32Array;
  readonly borrowed: Uint32Array;
  readonly areCopies: boolean;
  readonly tell: TellPair;
}

/**
 * Tells each row of the build by itself with borrowed ones, of which one stands for its copies: with its own copy, and with
 * so many of those that follow and that precede it in the bucket as a row of the build meets. Both are in one order.
 */
function meetBorrowed(words: Uint32Array, { ours, borrowed, areCopies, tell }: Meeting): void {
  const firsts = copiesOf(words, borrowed).map(([first]) => first!);
  const common = (entry: number) => words[entry * BAND_ENTRY_WORDS + 2]!;
  const document = (entry: number) => words[entry * BAND_ENTRY_WORDS + 3]!;
  let next = 0;
  for (const entry of ours) {
    while (next < firsts.length && common(firsts[next]!) < common(entry)) next++;
    const near = firsts.slice(Math.max(0, next - MOST_NEIGHBOURS), next + MOST_NEIGHBOURS);
    for (const other of near) {
      if (!areCopies || common(other) === common(entry)) tell(document(entry), document(other));
    }
  }
}

function pairNeighbours(documents: Uint32Array, meet: (a: number, b: number) => void): void {
  for (let i = 0; i < documents.length; i++) {
    const last = Math.min(documents.length - 1, i + MOST_NEIGHBOURS);
    for (let j = i + 1; j <= last; j++) meet(documents[i]!, documents[j]!);
  }
}
