// The two magic numbers of 48 bits: before each block, and before the checksum of a whole stream. They begin at any bit.

import { INPUT, MARKED } from './memory.ts';

const BLOCK: u64 = 0x314159265359;
const END: u64 = 0x177245385090;
const MARK_BITS: u32 = 48;

/** Prepares the search: each of the eight places where a mark may begin in a byte gives the next byte another value. */
export function prepareMarks(): void {
  for (let place: u64 = 0; place < 8; place++) {
    store<u8>(MARKED + (((BLOCK >> (32 + place)) & 0xff) as usize), 1);
    store<u8>(MARKED + (((END >> (32 + place)) & 0xff) as usize), 1);
  }
}

/** The bit of the first mark in a stretch of the input of so many bits; -1 when there is none. */
export function findMark(from: u32, to: u32): i32 {
  // Eight places for each byte: a mark that begins in it lies within it and the six bytes behind.
  for (let bit = from; bit + MARK_BITS <= to; bit = (bit | 7) + 1) {
    if (load<u8>(MARKED + load<u8>(INPUT + (bit >> 3) + 1)) === 0) continue;
    const found = markInByte(bit);
    if (found >= 0) return u32(found) + MARK_BITS <= to ? found : -1;
  }
  return -1;
}

function markInByte(from: u32): i32 {
  const bytes = bswap<u64>(load<u64>(INPUT + (from >> 3)));
  for (let bit = from & 7; bit < 8; bit++) {
    const mark = (bytes << bit) >> (64 - MARK_BITS);
    if (mark === BLOCK || mark === END) return (from & ~7) | bit;
  }
  return -1;
}

/** What is at this bit: 1 a block, 2 the end of a stream, 0 neither. */
export function markAt(bit: u32): i32 {
  const bytes = bswap<u64>(load<u64>(INPUT + (bit >> 3)));
  const mark = (bytes << (bit & 7)) >> (64 - MARK_BITS);
  return mark === BLOCK ? 1 : mark === END ? 2 : 0;
}
