// A credited post within a record, little-endian: role u8 (its place in ROLES), flags u8, author id i32, created f64,
// id u32; then licence and author, each a u32 length and UTF-8.

import { type Credit, ROLES, type Role, type Slice } from '../types.ts';
import { BLOB_SIZE_BYTES, blobAt } from './blob.ts';
import type { ByteWriter } from './byte-writer.ts';

const FLAGS = 1;
const AUTHOR_ID = 2;
const CREATED = 6;
const ID = 14;
const VARIABLE = 18;

const LICENSE_DERIVED = 1;
const HAS_AUTHOR_ID = 2;
const HAS_AUTHOR = 4;
/** Where the role does not tell. */
const IS_ANSWER = 8;

/** Appends a post. */
export function writePost(out: ByteWriter, credit: Credit): void {
  out.u8(ROLES.indexOf(credit.role));
  out.u8(flagsOf(credit));
  out.i32(credit.authorId ?? 0);
  out.f64(credit.created);
  out.u32(credit.id);
  out.text(credit.license);
  out.text(credit.author ?? '');
}

/** Where the post at `at` ends. */
export function postEnd(bytes: Buffer, at: number): number {
  return blobAt(bytes, blobAt(bytes, at + VARIABLE).to).to;
}

/** Appends the post at `at` as it is, but for what it is to the pair. */
export function writePostAs(
  out: ByteWriter,
  role: Role,
  { bytes, at }: { readonly bytes: Buffer; readonly at: number },
): void {
  const isAnswer = ROLES[bytes[at]!] === 'answer';
  out.u8(ROLES.indexOf(role));
  out.u8(bytes[at + FLAGS]! | (isAnswer && role !== 'answer' ? IS_ANSWER : 0));
  out.copy({ bytes, from: at + AUTHOR_ID, to: postEnd(bytes, at) });
}

function flagsOf(credit: Credit): number {
  return (
    (credit.licenseDerived ? LICENSE_DERIVED : 0) |
    (credit.authorId === undefined ? 0 : HAS_AUTHOR_ID) |
    (credit.author === undefined ? 0 : HAS_AUTHOR) |
    (credit.isAnswer === true ? IS_ANSWER : 0)
  );
}

/** A post read back, its texts where they lie. */
export interface SpilledPost extends Omit<Credit, 'author' | 'license'> {
  readonly author: Slice | undefined;
  readonly license: Slice;
}

/** The post at `at`, and the place behind it. */
export function readPost(bytes: Buffer, at: number): readonly [post: SpilledPost, end: number] {
  const flags = bytes[at + FLAGS]!;
  const license = blobAt(bytes, at + VARIABLE);
  const author = blobAt(bytes, license.to);
  const post = {
    role: ROLES[bytes[at]!]!,
    id: bytes.readUInt32LE(at + ID),
    isAnswer: (flags & IS_ANSWER) !== 0,
    created: postCreated(bytes, at),
    authorId: postAuthorId(bytes, at),
    author: flags & HAS_AUTHOR ? author : undefined,
    license,
    licenseDerived: (flags & LICENSE_DERIVED) !== 0,
  };
  return [post, author.to];
}

/** Id of the author of the post at `at`, if it has one. */
export function postAuthorId(bytes: Buffer, at: number): number | undefined {
  return bytes[at + FLAGS]! & HAS_AUTHOR_ID ? bytes.readInt32LE(at + AUTHOR_ID) : undefined;
}

/** When the post at `at` was created, in milliseconds since 1970-01-01 UTC. */
export const postCreated = (bytes: Buffer, at: number): number => bytes.readDoubleLE(at + CREATED);

/** Says when the post at `at` was created. */
export function writeCreated(bytes: Buffer, at: number, created: number): void {
  bytes.writeDoubleLE(created, at + CREATED);
}

/** Leaves out who wrote the post at `at`; gives where the name stands, which is no part of it any more. */
export function omitPostAuthor(bytes: Buffer, at: number): Slice {
  bytes[at + FLAGS]! &= ~(HAS_AUTHOR_ID | HAS_AUTHOR);
  bytes.writeInt32LE(0, at + AUTHOR_ID);
  const author = blobAt(bytes, blobAt(bytes, at + VARIABLE).to);
  bytes.writeUInt32LE(0, author.from - BLOB_SIZE_BYTES);
  return author;
}
