// The codes of a block: each is a run of the byte used last, or says how many others were used since the one meant.
// They fill LAST and count how often each byte occurs.

import { isOverrun, loaded, loadedBits, next, resume } from './bits.ts';
import { BAD_CODE, CUT_OFF, OK, TOO_LONG } from './faults.ts';
import { COUNTS, GROUP, LAST, LONGEST_CODE, LOOKUP, LOOKUP_BITS, MOST_SYMBOLS, RECENT, SELECTORS } from './memory.ts';
import { findLongCode, groups, symbols } from './tables.ts';

/** Bytes of the block, their runs still folded. */
export let size: u32 = 0;

// Run lengths are written in digits 1 and 2 of base 2; a digit beyond this place makes a run longer than a block.
const MOST_PLACE: u32 = 1 << 20;

/** Reads them up to the one that ends the block. The bits are kept in variables: globals would be written to memory. */
export function readSymbols(): i32 {
  memory.fill(COUNTS, 0, 256 * 4);
  const last = symbols - 1;
  let from = next;
  let bits = loaded;
  let held = loadedBits;
  let count: u32 = 0;
  let run: u32 = 0;
  let place: u32 = 1;
  for (let group: u32 = 0; group < groups; group++) {
    const table: u32 = load<u8>(SELECTORS + group);
    const lookup = LOOKUP + (table << (LOOKUP_BITS + 1));
    resume(from, bits, held);
    if (isOverrun()) return CUT_OFF;
    for (let left = GROUP; left > 0; left--) {
      if (held < i32(LONGEST_CODE)) {
        bits |= (bswap<u32>(load<u32>(from)) as u64) << (32 - held);
        from += 4;
        held += 32;
      }
      let entry: u32 = load<u16>(lookup + (((bits >> (64 - LOOKUP_BITS)) as u32) << 1));
      if (entry === 0) entry = findLongCode(table, bits);
      if (entry === 0) return stop(BAD_CODE, from, bits, held);
      bits <<= entry >> 9;
      held -= entry >> 9;
      const symbol = entry & 0x1ff;
      if (symbol <= 1) {
        run += place << symbol;
        if (place === MOST_PLACE) return stop(TOO_LONG, from, bits, held);
        place <<= 1;
        continue;
      }
      if (run > 0) {
        if (run > MOST_SYMBOLS - count) return stop(TOO_LONG, from, bits, held);
        repeat(count, run);
        count += run;
        run = 0;
        place = 1;
      }
      if (symbol === last) {
        resume(from, bits, held);
        size = count;
        return isOverrun() ? CUT_OFF : OK;
      }
      if (count === MOST_SYMBOLS) return stop(TOO_LONG, from, bits, held);
      const byte = bringForward(symbol - 1);
      store<u8>(LAST + count++, byte);
      const counter = COUNTS + (byte << 2);
      store<u32>(counter, load<u32>(counter) + 1);
    }
  }
  return BAD_CODE;
}

// Says where the fault is: one in what lies behind the input is none of the block.
function stop(fault: i32, from: usize, bits: u64, held: i32): i32 {
  resume(from, bits, held);
  return fault;
}

function repeat(count: u32, run: u32): void {
  const byte: u32 = load<u8>(RECENT);
  const counter = COUNTS + (byte << 2);
  store<u32>(counter, load<u32>(counter) + run);
  const bytes = i8x16.splat(byte as i8);
  const end = LAST + count + run;
  for (let at: usize = LAST + count; at < end; at += 16) v128.store(at, bytes);
}

// Takes the byte at a place of RECENT to its front; those before it move up by one, sixteen at a time.
function bringForward(place: u32): u32 {
  const byte: u32 = load<u8>(RECENT + place);
  let rest = place;
  for (; rest >= 16; rest -= 16) v128.store(RECENT + rest - 15, v128.load(RECENT + rest - 16));
  const moves = i8x16.le_u(i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(rest as i8));
  v128.store(RECENT, v128.bitselect(v128.load(RECENT - 1), v128.load(RECENT), moves));
  store<u8>(RECENT, byte);
  return byte;
}
