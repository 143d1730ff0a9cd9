// The texts of rows: the columns of src/shard/text-layout.ts, filled from records as they lie, and how long they are.

import { EDGES, FIRST_TEXT, LENGTHS } from '../../src/shard/pack-zones';
import { appendText, startEnds } from './columns';
import { textAt } from './row';
import { clear, makeRoom, zone } from './zones';

/** Bytes of 10xxxxxx continue a character: as signed numbers, those below this one. */
const CONTINUES: i8 = -64;

/** Bytes of an offset. */
const OFFSET: i32 = 4;

/** Columns of the config. */
export let columns: i32 = 0;

/** Begins a config of so many columns. */
export function begin(count: i32): void {
  columns = count;
  clearAll();
  // A count of code points, as a number of 64 bits, and behind it a count for each bucket.
  clear(LENGTHS);
  const bytes = <usize>count * talliesOfColumn();
  memory.fill(makeRoom(zone(LENGTHS), bytes), 0, bytes);
  zone(LENGTHS).end += bytes;
}

function talliesOfColumn(): usize {
  return 8 + ((zone(EDGES).end - zone(EDGES).at + 7) & ~7);
}

/** Forgets the rows that were appended. */
export function clearAll(): void {
  for (let column = 0; column < columns; column++) {
    startEnds(FIRST_TEXT + 2 * column);
    clear(FIRST_TEXT + 2 * column + 1);
  }
}

/** The most bytes the texts of the record in hand take. */
export function mostBytes(): i32 {
  let bytes: i32 = 0;
  for (let column = 0; column < columns; column++) bytes += load<i32>(textAt(column)) + OFFSET;
  return bytes;
}

/** Appends the texts of the record in hand. */
export function append(): void {
  for (let column = 0; column < columns; column++) {
    const text = textAt(column);
    appendText(FIRST_TEXT + 2 * column, text + 4, load<u32>(text));
  }
}

/** Counts how long the texts of the record in hand are. */
export function note(): void {
  let tally = zone(LENGTHS).at;
  for (let column = 0; column < columns; column++) {
    const text = textAt(column);
    const length = codePoints(text + 4, load<u32>(text));
    store<u64>(tally, load<u64>(tally) + length);
    const count = tally + 8 + ((<usize>bucketOf(length)) << 2);
    store<u32>(count, load<u32>(count) + 1);
    tally += talliesOfColumn();
  }
}

// As src/buckets.ts.
function bucketOf(length: u32): u32 {
  const edges = zone(EDGES).at;
  let low: u32 = 0;
  let high: u32 = <u32>(zone(EDGES).end - edges) >> 2;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (load<u32>(edges + ((<usize>middle) << 2)) <= length) low = middle;
    else high = middle;
  }
  return low;
}

// As src/code-points.ts: bytes, but for those that continue a character.
function codePoints(from: usize, bytes: u32): u32 {
  const end = from + bytes;
  let at = from;
  let count = bytes;
  for (const last = end - 16; <isize>(last - at) >= 0; at += 16) {
    count -= popcnt(<u32>i8x16.bitmask(i8x16.lt_s(v128.load(at), i8x16.splat(CONTINUES))));
  }
  for (; at < end; at++) if (load<i8>(at) < CONTINUES) count--;
  return count;
}
