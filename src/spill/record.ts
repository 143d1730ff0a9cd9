// A pair on its way through the partitions: one record of bytes, all a finished row needs but its site, which the
// unit that wrote it knows. Layout, little-endian: length u32, key u32, byte f64, id u32, votes i32, fingerprint 16,
// created f64, flags u8, author id i32; then licence, author, tags and texts, each a u32 length and UTF-8.

import type { Credit, Slice } from '../types.ts';
import type { ByteWriter } from './byte-writer.ts';

/** What is spilled for a pair that passed every filter. */
export interface PairRecord {
  /** Order key of its question. */
  readonly key: number;
  /** Byte of its row in the XML of its file: with the file, the identity of the row. */
  readonly byte: number;
  readonly votes: number;
  readonly fingerprint: Uint8Array;
  readonly credit: Credit;
  readonly tags: readonly string[];
  readonly texts: readonly string[];
}

const KEY = 4;
const BYTE = 8;
const ID = 16;
const VOTES = 20;
const FINGERPRINT = 24;
const CREATED = 40;
const FLAGS = 48;
const AUTHOR_ID = 49;
const VARIABLE = 53;

const LICENSE_DERIVED = 1;
const HAS_AUTHOR_ID = 2;
const HAS_AUTHOR = 4;

/** Appends one record. */
export function writeRecord(out: ByteWriter, { key, byte, votes, fingerprint, credit, tags, texts }: PairRecord): void {
  const start = out.length;
  out.u32(0);
  out.u32(key);
  out.f64(byte);
  out.u32(credit.id);
  out.i32(votes);
  out.bytes(fingerprint);
  out.f64(credit.created);
  out.u8(flagsOf(credit));
  out.i32(credit.authorId ?? 0);
  out.text(credit.license);
  out.text(credit.author ?? '');
  out.u32(tags.length);
  for (const tag of tags) out.text(tag);
  for (const text of texts) out.text(text);
  out.patchU32(start, out.length - start);
}

/** Fields of a record that whoever wrote the rest of it did not know. */
export interface RecordRest {
  readonly key: number;
  readonly byte: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly created: number;
  /** In hex. */
  readonly fingerprint: string;
}

/** Fills in what is missing of a record, and gives its fingerprint. */
export function completeRecord(record: Buffer, { key, byte, created, fingerprint }: RecordRest): Uint8Array {
  record.writeUInt32LE(key, KEY);
  record.writeDoubleLE(byte, BYTE);
  record.writeDoubleLE(created, CREATED);
  record.write(fingerprint, FINGERPRINT, CREATED - FINGERPRINT, 'hex');
  return record.subarray(FINGERPRINT, CREATED);
}

function flagsOf(credit: Credit): number {
  return (
    (credit.licenseDerived ? LICENSE_DERIVED : 0) |
    (credit.authorId === undefined ? 0 : HAS_AUTHOR_ID) |
    (credit.author === undefined ? 0 : HAS_AUTHOR)
  );
}

/** Length of the record at `at`, in bytes. */
export const recordLength = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at);
/** Order key of the record at `at`. */
export const recordKey = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at + KEY);
/** Changes the order key of the record at `at`. */
export const writeKey = (bytes: Buffer, at: number, key: number): number => bytes.writeUInt32LE(key, at + KEY);
/** Row position of the record at `at`. */
export const recordByte = (bytes: Buffer, at: number): number => bytes.readDoubleLE(at + BYTE);
/** Question id of the record at `at`. */
export const recordId = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at + ID);

/** Id of the author of the record at `at`, if it has one. */
export function recordAuthorId(bytes: Buffer, at: number): number | undefined {
  return bytes[at + FLAGS]! & HAS_AUTHOR_ID ? bytes.readInt32LE(at + AUTHOR_ID) : undefined;
}

/** Leaves out of a record who wrote the post; its length stays. */
export function omitAuthor(record: Buffer): void {
  record[FLAGS]! &= ~(HAS_AUTHOR_ID | HAS_AUTHOR);
  record.writeInt32LE(0, AUTHOR_ID);
  const author = blobAt(record, blobAt(record, VARIABLE).to);
  record.fill(0, author.from, author.to);
}

/** A record read back; its texts are where they lie in it, since a shard takes them as they are. */
export interface SpilledPair {
  readonly id: number;
  readonly votes: number;
  readonly fingerprint: Slice;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly created: number;
  readonly authorId: number | undefined;
  readonly author: Slice | undefined;
  readonly license: Slice;
  readonly licenseDerived: boolean;
  readonly tags: readonly Slice[];
  readonly texts: readonly Slice[];
}

/** Reads the record at `at` in full. */
export function readRecord(bytes: Buffer, at: number, columns: number): SpilledPair {
  const flags = bytes[at + FLAGS]!;
  const license = blobAt(bytes, at + VARIABLE);
  const author = blobAt(bytes, license.to);
  const tags = blobsAt(bytes, author.to + 4, bytes.readUInt32LE(author.to));
  const texts = blobsAt(bytes, tags.at(-1)?.to ?? author.to + 4, columns);
  return {
    id: recordId(bytes, at),
    votes: bytes.readInt32LE(at + VOTES),
    fingerprint: { bytes, from: at + FINGERPRINT, to: at + CREATED },
    created: bytes.readDoubleLE(at + CREATED),
    authorId: flags & HAS_AUTHOR_ID ? bytes.readInt32LE(at + AUTHOR_ID) : undefined,
    author: flags & HAS_AUTHOR ? author : undefined,
    license,
    licenseDerived: (flags & LICENSE_DERIVED) !== 0,
    tags,
    texts,
  };
}

function blobsAt(bytes: Buffer, at: number, count: number): Slice[] {
  const blobs: Slice[] = [];
  for (let from = at; blobs.length < count; from = blobs[blobs.length - 1]!.to) blobs.push(blobAt(bytes, from));
  return blobs;
}

/** Bytes that were written behind their length. */
function blobAt(bytes: Buffer, at: number): Slice {
  return { bytes, from: at + 4, to: at + 4 + bytes.readUInt32LE(at) };
}
