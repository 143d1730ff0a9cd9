// 7-Zip as the rest of the room sees it: one run of its command, its output as a stream. Two things run it: a program of
// the system (native-seven-zip.ts), and 7-Zip compiled to WebAssembly in a thread (wasm-seven-zip.ts), always there.

/** One run of 7-Zip. */
export interface SevenZipRun {
  readonly switches: readonly string[];
  /** Absolute path of the archive; without it the bytes come from `stdin`. */
  readonly archive?: string;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal | undefined;
}

/** Runs 7-Zip and gives what it writes, a few MiB ahead at most; throws SevenZipFailure unless it leaves with 0. */
export type SevenZip = (run: SevenZipRun) => AsyncGenerator<Uint8Array, void, void>;

/** 7-Zip left with something else than 0. */
export class SevenZipFailure extends Error {
  constructor(code: number | string, messages: string) {
    super(messages.replace(/\s+/g, ' ').trim() || `it stopped with ${code} and no message`);
    this.name = 'SevenZipFailure';
  }
}
