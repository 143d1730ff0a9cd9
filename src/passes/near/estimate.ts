// What a search for near-duplicates will take, told before it starts: who plans a night's work wants to know.

import { type Banding, meetingChance } from '../../banding.ts';
import type { NearRule } from '../../dedupe-rule.ts';
import { BAND_ENTRY_WORDS } from './sketch-rows.ts';

/** Bytes and seconds, about. */
export interface NearEstimate {
  readonly rule: NearRule;
  readonly rows: number;
  readonly diskBytes: number;
  /** Of each thread. */
  readonly threadBytes: number;
  /** Of all threads together, for each row that has a near-duplicate. */
  readonly bytesPerMember: number;
  readonly seconds: number;
  /** Chance that a pair is found, by its similarity. */
  readonly chances: readonly (readonly [similarity: number, chance: number])[];
}

const SIMILARITIES = [0.5, 0.6, 0.7, 0.8, 0.9];
/** The whole search but for the keys, on one thread; measured on bodies of 60 to 160 words, from 10 to 20. */
const MICROSECONDS_PER_ROW = 15;
const MICROSECONDS_PER_BAND = 0.4;
/** Memory of the kernel, of a spill being written, and of whatever else a thread runs. */
const THREAD_BYTES = 48 * 1024 * 1024;
/** A band entry, and its place in an order. */
const SORTED_BYTES = 4 * BAND_ENTRY_WORDS + 12;
/** See the connect pass. */
const BYTES_PER_MEMBER = 40;

/** What the estimate follows from. */
export interface NearWork {
  readonly rule: NearRule;
  readonly rows: number;
  readonly threads: number;
  readonly bandPartitions: number;
  /** Rows of the largest thread partition, with their records in bytes. */
  readonly partitionBytes: number;
}

/** Estimates a search. */
export function estimateNear({ rule, rows, threads, bandPartitions, partitionBytes }: NearWork): NearEstimate {
  const entries = rows * (rule.bands + 1);
  const microseconds = rows * (MICROSECONDS_PER_ROW + MICROSECONDS_PER_BAND * rule.bands);
  return {
    rule,
    rows,
    diskBytes: entries * 4 * BAND_ENTRY_WORDS,
    threadBytes: THREAD_BYTES + Math.max(partitionBytes, (entries / bandPartitions) * SORTED_BYTES),
    bytesPerMember: BYTES_PER_MEMBER,
    seconds: microseconds / 1e6 / threads,
    chances: chancesAt(rule, rule.similarity),
  };
}

/** The curve at a few similarities, the wanted one among them. */
function chancesAt(banding: Banding, similarity: number): (readonly [number, number])[] {
  const points = [...new Set([...SIMILARITIES, similarity])].sort((a, b) => a - b);
  return points.map((point) => [point, meetingChance(point, banding)]);
}
