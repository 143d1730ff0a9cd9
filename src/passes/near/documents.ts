// Rows as documents: each has a number, its place in the order of the whole dataset before duplicates are removed (side
// of the split, order key, site, id). It depends on nothing else, neither on units nor on partitions. Numbers ascend with
// the thread partitions, so a partition is a range of numbers. Behind the rows of the build come those of datasets they are
// held against, in the order of their files.

import type { DedupeRule } from '../../dedupe-rule.ts';
import { StackpairsError } from '../../errors.ts';
import type { Sketcher } from '../../near/index.ts';
import {
  type PlacedRecord,
  type partitionReader,
  type RecordSpill,
  readRecord,
  recordLength,
  type Scratch,
  type SortMemory,
  type SpillMemory,
  SpillReader,
} from '../../spill/index.ts';
import type { Slice } from '../../types.ts';
import { type Layout, partitionRange } from '../layout.ts';
import type { LeftOutSpill } from './left-out.ts';

/** Document numbers have 32 bits. */
const MOST_DOCUMENTS = 2 ** 32 - 1;

/** The input of rows that are of none. */
const BORROWED = -1;

/** What a thread that works on documents has at hand. */
export interface NearMemory {
  readonly layout: Layout;
  /** Only where near-duplicates are looked for. */
  readonly sketcher: Sketcher | undefined;
  readonly read: ReturnType<typeof partitionReader>;
  /** What units work in, one after another: entries, their order, and what a spill holds before it is written. */
  readonly entries: Scratch;
  readonly sort: SortMemory;
  readonly spill: SpillMemory;
  /** Which of a record's texts is compared, of how many. */
  readonly column: number;
  readonly columns: number;
  readonly rule: DedupeRule;
  /** What copies have in common. */
  readonly printOf: (row: PlacedRecord, sites: readonly string[]) => Buffer;
  readonly rankOf: (row: PlacedRecord) => number;
}

/** One partition of the corpus. */
export interface DocumentsTask {
  readonly partition: number;
  readonly records: readonly RecordSpill[];
  /** Sites by input number. */
  readonly sites: readonly string[];
  /** The first document number of each partition, and behind them the number of all. */
  readonly firsts: Uint32Array;
  /** Where the records are if they are borrowed: a spill and its partition. */
  readonly borrowed?: { readonly path: string; readonly partition: number };
  /** Rows that are in a benchmark, where there are any: they meet nobody. */
  readonly screened?: LeftOutSpill;
}

/** The first document number of each partition, and behind them the number of all. */
export function firstDocuments(counts: readonly number[]): Uint32Array {
  const firsts = new Uint32Array(counts.length + 1);
  let sum = 0;
  counts.forEach((count, partition) => {
    sum += count;
    if (sum > MOST_DOCUMENTS) throw tooMany(counts);
    firsts[partition + 1] = sum;
  });
  return firsts;
}

function tooMany(counts: readonly number[]): StackpairsError {
  return new StackpairsError('bad_usage', 'too many rows to look for near-duplicates among', {
    expected: `at most ${MOST_DOCUMENTS}`,
    found: `${counts.reduce((sum, count) => sum + count, 0)}`,
    hint: 'Build the sites in several datasets, or leave out dedupe.near',
  });
}

/** The partition that holds a document. */
export function partitionOfDocument(firsts: Uint32Array, document: number): number {
  let [low, high] = [0, firsts.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (firsts[middle]! <= document) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A row and its number. */
export interface NumberedRecord extends PlacedRecord {
  readonly document: number;
}

/** The documents of a partition in their order; each is good until the next one is asked for. */
export function* documentsOf(task: DocumentsTask, { layout, read }: NearMemory): Generator<NumberedRecord> {
  const { partition, records, firsts } = task;
  let document = firsts[partition]!;
  const rows =
    task.borrowed === undefined
      ? read(records, partitionRange(layout, partition), new SpillReader())
      : borrowedRecords(task.borrowed);
  for (const { bytes, at, input } of rows) {
    yield { document, bytes, at, input };
    document += 1;
  }
  if (document !== firsts[partition + 1]) throw documentsMissing(task, document);
}

function* borrowedRecords({ path, partition }: NonNullable<DocumentsTask['borrowed']>): Generator<PlacedRecord> {
  for (const bytes of new SpillReader().pieces(path, partition)) {
    for (let at = 0; at < bytes.length; at += recordLength(bytes, at)) yield { bytes, at, input: BORROWED };
  }
}

function documentsMissing({ partition, firsts }: DocumentsTask, document: number): StackpairsError {
  return new StackpairsError('damaged_output', `rows of partition ${partition} are missing`, {
    expected: `${firsts[partition + 1]! - firsts[partition]!} rows`,
    found: `${document - firsts[partition]!}`,
    hint: 'Remove the .work folder of the build and run again',
  });
}

/** The text of a record that is compared. */
export function comparedText({ bytes, at }: PlacedRecord, { column, columns }: NearMemory): Slice {
  return readRecord(bytes, at, columns).texts[column]!;
}
