// Bits in reverse. The checksum of bzip2 is that of zlib with every byte and the sum itself read from the other end, and
// Node has zlib's at many times the speed of tables.

import { MIRRORED, OUTPUT } from './memory.ts';

/** Fills MIRRORED from so many bytes of OUTPUT: the halves of a byte are looked up and change places. */
export function mirror(bytes: u32): void {
  const table = i8x16(0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15);
  const low = i8x16.splat(0x0f);
  for (let at: usize = 0; at < bytes; at += 16) {
    const here = v128.load(OUTPUT + at);
    const right = i8x16.swizzle(table, v128.and(here, low));
    const left = i8x16.swizzle(table, i8x16.shr_u(here, 4));
    v128.store(MIRRORED + at, v128.or(i8x16.shl(right, 4), left));
  }
}
