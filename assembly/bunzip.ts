// A bzip2 decoder for single blocks, wherever in a stream they begin: put bytes at `input`, `open` a block at a bit,
// `read` until nothing comes, compare the checksums. Any bytes may be given to it: it ends with a fault at worst.

import { position, read as readBits, seek, setEnd } from './bunzip/bits.ts';
import { BAD_ORIGIN, CUT_OFF, OK, RANDOMISED } from './bunzip/faults.ts';
import { findMark, markAt, prepareMarks } from './bunzip/marks.ts';
import { INPUT, INPUT_BYTES, INPUT_PADDING, MIRRORED, MOST_SYMBOLS, OUTPUT, takeMemory } from './bunzip/memory.ts';
import { mirror } from './bunzip/mirror.ts';
import { readSymbols, size } from './bunzip/symbols.ts';
import { readTables } from './bunzip/tables.ts';
import { beginUnfolding, unfold } from './bunzip/unfold.ts';
import { unsort } from './bunzip/unsort.ts';

export { findMark, markAt };

/** A mark and the checksum behind it. */
const MARK_BITS: u32 = 48;
const SUM_BITS: u32 = 32;

let inputBits: u32 = 0;

takeMemory();
prepareMarks();

/** Where the input goes. */
export function input(): usize {
  return INPUT;
}

/** Where the output lies. */
export function output(): usize {
  return OUTPUT;
}

/** Where the output lies with the bits of each byte in reverse. */
export function mirrored(): usize {
  return MIRRORED;
}

/** Bytes of input that there is room for. */
export function room(): u32 {
  return INPUT_BYTES;
}

/** Says how many bytes were put in. */
export function setInput(bytes: u32): void {
  inputBits = min(bytes, INPUT_BYTES) << 3;
  setEnd(inputBits);
  memory.fill(INPUT + (inputBits >> 3), 0, INPUT_PADDING);
}

/** The 32 bits behind the mark at this bit: the checksum of a block or a stream. */
export function sumAt(bit: u32): u32 {
  if (bit + MARK_BITS > inputBits) return 0;
  seek(bit + MARK_BITS);
  return readBits(SUM_BITS);
}

/** Decodes the block whose mark is at this bit, up to its bytes with their runs folded; gives a fault or 0. */
export function open(bit: u32): i32 {
  if (bit + MARK_BITS + SUM_BITS > inputBits) return CUT_OFF;
  seek(bit + MARK_BITS);
  readBits(SUM_BITS);
  const fault = decode();
  // Whatever seems wrong in zeros behind the end is not what is wrong.
  return position() > inputBits ? CUT_OFF : fault;
}

function decode(): i32 {
  if (readBits(1) !== 0) return RANDOMISED;
  const origin = readBits(24);
  let fault = readTables();
  if (fault === OK) fault = readSymbols();
  if (fault !== OK) return fault;
  if (origin >= size || size > MOST_SYMBOLS) return BAD_ORIGIN;
  const end = position();
  unsort(size, origin);
  beginUnfolding(size);
  seek(end);
  return OK;
}

/** The bit behind the block that was opened. */
export function endOfBlock(): u32 {
  return position();
}

/** Puts the block's next bytes at `output` and in reversed bits at `mirrored`, and gives their number, 0 at its end. */
export function read(): u32 {
  const bytes = unfold();
  mirror(bytes);
  return bytes;
}
