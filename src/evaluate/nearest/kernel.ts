// The memory that a block of queries is held against a block of documents in, and what multiplies them there. Memory: a
// batch of queries and a block of documents, twice, and their products; 3 MB at 384 dimensions.

import { readFileSync } from 'node:fs';
import { builtUrl } from '../../built-url.ts';
import { multiplyRows, ROWS } from './multiply-rows.ts';

/** Queries that one pass over documents answers: what is read once from the documents is used for all of them. */
export const BATCH_QUERIES = 1024;

/** Documents of a block: with four queries and their products they stay in the second cache of a core. */
export const BLOCK_DOCUMENTS = 64;

/** Rows are as many floats, or a multiple, with zeros at their end: what is multiplied at a time where they are rough. */
const STEP = 8;

/** Documents that are multiplied roughly in one go, with ROWS queries. */
const DOCUMENTS_TOGETHER = 2;

const VECTOR_BYTES = 16;

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
  /** What tells roughly, where that is faster. */
  readonly rough?: RoughKernel;
}

/** Rough products, in whole numbers; queries and documents are numbered from the first in memory. */
export interface RoughKernel {
  /** The floor of each of ROWS queries. */
  readonly floors: Int32Array;
  /** What `sift` found: document × ROWS + query. */
  readonly found: Int32Array;
  /** The greatest sum of squares among rows that begin at a place. */
  longest(place: number, count: number): number;
  /** Makes rough rows of a query, or of the first documents, by a scale. */
  roughenQuery(query: number, scale: number): void;
  roughenDocuments(count: number, scale: number): void;
  /** How many products of the ROWS queries from number `query` with the first `count` documents reach their floors. */
  sift(query: number, count: number): number;
  /** The very product that `multiply` gives. */
  multiplyPair(query: number, document: number): number;
}

/** Makes a kernel. */
export function createKernel(kind: KernelKind, dimensions: number): Kernel {
  const width = Math.ceil(dimensions / STEP) * STEP;
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
  const roughFloats = ((BATCH_QUERIES + BLOCK_DOCUMENTS) * width) / 2 + ROWS + ROWS * BLOCK_DOCUMENTS;
  const kernel = loadWasm(floats + roughFloats);
  const multiply: Kernel['multiply'] = (query, count) =>
    kernel.multiplyRows(4 * query * width, 4 * documents, count, 4 * width, 4 * products);
  const memory = new Float32Array(kernel.memory.buffer, 0, floats);
  return {
    ...places,
    memory,
    multiply,
    rough: roughKernel(kernel, width, { documents: 4 * documents, from: 4 * floats }),
  };
}

interface Interleaved {
  readonly row: number;
  /** Where the first row begins. */
  readonly from: number;
  readonly together: number;
}

/** `documents` and `from` are places in bytes: where the documents begin, and where what is rough may. */
function roughKernel(
  kernel: Exports,
  width: number,
  { documents, from }: { documents: number; from: number },
): RoughKernel {
  const [floatBytes, roughBytes] = [4 * width, 2 * width];
  const others = from + BATCH_QUERIES * roughBytes;
  const floors = others + BLOCK_DOCUMENTS * roughBytes;
  const found = floors + 4 * ROWS;
  /** Rows that are multiplied together are interleaved, a vector of each in turn. */
  const roughenRow = (place: number, scale: number, { row, from: first, together }: Interleaved) => {
    const group = first + (row - (row % together)) * roughBytes;
    const out = group + (row % together) * VECTOR_BYTES;
    kernel.roughen(place, floatBytes, scale, out, together * VECTOR_BYTES);
  };
  return {
    floors: new Int32Array(kernel.memory.buffer, floors, ROWS),
    found: new Int32Array(kernel.memory.buffer, found, ROWS * BLOCK_DOCUMENTS),
    longest: (place, count) => kernel.longestRow(4 * place, count, floatBytes),
    roughenQuery: (query, scale) => roughenRow(query * floatBytes, scale, { row: query, from, together: ROWS }),
    roughenDocuments(count, scale) {
      for (let row = 0; row < count; row++) {
        roughenRow(documents + row * floatBytes, scale, { row, from: others, together: DOCUMENTS_TOGETHER });
      }
    },
    sift: (query, count) => kernel.siftRows(from + query * roughBytes, others, count, roughBytes, floors, found),
    multiplyPair: (query, document) =>
      kernel.multiplyPair(query * floatBytes, documents + document * floatBytes, floatBytes),
  };
}

interface Exports {
  readonly memory: WebAssembly.Memory & { grow(pages: number): number };
  multiplyRows(rows: number, others: number, count: number, bytes: number, out: number): void;
  multiplyPair(row: number, other: number, bytes: number): number;
  longestRow(rows: number, count: number, bytes: number): number;
  roughen(from: number, bytes: number, scale: number, out: number, pitch: number): void;
  siftRows(rows: number, others: number, count: number, bytes: number, floors: number, out: number): number;
}

function loadWasm(floats: number): Exports {
  const module = new WebAssembly.Module(readFileSync(builtUrl('evaluate/multiply-rows.wasm', import.meta.url)));
  const kernel = new WebAssembly.Instance(module).exports as unknown as Exports;
  kernel.memory.grow(Math.max(0, Math.ceil((4 * floats - kernel.memory.buffer.byteLength) / PAGE_BYTES)));
  return kernel;
}
