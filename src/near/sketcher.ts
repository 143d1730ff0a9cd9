// Sketches texts one after another in the memory of the kernel. Memory: that of layout.ts, 7 MB at most.

import { readFileSync } from 'node:fs';
import { builtUrl } from '../built-url.ts';
import type { NearRule } from '../dedupe-rule.ts';
import type { Slice } from '../types.ts';
import { FACTORS_W, KEYS_W, LETTERS, MOST_PERMUTATIONS, SHINGLES_W, SUMMANDS_W, TEXT, TEXT_BYTES } from './layout.ts';
import { writeShingleText } from './shingle-text.ts';

/** The kernel and its memory. */
export interface SketchKernel {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly shingleWords: (bytes: number, size: number) => number;
  readonly shingleCharacters: (bytes: number, size: number) => number;
  readonly keyBands: (shingles: number, bands: number, rows: number) => void;
  readonly hashNgrams: (bytes: number, size: number) => number;
  readonly keyTexts: (texts: number, most: number) => void;
  readonly keyNames: (names: number) => void;
}

/** Sketches texts as a rule asks for. */
export interface Sketcher {
  /** Hashes of the text's shingles in their order, some perhaps more than once; good until the next text. */
  shingle(text: Slice): Uint32Array;
  /** Keys of the text shingled last: two words a band, then one of the whole signature; good until the next text. */
  keys(): Uint32Array;
  /** Two hashes for each run of `size` words, or for the whole text where size is 0; good until the next text. */
  ngrams(text: Slice, size: number): Uint32Array;
}

/** The kernel in WebAssembly, in memory of its own. */
export async function wasmSketchKernel(): Promise<SketchKernel> {
  const module = new WebAssembly.Module(readFileSync(builtUrl('near/sketch.wasm', import.meta.url)));
  const { memory, ...kernel } = new WebAssembly.Instance(module).exports as unknown as Exports;
  return { ...kernel, bytes: new Uint8Array(memory.buffer), words: new Int32Array(memory.buffer) };
}

interface Exports extends Omit<SketchKernel, 'bytes' | 'words'> {
  readonly memory: WebAssembly.Memory;
}

/** The kernel in JavaScript; all share one memory, which is there only if asked for. */
async function scriptSketchKernel(): Promise<SketchKernel> {
  const { M, W } = await import('./memory.ts');
  const { hashNgrams, keyBands, keyNames, keyTexts, shingleCharacters, shingleWords } = await import('./sketch.ts');
  return { bytes: M, words: W, hashNgrams, keyBands, keyNames, keyTexts, shingleCharacters, shingleWords };
}

/** What hashes: WebAssembly, or JavaScript, which gives the same some times slower. */
export const SKETCH_KERNELS = { wasm: wasmSketchKernel, js: scriptSketchKernel };

/** One of them. */
export type SketchKernelKind = keyof typeof SKETCH_KERNELS;

/** Prepares a kernel for a rule. */
export function createSketcher(kernel: SketchKernel, { bands, rows, shingle }: NearRule): Sketcher {
  const { bytes, words } = kernel;
  fillTables(kernel);
  const text = bytes.subarray(TEXT, TEXT + TEXT_BYTES);
  const shingles = 'words' in shingle ? kernel.shingleWords : kernel.shingleCharacters;
  const size = 'words' in shingle ? shingle.words : shingle.characters;
  const unsigned = (from: number, count: number) => new Uint32Array(words.buffer, 4 * from, count);
  const keys = unsigned(KEYS_W, 2 * bands + 1);
  let count = 0;
  return {
    shingle(slice) {
      count = shingles(writeShingleText(slice, text), size);
      return unsigned(SHINGLES_W, count);
    },
    keys() {
      kernel.keyBands(count, bands, rows);
      return keys;
    },
    ngrams: (slice, size) => unsigned(SHINGLES_W, 2 * kernel.hashNgrams(writeShingleText(slice, text), size)),
  };
}

/** Writes what a kernel goes by. */
export function fillTables({ bytes, words }: SketchKernel): void {
  for (let byte = 0; byte < 256; byte++) bytes[LETTERS + byte] = letterOf(byte);
  // Any numbers will do, as long as they are the same for ever and factors are odd.
  let state = 0;
  for (let p = 0; p < MOST_PERMUTATIONS; p++) {
    words[FACTORS_W + p] = scatter(++state) | 1;
    words[SUMMANDS_W + p] = scatter(++state);
  }
}

/** A capital's small letter, another letter or digit, a part of a character beyond ASCII, or 0. */
function letterOf(byte: number): number {
  const isPlain = byte >= 0x80 || /[a-z0-9]/.test(String.fromCharCode(byte));
  return isPlain ? byte : /[A-Z]/.test(String.fromCharCode(byte)) ? byte | 0x20 : 0;
}

/** SplitMix32's output function over a counter (Steele, Lea, Flood, 2014). */
function scatter(counter: number): number {
  let z = Math.imul(counter, 0x9e3779b9);
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}
