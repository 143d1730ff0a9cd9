// The input as a stream of bits, the highest bit of a byte first. Reading past the end gives zeros or whatever lay there
// before; whoever reads in a loop must ask `isOverrun`, at least once in as many bits as INPUT_PADDING holds.

import { INPUT } from './memory.ts';

/** Next byte to load. */
export let next: usize = INPUT;
/** Bits loaded and not read yet, the first one on top. */
export let loaded: u64 = 0;
export let loadedBits: i32 = 0;

let end: u32 = 0;

/** Says how many bits the input has. */
export function setEnd(bits: u32): void {
  end = bits;
}

/** Goes to a bit of the input. */
export function seek(bit: u32): void {
  next = INPUT + (bit >> 3);
  loaded = 0;
  loadedBits = 0;
  if ((bit & 7) !== 0) read(bit & 7);
}

/** The next bits, 1 to 32 of them. */
export function read(bits: u32): u32 {
  if (loadedBits < i32(bits)) {
    loaded |= (bswap<u32>(load<u32>(next)) as u64) << (32 - loadedBits);
    next += 4;
    loadedBits += 32;
  }
  const value = (loaded >> (64 - bits)) as u32;
  loaded <<= bits;
  loadedBits -= bits;
  return value;
}

/** Takes over from a loop that kept these in variables of its own. */
export function resume(newNext: usize, newLoaded: u64, newLoadedBits: i32): void {
  next = newNext;
  loaded = newLoaded;
  loadedBits = newLoadedBits;
}

/** The bit that comes next. */
export function position(): u32 {
  return ((next - INPUT) << 3) - loadedBits;
}

/** True when more was read than there is. */
export function isOverrun(): bool {
  return position() > end;
}
