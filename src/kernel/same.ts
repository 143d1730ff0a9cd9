// Whether names in the input are those of a table.

import { M } from './memory.ts';

/** Whether so many bytes at two places are the same. */
export function isSame(a: i32, b: i32, length: i32): boolean {
  for (let i: i32 = 0; i < length; i++) if (M[a + i]! !== M[b + i]!) return false;
  return true;
}
