// The SHA-256 of an input file as it lies on disk, for the manifest. Asynchronous, so that a thread routes blocks
// between two chunks of it. Memory: one chunk.

import { createHash } from 'node:crypto';
import { fileChunks } from '../file-chunks.ts';

/** One file to digest. */
export interface DigestTask {
  readonly kind: 'digest';
  readonly path: string;
}

/** What the manifest says of a file. */
export interface DigestResult {
  readonly bytes: number;
  readonly sha256: string;
}

/** Reads the whole file once, unless it is stopped. */
export function digest({ path }: DigestTask, signal?: AbortSignal): Promise<DigestResult> {
  return digestChunks(fileChunks(path, { signal }));
}

/** The same of bytes that come from anywhere. */
export async function digestChunks(chunks: AsyncIterable<Uint8Array>): Promise<DigestResult> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
