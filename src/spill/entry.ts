// The two small records of the agree pass, fixed in size so that a partition is one array, little-endian.
// Entry, spilled by fingerprint: fingerprint 16, rank i32, input u32, byte f64, id u32, side u32 with
// its fate above it, key u32.
// Verdict, spilled by thread partition: input u32, byte f64, fate u32, cluster input u32, cluster id u32.

import type { ByteWriter } from './byte-writer.ts';

/** What a row is grouped by, and what decides whether it stays. */
export interface Entry {
  /** 16 bytes: the row's fingerprint; where near-duplicates are grouped, those of `clusterPrint`. */
  readonly fingerprint: Uint8Array;
  /** The higher, the more its row is worth beside its copies. */
  readonly rank: number;
  /** Number of the input it stands in; inputs are numbered by site. */
  readonly input: number;
  readonly byte: number;
  readonly id: number;
  /** Index into SPLITS. */
  readonly side: number;
  readonly key: number;
  /** What became of the row already, if that is decided. */
  readonly fate?: Fate | undefined;
}

/** What became of a row that has duplicates. */
export interface Verdict {
  readonly input: number;
  readonly byte: number;
  readonly fate: Fate;
  /** Input and id of the smallest member of its cluster. */
  readonly clusterInput: number;
  readonly clusterId: number;
}

/** Why a row is left out before duplicates are judged: what it holds is somewhere else already. */
export const LEFT_OUT = [
  'benchmark_post',
  'benchmark_text',
  'benchmark_ngram',
  'near_benchmark_text',
  'duplicate_of_existing',
  'near_duplicate_of_existing',
] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/** What the agree pass may say of a row; all but `kept` become drop reasons. */
export const FATES = ['kept', 'duplicate', 'cluster_held_out', 'near_duplicate', ...LEFT_OUT] as const;
export type Fate = (typeof FATES)[number];

const FATE_SHIFT = 8;
const SIDE_BITS = 0xff;

/** Size of an entry, in bytes. */
export const ENTRY_BYTES = 44;
/** Where in an entry the number of its input stands. */
export const INPUT_AT = 20;
/** Bytes of a verdict. */
const VERDICT_BYTES = 24;

/** Appends an entry. */
export function writeEntry(out: ByteWriter, entry: Entry): void {
  out.bytes(entry.fingerprint);
  out.i32(entry.rank);
  out.u32(entry.input);
  out.f64(entry.byte);
  out.u32(entry.id);
  // Without a fate that is decided: 0, that of rows which are kept unless somebody beats them.
  out.u32(entry.side | (FATES.indexOf(entry.fate ?? 'kept') << FATE_SHIFT));
  out.u32(entry.key);
}

/** Partition of a fingerprint: its first 32 bits cut into equal ranges. */
export function fingerprintPrefix(fingerprint: Uint8Array): number {
  return ((fingerprint[0]! << 24) | (fingerprint[1]! << 16) | (fingerprint[2]! << 8) | fingerprint[3]!) >>> 0;
}

/** Columns of many entries over one buffer; entry i starts at byte i * ENTRY_BYTES. */
export function entryColumns(bytes: Buffer) {
  const at = (i: number) => i * ENTRY_BYTES;
  return {
    count: bytes.length / ENTRY_BYTES,
    prefix: (i: number) => bytes.readUInt32BE(at(i)),
    /** 0 where the first 4 bytes agree, which then name a cluster. */
    compareClusters: (i: number, j: number) => bytes.readUInt32BE(at(i)) - bytes.readUInt32BE(at(j)),
    compareFingerprints: (i: number, j: number) => bytes.compare(bytes, at(j), at(j) + 16, at(i), at(i) + 16),
    rank: (i: number) => bytes.readInt32LE(at(i) + 16),
    input: (i: number) => bytes.readUInt32LE(at(i) + INPUT_AT),
    byte: (i: number) => bytes.readDoubleLE(at(i) + 24),
    id: (i: number) => bytes.readUInt32LE(at(i) + 32),
    side: (i: number) => bytes.readUInt32LE(at(i) + 36) & SIDE_BITS,
    fate: (i: number) => FATES[bytes.readUInt32LE(at(i) + 36) >>> FATE_SHIFT]!,
    key: (i: number) => bytes.readUInt32LE(at(i) + 40),
  };
}

/** Appends a verdict. */
export function writeVerdict(out: ByteWriter, verdict: Verdict): void {
  out.u32(verdict.input);
  out.f64(verdict.byte);
  out.u32(FATES.indexOf(verdict.fate));
  out.u32(verdict.clusterInput);
  out.u32(verdict.clusterId);
}

/** Reads every verdict of a piece. */
export function* readVerdicts(bytes: Buffer): Generator<Verdict> {
  for (let at = 0; at < bytes.length; at += VERDICT_BYTES) {
    yield {
      input: bytes.readUInt32LE(at),
      byte: bytes.readDoubleLE(at + 4),
      fate: FATES[bytes.readUInt32LE(at + 12)]!,
      clusterInput: bytes.readUInt32LE(at + 16),
      clusterId: bytes.readUInt32LE(at + 20),
    };
  }
}
