// A file that stands for an object: its size, its date, and bytes of it where they were fetched.

import { closeSync, fstatSync, ftruncateSync, futimesSync, openSync, statSync, writeSync } from 'node:fs';
import type { ByteRange } from './byte-ranges.ts';

const MILLISECONDS = 1000;

/** The date of a file in milliseconds; undefined where there is none. */
export function dateOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

/** Makes a file of holes, or gives one that is there that size and date. Gives the date as the file system has it. */
export function placeFile(
  path: string,
  { bytes, modified }: { readonly bytes: number; readonly modified: number },
): number {
  return changed(path, modified, (file) => ftruncateSync(file, bytes));
}

/** Empties a file, so that it is all holes when it is placed. */
export function emptyFile(path: string): void {
  closeSync(openSync(path, 'w'));
}

/** Fills a part of a file that was placed, which keeps its date. */
export function fillFile(path: string, { bytes, at, modified }: FilledPart): ByteRange {
  changed(path, modified, (file) => {
    // Each turn writes at least one byte.
    for (let written = 0; written < bytes.length; )
      written += writeSync(file, bytes, written, bytes.length - written, at + written);
  });
  return { from: at, to: at + bytes.length };
}

interface FilledPart {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly modified: number;
}

function changed(path: string, modified: number, change: (file: number) => void): number {
  const file = openSync(path, 'r+');
  try {
    change(file);
    futimesSync(file, modified / MILLISECONDS, modified / MILLISECONDS);
    return fstatSync(file).mtimeMs;
  } finally {
    closeSync(file);
  }
}
