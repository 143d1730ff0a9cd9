// A shard opened to be read, synchronously: its readers hand out rows one by one. Whatever is not as it was written is
// told with the byte where that was seen.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { StackpairsError } from '../errors.ts';

/** A file opened for reading, which knows its size. */
export interface OpenedFile {
  readonly path: string;
  readonly fd: number;
  readonly bytes: number;
}

/** Hands an opened file to `read` and closes it afterwards. */
export function* reading<T>(path: string, read: (file: OpenedFile) => Iterable<T>): Generator<T> {
  const fd = open(path);
  try {
    yield* read({ path, fd, bytes: fstatSync(fd).size });
  } finally {
    closeSync(fd);
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw damaged(path, 0, 'a file', String((cause as NodeJS.ErrnoException).code), cause);
  }
}

/** Reads a part of the file. */
export function readBytes(file: OpenedFile, byte: number, length: number): Uint8Array<ArrayBuffer> {
  // A length that no file has is told before so much memory is asked for.
  expectWithin(file, byte, length);
  const bytes = new Uint8Array(length);
  readInto(file, byte, bytes);
  return bytes;
}

/** Fills bytes with a part of the file. */
export function readInto(file: OpenedFile, byte: number, bytes: Uint8Array): void {
  const { length } = bytes;
  expectWithin(file, byte, length);
  // Each turn reads at least one byte, or the file has shrunk meanwhile.
  for (let at = 0; at < length; ) {
    const got = readSync(file.fd, bytes, at, length - at, byte + at);
    if (got === 0) throw damaged(file.path, byte + at, `${length - at} bytes`, 'the end');
    at += got;
  }
}

function expectWithin({ path, bytes }: OpenedFile, byte: number, length: number): void {
  if (byte >= 0 && byte + length <= bytes) return;
  throw damaged(path, byte, `${length} bytes`, `${bytes - byte}, the end`);
}

/** An error about a file that is not what was written. */
export function damaged(path: string, byte: number, expected: string, found: string, cause?: unknown): StackpairsError {
  return new StackpairsError('damaged_output', 'not a whole shard', {
    at: `${path}, byte ${byte}`,
    expected,
    found,
    hint: 'Remove the file and build it again',
    cause,
  });
}

/** Decodes a part of the file; what goes wrong is its damage. */
export function decoded<T>(file: OpenedFile, byte: number, what: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (cause instanceof StackpairsError) throw cause;
    throw damaged(file.path, byte, what, 'one that cannot be read', cause);
  }
}
