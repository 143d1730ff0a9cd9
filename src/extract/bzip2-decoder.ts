// The bzip2 block decoder, which is WebAssembly: assembly/bunzip.ts. It holds one stretch of a file at a time and decodes
// blocks in it, in any order, with their checksums. Memory: 8 MiB, whatever the blocks are.
// Bits here are counted from the start of the stretch.
import { readFileSync } from 'node:fs';
import { workerUrl } from '../worker-url.ts';

/** What is at a bit: a block, or the checksum that ends a stream. */
export type Bzip2Mark = 'block' | 'end';

/** A decoder with memory of its own. */
export interface Bzip2Decoder {
  /** Where to put the stretch. */
  readonly input: Uint8Array;
  /** Says how many bytes were put there. */
  setInput(bytes: number): void;
  /** The first bit from `from` on where a mark begins that ends before `to`. */
  find(from: number, to: number): number | undefined;
  /** The mark at a bit. */
  markAt(bit: number): Bzip2Mark | undefined;
  /** The checksum that follows the mark at a bit. */
  sumAt(bit: number): number;
  /** Prepares the block at a bit; gives what is wrong with it. */
  open(bit: number): Bzip2Fault | undefined;
  /** The next bytes of the block, 256 KiB at most, for as long as nothing else is asked for; none at its end. */
  read(): Uint8Array;
  /** True when what was read of the block has its checksum. */
  hasRightSum(): boolean;
  /** The bit behind the block. */
  endOfBlock(): number;
}

/** Faults by their numbers in assembly/bunzip/faults.ts. */
const FAULTS = [
  undefined,
  'cut off',
  'randomised, as bzip2 wrote before 0.9.5',
  'of wrong tables',
  'of codes that are in no table',
  'too long',
  'without a start',
] as const;
export type Bzip2Fault = Exclude<(typeof FAULTS)[number], undefined>;

/** Marks by their numbers in assembly/bunzip/marks.ts. */
const MARKS = [undefined, 'block', 'end'] as const;

/** Bits of a mark; the 32 of a checksum follow. */
export const MARK_BITS = 48;
export const SUM_BITS = 32;

/** The little that is needed of it, which the types of Node leave out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  input(): number;
  output(): number;
  room(): number;
  setInput(bytes: number): void;
  findMark(from: number, to: number): number;
  markAt(bit: number): number;
  sumAt(bit: number): number;
  open(bit: number): number;
  read(): number;
  expectedSum(): number;
  actualSum(): number;
  endOfBlock(): number;
}

/** Loads one. */
export function createBzip2Decoder(): Bzip2Decoder {
  // It lies beside this module, or where that is TypeScript, beside its built twin.
  const file = new URL('bunzip.wasm', workerUrl('bzip2-decoder', import.meta.url));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), {});
  const wasm = exports as Exports;
  const { buffer } = wasm.memory;
  const output = wasm.output();
  return {
    input: new Uint8Array(buffer, wasm.input(), wasm.room()),
    setInput: wasm.setInput,
    find: (from, to) => {
      const bit = wasm.findMark(from, to);
      return bit < 0 ? undefined : bit;
    },
    markAt: (bit) => MARKS[wasm.markAt(bit)],
    sumAt: (bit) => wasm.sumAt(bit) >>> 0,
    open: (bit) => FAULTS[wasm.open(bit)],
    read: () => new Uint8Array(buffer, output, wasm.read()),
    hasRightSum: () => wasm.actualSum() === wasm.expectedSum(),
    endOfBlock: () => wasm.endOfBlock() >>> 0,
  };
}
