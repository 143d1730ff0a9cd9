// What is said between wasm-seven-zip.ts and its thread, seven-zip-worker.ts.
import type { MessagePort } from 'node:worker_threads';

/** What the thread is started with. */
export interface SevenZipTask {
  readonly switches: readonly string[];
  readonly archive: string | undefined;
  /** Two shared counters, at the indexes below. */
  readonly gates: Int32Array;
  /** Where the chunks of standard input arrive; undefined is its end. */
  readonly input: MessagePort;
}

/** Index of the chunks the thread may still send. */
export const CREDITS_LEFT = 0;

/** Index of the chunks of standard input handed over so far. */
export const CHUNKS_FED = 1;

/** What the thread says: `hungry` asks for one chunk of standard input. */
export type SevenZipMessage =
  | { readonly kind: 'output'; readonly bytes: Uint8Array }
  | { readonly kind: 'hungry' }
  | { readonly kind: 'end'; readonly code: number; readonly messages: string };

/** Raises a counter and wakes the side that waits on it. */
export function raise(gates: Int32Array, index: number): void {
  Atomics.add(gates, index, 1);
  Atomics.notify(gates, index);
}
