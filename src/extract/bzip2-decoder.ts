// The bzip2 block decoder, which is WebAssembly: assembly/bunzip.ts. It holds one stretch of a file at a time and decodes
// blocks in it, in any order, with their checksums. Bits here are counted from the start of the stretch. Memory: 16 MiB, of
// which blocks of text fill 11.
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { builtUrl } from '../built-url.ts';

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
  /** The next bytes of the block, 64 KiB at most, for as long as nothing else is asked for; none at its end. */
  read(): Uint8Array;
  /** The checksum of what was read of the block. */
  sum(): number;
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

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  input(): number;
  output(): number;
  mirrored(): number;
  room(): number;
  setInput(bytes: number): void;
  findMark(from: number, to: number): number;
  markAt(bit: number): number;
  sumAt(bit: number): number;
  open(bit: number): number;
  read(): number;
  endOfBlock(): number;
}

/** Loads one. */
export function createBzip2Decoder(): Bzip2Decoder {
  const module = new WebAssembly.Module(readFileSync(builtUrl('extract/bunzip.wasm', import.meta.url)));
  const wasm = new WebAssembly.Instance(module).exports as Exports;
  const { buffer } = wasm.memory;
  const output = wasm.output();
  const mirrored = wasm.mirrored();
  let sum = 0;
  return {
    input: new Uint8Array(buffer, wasm.input(), wasm.room()),
    setInput: wasm.setInput,
    find: (from, to) => {
      const bit = wasm.findMark(from, to);
      return bit < 0 ? undefined : bit;
    },
    markAt: (bit) => MARKS[wasm.markAt(bit)],
    sumAt: (bit) => wasm.sumAt(bit) >>> 0,
    open: (bit) => {
      sum = 0;
      return FAULTS[wasm.open(bit)];
    },
    read: () => {
      const bytes = wasm.read();
      sum = crc32(new Uint8Array(buffer, mirrored, bytes), sum);
      return new Uint8Array(buffer, output, bytes);
    },
    // The sum is that of zlib, as assembly/bunzip/mirror.ts says, if its bits are reversed as those of the bytes were.
    sum: () => reverseBits(sum),
    endOfBlock: () => wasm.endOfBlock() >>> 0,
  };
}

function reverseBits(word: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 32; bit++) reversed = (reversed << 1) | ((word >>> bit) & 1);
  return reversed >>> 0;
}
