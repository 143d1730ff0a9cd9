// From the sorted bytes of a block to its bytes in order, and from those to the output: after four equal bytes the next
// one says how many more there are.

import { BACKWARD, COUNTS, FOLDED, FORWARD, OUTPUT, OUTPUT_BYTES } from './memory.ts';

/** Equal bytes before a count. */
const RUN: usize = 4;
/** Bytes that are looked at together, and how many of them may begin a run that is seen whole. */
const LANES: usize = 16;
const STARTS: usize = LANES - RUN + 2;

let from: usize = FOLDED;
let end: usize = FOLDED;

/**
 * Undoes the sort: from the last byte, which is at `origin`, one chain leads through the text forward and one back. Each
 * step waits for memory, so both are followed at once and meet in the middle. Every place in them is less than `size`.
 */
export function unsort(size: u32, origin: u32): void {
  link(size);
  let ahead = load<u32>(FORWARD + (origin << 2));
  let behind = load<u32>(BACKWARD + (origin << 2));
  let first: usize = FOLDED;
  let last: usize = FOLDED + size - 1;
  for (; first < last; first++, last--) {
    ahead = load<u32>(FORWARD + ((ahead >> 8) << 2));
    store<u8>(first, ahead);
    store<u8>(last, behind);
    behind = load<u32>(BACKWARD + ((behind >> 8) << 2));
  }
  if (first === last) store<u8>(last, behind);
  from = FOLDED;
  end = FOLDED + size;
}

/** Makes both chains from the sorted bytes. */
function link(size: u32): void {
  let sum: u32 = 0;
  for (let counter: usize = COUNTS; counter < COUNTS + 256 * 4; counter += 4) {
    const count = load<u32>(counter);
    store<u32>(counter, sum);
    sum += count;
  }
  for (let place: u32 = 0; place < size; place++) {
    const byte = load<u32>(BACKWARD + (place << 2));
    const counter = COUNTS + (byte << 2);
    const rank = load<u32>(counter);
    store<u32>(counter, rank + 1);
    store<u32>(BACKWARD + (place << 2), byte | (rank << 8));
    store<u32>(FORWARD + (rank << 2), load<u8>(BACKWARD + (rank << 2)) | (place << 8));
  }
}

/** Writes the next bytes to OUTPUT and gives their number; 0 is the end of the block. A run is never split. */
export function unfold(): u32 {
  let to: usize = OUTPUT;
  while (from < end && to < OUTPUT + OUTPUT_BYTES) {
    const plain = plainBytes();
    v128.store(to, v128.load(from));
    from += plain;
    to += plain;
    if (!isRun()) continue;
    const byte = load<u8>(from);
    const more: usize = from + RUN < end ? load<u8>(from + RUN) : 0;
    memory.fill(to, byte, RUN + more);
    to += RUN + more;
    from = min(from + RUN + 1, end);
  }
  return (to - OUTPUT) as u32;
}

/** How many bytes, 14 at most, can be copied before a run begins; near the end it is one, or none if that is a run. */
function plainBytes(): usize {
  if (from + LANES >= end) return isRun() ? 0 : 1;
  const equal: u32 = i8x16.bitmask(i8x16.eq(v128.load(from), v128.load(from, 1)));
  const starts = equal & (equal >> 1) & (equal >> 2);
  return starts === 0 ? STARTS : ctz<u32>(starts);
}

function isRun(): bool {
  return from + RUN <= end && load<u32>(from) === (load<u8>(from) as u32) * 0x01010101;
}
