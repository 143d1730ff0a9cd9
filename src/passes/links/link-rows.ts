// The links of an input as numbers: kept in a file of the work folder between the passes, and held whole while they are
// resolved. Memory: 20 bytes a link, and 8 more while the posts they name are listed.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Link } from '../../types.ts';
import type { WorkFile } from '../completion.ts';
import { openSummedFile } from '../summed-file.ts';

/** LinkTypeId of questions that are merely linked, and of duplicates. */
export const LINKED = 1;
export const DUPLICATE = 3;

/** Words of a row: the post that links, the one that is linked to, LinkTypeId, and its byte in two words. */
const LINK_WORDS = 5;
const WORD_BYTES = 4;
/** Words of the pieces that grow one by one, 1.25 MB each: a list that doubles would take three times its size. */
const CHUNK_WORDS = 64 * 1024 * LINK_WORDS;
const TWO_32 = 2 ** 32;

/** Links in the order of their rows. */
export interface LinkRows {
  readonly count: number;
  from(row: number): number;
  to(row: number): number;
  typeId(row: number): number;
  byte(row: number): number;
}

/** Collects links. */
export class LinkCollector {
  readonly #chunks: Uint32Array<ArrayBuffer>[] = [];
  /** Words of the last chunk; there is none yet. */
  #used = CHUNK_WORDS;

  add({ postId, relatedId, typeId }: Link, byte: number): void {
    if (this.#used === CHUNK_WORDS) {
      this.#chunks.push(new Uint32Array(CHUNK_WORDS));
      this.#used = 0;
    }
    this.#chunks.at(-1)!.set([postId, relatedId, typeId, byte % TWO_32, Math.floor(byte / TWO_32)], this.#used);
    this.#used += LINK_WORDS;
  }

  /** Writes the links, and the ids of the posts they name, each once in ascending order. */
  write(paths: LinkFiles): WorkFile[] {
    const chunks = this.#chunks.map((chunk, i) =>
      i + 1 < this.#chunks.length ? chunk : chunk.subarray(0, this.#used),
    );
    return [writeWords(paths.links, chunks), writeWords(paths.ids, piecesOf(namedIn(chunks)))];
  }
}

/** Ids of the posts that links name, each once in ascending order. */
function namedIn(chunks: readonly Uint32Array[]): Uint32Array {
  const rows = chunks.reduce((sum, { length }) => sum + length, 0) / LINK_WORDS;
  const ids = new Uint32Array(2 * rows);
  let named = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += LINK_WORDS) {
      ids[named++] = chunk[at]!;
      ids[named++] = chunk[at + 1]!;
    }
  }
  ids.sort();
  let distinct = 0;
  for (let i = 0; i < ids.length; i++) if (i === 0 || ids[i] !== ids[i - 1]) ids[distinct++] = ids[i]!;
  return ids.subarray(0, distinct);
}

/** Where the links of an input are between the passes. */
export interface LinkFiles {
  readonly links: string;
  readonly ids: string;
}

function writeWords(path: string, pieces: Iterable<Uint32Array>): WorkFile {
  const file = openSummedFile(path);
  try {
    for (const { buffer, byteOffset, byteLength } of pieces) file.write(new Uint8Array(buffer, byteOffset, byteLength));
    return file.finish();
  } finally {
    file.abandon();
  }
}

/** A list cut up, since a file takes a copy of what it is given at once. */
function* piecesOf(words: Uint32Array): Generator<Uint32Array> {
  for (let at = 0; at < words.length; at += CHUNK_WORDS) yield words.subarray(at, at + CHUNK_WORDS);
}

/** Reads words that were written so. */
export function readWords(path: string): Uint32Array {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const words = new Uint32Array(size / WORD_BYTES);
    const bytes = new Uint8Array(words.buffer);
    for (let read = 0; read < size; ) {
      const got = readSync(file, bytes, read, size - read, read);
      if (got === 0) throw new Error(`${path} ends at byte ${read} of ${size}`);
      read += got;
    }
    return words;
  } finally {
    closeSync(file);
  }
}

/** Reads the links. */
export function readLinkRows(path: string): LinkRows {
  const words = readWords(path);
  const word = (row: number, index: number) => words[row * LINK_WORDS + index]!;
  return {
    count: words.length / LINK_WORDS,
    from: (row) => word(row, 0),
    to: (row) => word(row, 1),
    typeId: (row) => word(row, 2),
    byte: (row) => word(row, 3) + word(row, 4) * TWO_32,
  };
}

/** Says of ids in ascending order whether one is among them. */
export function idsAmong(ids: Uint32Array): (id: number) => boolean {
  return (id) => placeOf(ids, id) >= 0;
}

/** The place of an id among ids in ascending order; -1 if it is not there. */
export function placeOf(ids: Uint32Array, id: number): number {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ids[middle]! < id) low = middle + 1;
    else high = middle;
  }
  return ids[low] === id ? low : -1;
}
