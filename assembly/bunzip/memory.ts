// Where everything lies in the module's memory, in bytes from its start. No heap: one block is decoded at a time, and
// each of these areas has room for the worst block there can be.

/** What a block of level 9 holds at most, before its runs are expanded. */
export const MOST_SYMBOLS: u32 = 900_000;
/** Codes in one group, which all share a table. */
export const GROUP: u32 = 50;
/** Groups that so many symbols and the end of the block can fill. A block may name more, which are never used. */
export const MOST_GROUPS: u32 = 18_002;
export const MOST_TABLES: u32 = 6;
/** A stretch of text is so many bytes on average, in bits; as many of them are followed at once as there are lanes. */
export const STRETCH_BITS: u32 = 10;
export const LANE_COUNT: u32 = 8;
/** 256 values of a byte, less one, two symbols for runs, and the end of the block. */
export const ALPHABET: u32 = 258;
export const LONGEST_CODE: u32 = 20;
/** Codes of at most so many bits are looked up at once. */
export const LOOKUP_BITS: u32 = 10;

/** A range of 512 KiB and behind it the longest block: 900,001 codes of 20 bits, with room for tables. */
export const INPUT_BYTES: u32 = 3 << 20;
/** Zeros that a decoder which runs off the end may read before it looks where it is. */
export const INPUT_PADDING: u32 = 1024;
export const OUTPUT_BYTES: u32 = 64 << 10;
/** A run may be added to output that is full but for its last byte. */
export const OUTPUT_PADDING: u32 = 512;

/** The first page is left to the compiler. */
export const SELECTORS: usize = 0x10000;
export const LENGTHS: usize = SELECTORS + 18_432;
export const LOOKUP: usize = LENGTHS + 512;
/** Per table, 32 words: the first code of each length, then the number of the code before it; both by length. */
export const LIMITS: usize = LOOKUP + MOST_TABLES * ((1 << LOOKUP_BITS) * 2);
export const OFFSETS: usize = LIMITS + MOST_TABLES * 32 * 4;
/** Per table, the symbols by rising length of their codes. */
export const SORTED: usize = OFFSETS + MOST_TABLES * 32 * 4;
/** Values of bytes, the last one used first; 16 bytes before it and behind it are read and written as well. */
export const RECENT: usize = SORTED + MOST_TABLES * 1024 + 16;
/** Per value of a byte, 1 if it can be the second byte that a mark lies in. */
export const MARKED: usize = RECENT + 256 + 32;
export const COUNTS: usize = MARKED + 256;
/** The last column of the sorted block; whole vectors are written, so that a few bytes behind it are as well. */
export const LAST: usize = COUNTS + 256 * 4;
/** Per row of the sorted block the byte it begins with and, in the bits above, the row that begins one byte later. */
export const ROWS: usize = LAST + MOST_SYMBOLS + 32;
/** Stretches of text that one block is cut into. */
export const MOST_STRETCHES: u32 = (MOST_SYMBOLS >> STRETCH_BITS) + 2;
/** Per stretch: what was in ROWS where it begins, where its text is, how long it is, and which stretch follows. */
export const STRETCHES: usize = ROWS + MOST_SYMBOLS * 4;
/** Per lane the stretch that it follows. */
export const CURRENT: usize = STRETCHES + MOST_STRETCHES * 16;
/** Text of the stretches that a lane followed, one behind the other. All lanes together have no more than a block of it. */
export const LANES: usize = CURRENT + LANE_COUNT * 4;
export const LANE_BYTES: usize = MOST_SYMBOLS + 16;
/** The block's bytes, their runs still folded. */
export const FOLDED: usize = LANES + LANE_COUNT * LANE_BYTES;
export const INPUT: usize = FOLDED + MOST_SYMBOLS + 16;
export const OUTPUT: usize = INPUT + INPUT_BYTES + INPUT_PADDING;
/** The output with the bits of each byte in reverse. */
export const MIRRORED: usize = OUTPUT + OUTPUT_BYTES + OUTPUT_PADDING;
export const END: usize = MIRRORED + OUTPUT_BYTES + OUTPUT_PADDING;

const PAGE: usize = 0x10000;

/** Takes the memory; called once, before anything else. */
export function takeMemory(): void {
  const missing = i32((END + PAGE - 1) / PAGE) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) unreachable();
}
