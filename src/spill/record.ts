// A pair on its way through the partitions, or a post that pairs are joined of: one record of bytes, all a finished row
// needs but its site, which the unit that wrote it knows. Layout, little-endian: length u32, key u32, byte f64, id u32,
// votes i32, fingerprint 16, question id u32, accepted answer id u32 (0 for none), flags u8, number of posts u8; then the
// posts (post-record.ts), the number of tags u32, the tags and the texts, each a u32 length and UTF-8. The pass writes records as
// well (src/kernel/write-row.ts), and the packer reads them (assembly/pack/row.ts).

import type { Credit, Slice } from '../types.ts';
import { writeLatin1 } from '../write-latin1.ts';
import { blobsAt } from './blob.ts';
import type { ByteWriter } from './byte-writer.ts';
import {
  omitPostAuthor,
  postAuthorId,
  postCreated,
  readPost,
  type SpilledPost,
  writeCreated,
  writePost,
} from './post-record.ts';

/** What is spilled for a pair that passed every filter. */
export interface PairRecord {
  /** Order key of its question. */
  readonly key: number;
  /** Byte of its row in the XML of its file: with the file, the identity of the row. */
  readonly byte: number;
  /** The post whose row that is: it drives the pair. */
  readonly id: number;
  readonly votes: number;
  readonly fingerprint: Uint8Array;
  readonly questionId: number;
  /** Of a question that has one. */
  readonly acceptedId?: number | undefined;
  /** Few; none of other people's pairs. */
  readonly posts: readonly Credit[];
  readonly tags: readonly string[];
  readonly texts: readonly string[];
}

const KEY = 4;
const BYTE = 8;
const ID = 16;
const VOTES = 20;
const FINGERPRINT = 24;
const QUESTION_ID = 40;
const ACCEPTED_ID = 44;
const FLAGS = 48;
const POSTS = 49;
/** Bytes of a record before its posts. */
export const VARIABLE = 50;

/** The post is there and did not pass: the record ends behind these fields. */
const LEFT_OUT = 1;
/** The first post, or the one left out, is an answer. */
const IS_ANSWER = 2;

/** What a record says before its posts. */
interface RecordHead extends Pick<PairRecord, 'fingerprint'> {
  /** 0 for none. */
  readonly acceptedId: number;
  readonly flags: number;
  /** Number of its posts. */
  readonly posts: number;
}

/** Where a record belongs, and what it is known by. */
export type RecordPlace = Pick<PairRecord, 'key' | 'byte' | 'id' | 'votes' | 'questionId'>;

/** Appends all of a record before its posts; its length, patched where more follows, is that of these fields. */
export function writeHead(
  out: ByteWriter,
  { key, byte, id, votes, questionId }: RecordPlace,
  { fingerprint, acceptedId, flags, posts }: RecordHead,
): void {
  out.u32(VARIABLE);
  out.u32(key);
  out.f64(byte);
  out.u32(id);
  out.i32(votes);
  out.bytes(fingerprint);
  out.u32(questionId);
  out.u32(acceptedId);
  out.u8(flags);
  out.u8(posts);
}

/** Appends one record. */
export function writeRecord(out: ByteWriter, record: PairRecord): void {
  const { fingerprint, acceptedId = 0, posts, tags, texts } = record;
  const start = out.length;
  const flags = posts[0]?.role === 'answer' ? IS_ANSWER : 0;
  writeHead(out, record, { fingerprint, acceptedId, flags, posts: posts.length });
  for (const post of posts) writePost(out, post);
  out.u32(tags.length);
  for (const tag of tags) out.text(tag);
  for (const text of texts) out.text(text);
  out.patchU32(start, out.length - start);
}

/** A question or an answer by its row and its thread. */
export interface PlacedPost extends Pick<PairRecord, 'byte' | 'id' | 'questionId'> {
  readonly isAnswer: boolean;
}

const NO_FINGERPRINT = Buffer.alloc(QUESTION_ID - FINGERPRINT);

/** Appends the record of a post that did not pass: that it is there, under this order key, is all there is to say. */
export function writeLeftOut(out: ByteWriter, { byte, id, questionId, isAnswer }: PlacedPost, key: number): void {
  const flags = LEFT_OUT | (isAnswer ? IS_ANSWER : 0);
  const head = { fingerprint: NO_FINGERPRINT, acceptedId: 0, flags, posts: 0 };
  writeHead(out, { key, byte, id, votes: 0, questionId }, head);
}

/** Fields of a record that whoever wrote the rest of it did not know. */
export interface RecordRest {
  readonly key: number;
  readonly byte: number;
  /** Of its first post: milliseconds since 1970-01-01 UTC. */
  readonly created: number;
  /** A character for each byte. */
  readonly fingerprint: string;
}

/** Fills in what is missing of a record. */
export function completeRecord(record: Buffer, { key, byte, created, fingerprint }: RecordRest): void {
  record.writeUInt32LE(key, KEY);
  record.writeDoubleLE(byte, BYTE);
  writeLatin1(fingerprint, record, FINGERPRINT);
  writeCreated(record, VARIABLE, created);
}

/** Length of the record at `at`, in bytes. */
export const recordLength = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at);
/** Order key of the record at `at`. */
export const recordKey = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at + KEY);
/** Changes the order key of the record at `at`. */
export const writeKey = (bytes: Buffer, at: number, key: number): number => bytes.writeUInt32LE(key, at + KEY);
/** Row position of the record at `at`. */
export const recordByte = (bytes: Buffer, at: number): number => bytes.readDoubleLE(at + BYTE);
/** Id of the post whose row the record at `at` is of. */
export const recordId = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at + ID);
/** Question id of the record at `at`. */
export const recordQuestionId = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at + QUESTION_ID);

/** Votes of the record at `at`. */
export const recordVotes = (bytes: Buffer, at: number): number => bytes.readInt32LE(at + VOTES);
/** Fingerprint of the record at `at`, where it lies. */
export const recordFingerprint = (bytes: Buffer, at: number): Buffer =>
  bytes.subarray(at + FINGERPRINT, at + QUESTION_ID);
/** Id of the answer that was accepted for the question of the record at `at`; 0 for none. */
export const recordAcceptedId = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at + ACCEPTED_ID);

/** Whether the record at `at` is of a post that was left out. */
export const isLeftOut = (bytes: Buffer, at: number): boolean => (bytes[at + FLAGS]! & LEFT_OUT) !== 0;
/** Whether the record at `at` is of an answer. */
export const isAnswerRecord = (bytes: Buffer, at: number): boolean => (bytes[at + FLAGS]! & IS_ANSWER) !== 0;

/** Id of the author of the first post of the record at `at`, if it has one. */
export const recordAuthorId = (bytes: Buffer, at: number): number | undefined => postAuthorId(bytes, at + VARIABLE);

/** When the first post of the record at `at` was created, in milliseconds since 1970-01-01 UTC; one left out does not say. */
export const recordCreated = (bytes: Buffer, at: number): number => postCreated(bytes, at + VARIABLE);

/** Leaves out of a record of one post who wrote it, as if nobody had said; gives the record, which may be shorter. */
export function omitAuthor(record: Buffer): Buffer {
  const { from, to } = omitPostAuthor(record, VARIABLE);
  record.copyWithin(from, to);
  const shorter = record.subarray(0, record.length - (to - from));
  shorter.writeUInt32LE(shorter.length);
  return shorter;
}

/** A record read back; its texts are where they lie in it, since a shard takes them as they are. */
export interface SpilledPair {
  readonly id: number;
  readonly votes: number;
  readonly fingerprint: Slice;
  readonly questionId: number;
  readonly acceptedId: number | undefined;
  readonly posts: readonly SpilledPost[];
  readonly tags: readonly Slice[];
  readonly texts: readonly Slice[];
}

/** Reads the record at `at` in full; it is not one of a post that was left out. */
export function readRecord(bytes: Buffer, at: number, columns: number): SpilledPair {
  const posts: SpilledPost[] = [];
  let end = at + VARIABLE;
  for (let left = bytes[at + POSTS]!; left > 0; left--) {
    const [post, next] = readPost(bytes, end);
    posts.push(post);
    end = next;
  }
  const tags = blobsAt(bytes, end + 4, bytes.readUInt32LE(end));
  return {
    id: recordId(bytes, at),
    votes: recordVotes(bytes, at),
    fingerprint: { bytes, from: at + FINGERPRINT, to: at + QUESTION_ID },
    questionId: recordQuestionId(bytes, at),
    acceptedId: recordAcceptedId(bytes, at) || undefined,
    posts,
    tags,
    texts: blobsAt(bytes, tags.at(-1)?.to ?? end + 4, columns),
  };
}
