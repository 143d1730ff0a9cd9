// Reads XML as a build does, cut into blocks, and writes down every visit as plain data that can be compared.

import { cutBlocks } from '../../src/extract/cut-blocks.ts';
import { readPosts } from '../../src/extract/read-posts.ts';
import { readPostsBySax } from '../../src/extract/read-posts-by-sax.ts';
import type { CutEnd, CutOptions } from '../../src/extract/row-cutter.ts';
import type { DamageReason, Post, PostVisitor } from '../../src/types.ts';

export type Visit = { post: Post; byte: number } | { reason: DamageReason; detail: string; byte: number };

export interface Reading {
  readonly visits: readonly Visit[];
  readonly rows: number;
  readonly repairs: number;
  readonly end: CutEnd;
}

export async function readDump(
  xml: Uint8Array | string,
  options: CutOptions & { chunk?: number } = {},
): Promise<Reading> {
  const bytes = typeof xml === 'string' ? Buffer.from(xml) : xml;
  const blocks = cutBlocks(chunked(bytes.subarray(options.from ?? 0), options.chunk ?? 65_536), options);
  const { visits, visitor } = recorder();
  let rows = 0;
  let repairs = 0;
  for (;;) {
    const { done, value } = await blocks.next();
    if (done) return { visits, rows, repairs, end: value };
    const count = readPosts(value, visitor);
    rows += count.rows;
    repairs += count.repairs;
  }
}

export function readBySax(text: string): { visits: readonly Visit[]; error: string | undefined } {
  const { visits, visitor } = recorder();
  return { visits, error: readPostsBySax(text, visitor).error };
}

export function postsOf({ visits }: { visits: readonly Visit[] }): Post[] {
  return visits.flatMap((visit) => ('post' in visit ? [visit.post] : []));
}

export async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function recorder(): { visits: Visit[]; visitor: PostVisitor } {
  const visits: Visit[] = [];
  const visitor: PostVisitor = {
    post: (post, { byte }) => visits.push({ post: copyOf(post), byte }),
    damaged: (reason, { byte }, detail) => visits.push({ reason, detail, byte }),
  };
  return { visits, visitor };
}

function copyOf(post: Post): Post {
  const { id, typeId, parentId, acceptedAnswerId, votes, created, edited, editorId, closed } = post;
  const { ownerId, ownerName, license, title, body, tags } = post;
  const numbers = { id, typeId, parentId, acceptedAnswerId, votes, editorId, ownerId };
  return { ...numbers, created, edited, closed, ownerName, license, title, body, tags: [...tags] };
}
