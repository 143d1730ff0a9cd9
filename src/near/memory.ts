// The memory that texts are sketched in. In WebAssembly its twin, assembly/memory.ts, stands in for this file.

import { MEMORY_BYTES } from './layout.ts';

/** All of it, byte by byte; pages nobody writes to cost nothing. */
export const M = new Uint8Array(MEMORY_BYTES);

/** The same as words of 4 bytes. */
export const W = new Int32Array(M.buffer);
