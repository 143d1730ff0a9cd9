// A file of vectors with the keys of their texts: a line of JSON with `rows` and `dimensions`, the keys one behind another,
// the vectors in 32-bit floats. It is named by the hash of its bytes: writers of the same vectors write the same file,
// and a damaged one is known by its name.

import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { writeDurably } from '../../durable-file.ts';
import { KEY_BYTES } from './text-key.ts';

/** The end of a segment's name. */
export const SEGMENT = '.vectors';

/** Keys with their vectors, in the same order. */
export interface Rows {
  readonly keys: readonly string[];
  readonly vectors: Float32Array;
}

/** Bytes of the first line, blanks at its end: floats behind it and the keys then begin at a multiple of four. */
const HEAD_BYTES = 64;

/** More than anybody writes at once; a damaged head may say anything. */
const MOST_ROWS = 1 << 20;

const headSchema = z.object({ rows: z.int().min(1).max(MOST_ROWS), dimensions: z.int().min(1) });

/** Bytes that a segment of these rows has. */
export function segmentBytes({ keys, vectors }: Rows): number {
  return HEAD_BYTES + keys.length * KEY_BYTES + vectors.byteLength;
}

/** Writes a segment into a folder and gives its name. Nothing waits for the disk: a torn file is told by its hash. */
export function writeSegment(folder: string, { keys, vectors }: Rows): string {
  const head = JSON.stringify({ rows: keys.length, dimensions: vectors.length / keys.length }).padEnd(HEAD_BYTES - 1);
  const bytes = Buffer.concat([
    Buffer.from(`${head}\n`),
    Buffer.from(keys.join(''), 'latin1'),
    new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength),
  ]);
  const name = `${hashOf(bytes)}${SEGMENT}`;
  writeDurably(join(folder, name), bytes, { sync: false });
  return name;
}

/** The keys of a segment; undefined where it has vectors of another length, is damaged, or is gone. */
export function readKeys(path: string, dimensions: number): string[] | undefined {
  const head = headOf(readStart(path, HEAD_BYTES));
  if (head?.dimensions !== dimensions) return undefined;
  const bytes = readStart(path, HEAD_BYTES + head.rows * KEY_BYTES);
  return bytes.length < HEAD_BYTES + head.rows * KEY_BYTES ? undefined : keysOf(bytes, head.rows);
}

/** The vectors of a segment; undefined where it is damaged or gone. */
export function readVectors(path: string): Float32Array | undefined {
  const bytes = readWhole(path);
  if (bytes === undefined || `${hashOf(bytes)}${SEGMENT}` !== basename(path)) return undefined;
  const { rows, dimensions } = headOf(bytes)!;
  const from = HEAD_BYTES + rows * KEY_BYTES;
  return new Float32Array(Uint8Array.from(bytes.subarray(from, from + 4 * rows * dimensions)).buffer);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

function headOf(bytes: Buffer): z.infer<typeof headSchema> | undefined {
  try {
    return headSchema.parse(JSON.parse(bytes.toString('latin1', 0, HEAD_BYTES)));
  } catch {
    return undefined;
  }
}

function keysOf(bytes: Buffer, rows: number): string[] {
  return Array.from({ length: rows }, (_, row) => {
    const from = HEAD_BYTES + row * KEY_BYTES;
    return bytes.toString('latin1', from, from + KEY_BYTES);
  });
}

/** The first bytes of a file, fewer where it has not so many; none where somebody made room meanwhile. */
function readStart(path: string, length: number): Buffer {
  return (
    unlessGone(() => {
      const file = openSync(path, 'r');
      try {
        const bytes = Buffer.alloc(length);
        return bytes.subarray(0, readSync(file, bytes, 0, length, 0));
      } finally {
        closeSync(file);
      }
    }) ?? Buffer.alloc(0)
  );
}

function readWhole(path: string): Buffer | undefined {
  return unlessGone(() => readFileSync(path));
}

function unlessGone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
