// What can be wrong with a block. The wrapper in src/extract/bzip2-decoder.ts has the words for these numbers.

export const OK: i32 = 0;
/** The input ends before the block does. */
export const CUT_OFF: i32 = 1;
export const RANDOMISED: i32 = 2;
export const BAD_TABLES: i32 = 3;
export const BAD_CODE: i32 = 4;
export const TOO_LONG: i32 = 5;
export const BAD_ORIGIN: i32 = 6;
