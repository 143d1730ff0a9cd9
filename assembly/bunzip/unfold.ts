// From a block's bytes to the output: after four equal ones the next says how many more there are.

import { FOLDED, OUTPUT, OUTPUT_BYTES } from './memory.ts';

/** Equal bytes before a count. */
const RUN: usize = 4;
/** Bytes that are looked at together, and how many of them may begin a run that is seen whole. */
const LANES: usize = 16;
const STARTS: usize = LANES - RUN + 2;

let from: usize = FOLDED;
let end: usize = FOLDED;

/** Begins with so many bytes of FOLDED. */
export function beginUnfolding(size: u32): void {
  from = FOLDED;
  end = FOLDED + size;
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
