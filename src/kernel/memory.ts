// The memory of the pass. In WebAssembly its twin, assembly/memory.ts, stands in for this file.

import { MEMORY_BYTES } from './layout.ts';

/** All of it, byte by byte; pages nobody writes to cost nothing. */
export const M = new Uint8Array(MEMORY_BYTES);

/** The same as words of 4 bytes. */
export const W = new Int32Array(M.buffer);

/** Copies bytes. */
export function move(to: i32, from: i32, bytes: i32): void {
  M.copyWithin(to, from, from + bytes);
}

/** Writes a word where no word begins. */
export function putWord(at: i32, value: i32): void {
  M[at] = value;
  M[at + 1] = value >> 8;
  M[at + 2] = value >> 16;
  M[at + 3] = value >> 24;
}
