// The CRC-32 of bzip2, highest bit first, eight bytes at a time: table k is for a byte with k bytes behind it.

import { CHECKSUM } from './memory.ts';

const POLYNOMIAL: u32 = 0x04c11db7;

/** Fills the tables. */
export function makeChecksumTables(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let sum = byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = (sum << 1) ^ (sum >> 31 ? POLYNOMIAL : 0);
    store<u32>(CHECKSUM + (byte << 2), sum);
  }
  for (let entry: u32 = 256; entry < 8 * 256; entry++) {
    const before = load<u32>(CHECKSUM + ((entry - 256) << 2));
    store<u32>(CHECKSUM + (entry << 2), (before << 8) ^ at(0, before >> 24));
  }
}

/** Goes on with a sum, over the bytes from `from` to `to`. */
export function addToChecksum(sum: u32, from: usize, to: usize): u32 {
  for (; from + 8 <= to; from += 8) {
    const first = sum ^ bswap<u32>(load<u32>(from));
    const second = bswap<u32>(load<u32>(from, 4));
    sum =
      at(7, first >> 24) ^
      at(6, (first >> 16) & 0xff) ^
      at(5, (first >> 8) & 0xff) ^
      at(4, first & 0xff) ^
      at(3, second >> 24) ^
      at(2, (second >> 16) & 0xff) ^
      at(1, (second >> 8) & 0xff) ^
      at(0, second & 0xff);
  }
  for (; from < to; from++) sum = (sum << 8) ^ at(0, (sum >> 24) ^ load<u8>(from));
  return sum;
}

function at(table: u32, byte: u32): u32 {
  return load<u32>(CHECKSUM + (((table << 8) + byte) << 2));
}
