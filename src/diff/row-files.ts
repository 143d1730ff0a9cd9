// Rows of two builds, 24 bytes each, in files by the key they are known again by, so that the rows of a file of one build
// meet only those of the same file of the other. Memory: a buffer of 24 kB for each file.

import { hash } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ProvenanceRow } from '../shard/index.ts';
import { SPLITS, type Split } from '../types.ts';

/** Rows of both builds that meet at a time: about 100 MB while they are compared. */
export const ROWS_PER_FILE = 500_000;
/** Two files each are open at a time, and systems allow 1024; above this files grow instead. */
const MOST_FILES = 256;

/** Bytes of a row: key, fingerprint, number of its site, side of the split. */
export const ROW_BYTES = 24;
const ROWS_BUFFERED = 1000;

/** A row as it is spilled. */
export interface SpilledRow extends Pick<ProvenanceRow, 'site' | 'questionId' | 'posts' | 'fingerprint'> {
  readonly siteNumber: number;
  readonly split: Split;
}

/** Opens that many files for each of two builds in an empty folder; at least one. */
export function openRowFiles(folder: string, wanted: number) {
  const count = Math.max(1, Math.min(MOST_FILES, wanted));
  const pathOf = (build: number, file: number) => join(folder, `${build}-${file}`);
  const writers = [0, 1].map((build) => Array.from({ length: count }, (_, file) => openWriter(pathOf(build, file))));
  return {
    count,
    add(build: number, row: SpilledRow) {
      const key = keyOf(row);
      writers[build]![key.readUInt32LE(0) % count]!.write(key, row);
    },
    /** Ends writing. */
    finish() {
      for (const writer of writers.flat()) writer.finish();
    },
    read: (build: number, file: number): Buffer => readFileSync(pathOf(build, file)),
  };
}

/** The same for the same posts of the same site. */
function keyOf({ site, questionId, posts }: SpilledRow): Buffer {
  const names = posts.map(({ role, id }) => `${role} ${id}`);
  return hash('sha256', [site, questionId, ...names].join('\n'), 'buffer').subarray(0, 8);
}

function openWriter(path: string) {
  const file = openSync(path, 'w');
  const buffer = Buffer.alloc(ROW_BYTES * ROWS_BUFFERED);
  let used = 0;
  const flush = () => {
    // Each turn writes at least one byte, or the system refuses.
    for (let at = 0; at < used; ) at += writeSync(file, buffer, at, used - at);
    used = 0;
  };
  return {
    write(key: Buffer, { fingerprint, siteNumber, split }: SpilledRow) {
      key.copy(buffer, used);
      buffer.write(fingerprint, used + 8, 8, 'hex');
      buffer.writeUInt32LE(siteNumber, used + 16);
      buffer.writeUInt32LE(SPLITS.indexOf(split), used + 20);
      used += ROW_BYTES;
      if (used === buffer.length) flush();
    },
    finish() {
      flush();
      closeSync(file);
    },
  };
}
