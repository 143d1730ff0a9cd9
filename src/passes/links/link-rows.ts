// The links of an input as numbers: kept in a file of the work folder between the passes, and held whole while they are
// resolved. Memory: LINK_BYTES a row.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { grown } from '../../grown.ts';
import type { Link } from '../../types.ts';
import type { WorkFile } from '../completion.ts';
import { openSummedFile } from '../summed-file.ts';

/** LinkTypeId of questions that are merely linked, and of duplicates. */
export const LINKED = 1;
export const DUPLICATE = 3;

/** Words of a row: the post that links, the one that is linked to, LinkTypeId, and its byte in two words. */
const LINK_WORDS = 5;
const WORD_BYTES = 4;
const FIRST_ROWS = 1024;
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
  #words = new Uint32Array(FIRST_ROWS * LINK_WORDS);
  #used = 0;

  add({ postId, relatedId, typeId }: Link, byte: number): void {
    if (this.#used === this.#words.length) this.#words = grown(this.#words);
    this.#words.set([postId, relatedId, typeId, byte % TWO_32, Math.floor(byte / TWO_32)], this.#used);
    this.#used += LINK_WORDS;
  }

  /** Writes the links, and the ids of the posts they name, each once in ascending order. */
  write(paths: LinkFiles): WorkFile[] {
    const words = this.#words.subarray(0, this.#used);
    const ids = new Uint32Array((2 * this.#used) / LINK_WORDS);
    for (let row = 0; row < this.#used / LINK_WORDS; row++) {
      ids[2 * row] = words[row * LINK_WORDS]!;
      ids[2 * row + 1] = words[row * LINK_WORDS + 1]!;
    }
    ids.sort();
    let distinct = 0;
    for (let i = 0; i < ids.length; i++) if (i === 0 || ids[i] !== ids[i - 1]) ids[distinct++] = ids[i]!;
    return [writeWords(paths.links, words), writeWords(paths.ids, ids.subarray(0, distinct))];
  }
}

/** Where the links of an input are between the passes. */
export interface LinkFiles {
  readonly links: string;
  readonly ids: string;
}

function writeWords(path: string, { buffer, byteOffset, byteLength }: Uint32Array): WorkFile {
  const file = openSummedFile(path);
  try {
    file.write(new Uint8Array(buffer, byteOffset, byteLength));
    return { ...file.finish(), path: basename(path) };
  } finally {
    file.abandon();
  }
}

/** Reads words that were written so. */
export function readWords(path: string): Uint32Array {
  const bytes = readFileSync(path);
  // A copy begins at a multiple of a word, as a piece of Node's pool may not.
  return new Uint32Array(Uint8Array.from(bytes).buffer, 0, bytes.length / WORD_BYTES);
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
