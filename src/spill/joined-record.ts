// A record joined of those of posts: what it says of each post, its tags and its texts are copied as they lie, and never
// become strings. The layout is that of record.ts.

import type { Role, Slice } from '../types.ts';
import { blobAt, blobsAt } from './blob.ts';
import type { ByteWriter } from './byte-writer.ts';
import { postEnd, writePostAs } from './post-record.ts';
import { type RecordPlace, VARIABLE, writeHead } from './record.ts';

const SPACE = 0x20;

/** The record of a post taken apart: where its parts lie. */
export interface PostParts {
  readonly bytes: Buffer;
  /** Of the record. */
  readonly at: number;
  readonly tags: Slice;
  readonly title: Slice;
  readonly body: Slice;
}

/** Takes the record of a post apart: one of two texts, title and body. */
export function postParts(bytes: Buffer, at: number): PostParts {
  const from = postEnd(bytes, at + VARIABLE);
  const last = blobsAt(bytes, from + 4, bytes.readUInt32LE(from)).at(-1);
  const to = last?.to ?? from + 4;
  const title = blobAt(bytes, to);
  return { bytes, at, tags: { bytes, from, to }, title, body: blobAt(bytes, title.to) };
}

/** What a joined record is made of. */
export interface JoinedRecord {
  readonly fingerprint: Uint8Array;
  /** The first of them says the tags. */
  readonly posts: readonly { readonly role: Role; readonly post: PostParts }[];
  /** Each column is its texts with a space between two. */
  readonly columns: readonly (readonly Slice[])[];
}

/** Appends a joined record. */
export function writeJoined(out: ByteWriter, place: RecordPlace, { fingerprint, posts, columns }: JoinedRecord): void {
  const start = out.length;
  writeHead(out, place, { fingerprint, acceptedId: 0, flags: 0, posts: posts.length });
  for (const { role, post } of posts) writePostAs(out, role, { bytes: post.bytes, at: post.at + VARIABLE });
  out.copy(posts[0]!.post.tags);
  for (const texts of columns) writeColumn(out, texts);
  out.patchU32(start, out.length - start);
}

function writeColumn(out: ByteWriter, texts: readonly Slice[]): void {
  const start = out.length;
  out.u32(0);
  for (const [index, text] of texts.entries()) {
    if (index > 0) out.u8(SPACE);
    out.copy(text);
  }
  out.patchU32(start, out.length - start - 4);
}
