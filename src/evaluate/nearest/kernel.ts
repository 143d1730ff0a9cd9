// The memory that a block of queries is held against a block of documents in, and what multiplies them there. Memory: a
// batch of queries, a block of documents, and their products; 2 MB at 384 dimensions.

import { readFileSync } from 'node:fs';
import { builtUrl } from '../../built-url.ts';
import { LANES, multiplyRows, ROWS } from './multiply-rows.ts';

/** Queries that one pass over documents answers: what is read once from the documents is used for all of them. */
export const BATCH_QUERIES = 1024;

/** Documents of a block: with four queries and their products they stay in the second cache of a core. */
export const BLOCK_DOCUMENTS = 64;

const PAGE_BYTES = 65_536;

/** What multiplies: WebAssembly, or JavaScript, which gives the same numbers some times slower. */
export type KernelKind = 'wasm' | 'script';

/** A kernel for vectors of one length. */
export interface Kernel {
  readonly memory: Float32Array;
  /** Floats from one row to the next. */
  readonly width: number;
  /** Where rows of queries, of documents, and their products begin, in floats. */
  readonly queries: number;
  readonly documents: number;
  readonly products: number;
  /** Products of the ROWS queries from number `query` with the first `count` documents, query by query. */
  multiply(query: number, count: number): void;
}

/** Makes a kernel. */
export function createKernel(kind: KernelKind, dimensions: number): Kernel {
  const width = Math.ceil(dimensions / LANES) * LANES;
  const queries = 0;
  const documents = BATCH_QUERIES * width;
  const products = documents + BLOCK_DOCUMENTS * width;
  const places = { width, queries, documents, products };
  const floats = products + ROWS * BLOCK_DOCUMENTS;
  if (kind === 'script') {
    const memory = new Float32Array(floats);
    const multiply: Kernel['multiply'] = (query, count) =>
      multiplyRows(memory, { rows: query * width, others: documents, count, width, out: products });
    return { ...places, memory, multiply };
  }
  const kernel = loadWasm(floats);
  const multiply: Kernel['multiply'] = (query, count) =>
    kernel.multiplyRows(4 * query * width, 4 * documents, count, 4 * width, 4 * products);
  return { ...places, memory: new Float32Array(kernel.memory.buffer, 0, floats), multiply };
}

interface Exports {
  readonly memory: WebAssembly.Memory & { grow(pages: number): number };
  multiplyRows(rows: number, others: number, count: number, bytes: number, out: number): void;
}

function loadWasm(floats: number): Exports {
  const module = new WebAssembly.Module(readFileSync(builtUrl('evaluate/multiply-rows.wasm', import.meta.url)));
  const kernel = new WebAssembly.Instance(module).exports as unknown as Exports;
  kernel.memory.grow(Math.max(0, Math.ceil((4 * floats - kernel.memory.buffer.byteLength) / PAGE_BYTES)));
  return kernel;
}
