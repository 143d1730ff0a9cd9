// The usual row in one pass, from bytes of XML to a record: the one place where XML, HTML and the layout of a record meet.
// Each of them has its plain version in its own room, which is the reference: what is unusual is left to it, and tests
// hold the two equal. The pass exists once and runs twice, as JavaScript and as WebAssembly (assembly/build.mjs).

import { readFileSync } from 'node:fs';
import { builtUrl } from '../built-url.ts';

export * as layout from './layout.ts';
export * as rowTable from './row-table.ts';

/** The pass and the memory it works in. */
export interface RowPass {
  readonly bytes: Buffer;
  readonly words: Int32Array;
  /** Reads rows of the input; see read-rows.ts. */
  readonly readRows: (from: number, to: number) => number;
  readonly isEnough: () => boolean | number;
  /** Cleans one body, as `readRows` does on its way; see body.ts. */
  readonly cleanBody: (from: number) => number;
  /** Normalises a text for its fingerprint; see normalise-text.ts. */
  readonly normaliseText: (from: number, to: number, out: number) => number;
}

/** The pass in WebAssembly, in memory of its own. */
export async function wasmPass(): Promise<RowPass> {
  const module = new WebAssembly.Module(readFileSync(builtUrl('kernel/read-rows.wasm', import.meta.url)));
  const { memory, ...pass } = new WebAssembly.Instance(module).exports as unknown as Exports;
  return { ...pass, bytes: Buffer.from(memory.buffer), words: new Int32Array(memory.buffer) };
}

interface Exports extends Pick<RowPass, 'readRows' | 'isEnough' | 'cleanBody' | 'normaliseText'> {
  readonly memory: WebAssembly.Memory;
}

/** The pass in JavaScript; all share one memory, which serves one block at a time, and is there only if asked for. */
export async function scriptPass(): Promise<RowPass> {
  const { M, W } = await import('./memory.ts');
  const { cleanBody, isEnough, normaliseText, readRows } = await import('./read-rows.ts');
  return { bytes: Buffer.from(M.buffer), words: W, cleanBody, isEnough, normaliseText, readRows };
}
