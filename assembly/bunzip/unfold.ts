// From the sorted bytes of a block to its bytes in order, and from those to the output: after four equal bytes the next
// one says how many more there are.

import { CHAIN, COUNTS, FOLDED, OUTPUT, OUTPUT_BYTES } from './memory.ts';

const NONE: u32 = 256;
const RUN: u32 = 4;

let from: usize = FOLDED;
let end: usize = FOLDED;
/** The byte before, and how often it came in a row; no byte after a run. */
let before: u32 = NONE;
let times: u32 = 0;

/** Undoes the sort: follows the chain from `origin` through all `size` bytes. Every place in it is less than `size`. */
export function unsort(size: u32, origin: u32): void {
  let sum: u32 = 0;
  for (let counter: usize = COUNTS; counter < COUNTS + 256 * 4; counter += 4) {
    const count = load<u32>(counter);
    store<u32>(counter, sum);
    sum += count;
  }
  for (let place: u32 = 0; place < size; place++) {
    const counter = COUNTS + ((load<u8>(CHAIN + (place << 2)) as u32) << 2);
    const rank = load<u32>(counter);
    store<u32>(counter, rank + 1);
    const link = CHAIN + (rank << 2);
    store<u32>(link, load<u8>(link) | (place << 8));
  }
  let link = load<u32>(CHAIN + (origin << 2));
  for (let place: u32 = 0; place < size; place++) {
    link = load<u32>(CHAIN + ((link >> 8) << 2));
    store<u8>(FOLDED + place, link);
  }
  from = FOLDED;
  end = FOLDED + size;
  before = NONE;
  times = 0;
}

/** Writes the next bytes to OUTPUT and gives their number; 0 is the end of the block. A run is never split. */
export function unfold(): u32 {
  let to: usize = OUTPUT;
  while (from < end && to < OUTPUT + OUTPUT_BYTES) {
    const byte: u32 = load<u8>(from++);
    store<u8>(to++, byte);
    times = byte === before ? times + 1 : 1;
    before = byte;
    if (times < RUN || from === end) continue;
    const more: u32 = load<u8>(from++);
    memory.fill(to, byte as u8, more);
    to += more;
    before = NONE;
    times = 0;
  }
  return (to - OUTPUT) as u32;
}

/** True when all of the block was written. */
export function isUnfolded(): bool {
  return from === end;
}
