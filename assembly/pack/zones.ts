// Memory of the packer: zones that grow when something is put into them, each in one piece. The last one grows where it is;
// what another leaves behind when it moves is lost, which is no more than it takes then, as it at least doubles.

import { FIRST_TEXT, MOST_COLUMNS } from '../../src/shard/pack-zones';

@unmanaged
export class Zone {
  /** Where it begins, where what is in it ends, and where it ends itself. */
  at: usize;
  end: usize;
  limit: usize;
}

/** The first page is left to the compiler. */
const TABLE: usize = 0x10000;
const ZONES: i32 = FIRST_TEXT + 2 * MOST_COLUMNS;
export const POSTS: usize = TABLE + ZONES * offsetof<Zone>();
/** A record says the number of its posts in a byte. */
const MOST_POSTS: usize = 256;
/** Bytes of a post in the list of those of the record in hand. */
export const POST_BYTES: usize = 20;
/** Where the texts of the record in hand begin. */
export const TEXTS: usize = POSTS + MOST_POSTS * POST_BYTES;
const FIRST: usize = (TEXTS + MOST_COLUMNS * 4 + 15) & ~15;

/** Bytes that may be read and written beyond what is copied. */
export const SLACK: usize = 16;
const PAGE: i64 = 0x10000;
/** The memory grows by so much at least: the system is not asked for every zone. */
const GROWTH: i64 = 1 << 20;

let top: usize = FIRST;

/** The zone of a number. */
export function zone(number: i32): Zone {
  return changetype<Zone>(TABLE + <usize>number * offsetof<Zone>());
}

/** Room for so many bytes behind what is in the zone, which begins there. */
export function makeRoom(into: Zone, bytes: usize): usize {
  if (into.end + bytes > into.limit) grow(into, bytes);
  return into.end;
}

function grow(into: Zone, bytes: usize): void {
  const used = into.end - into.at;
  const size = max(used + bytes, 2 * (into.limit - into.at));
  const at = into.at;
  if (at !== 0 && endOf(at, into.limit - at) === top) top = at;
  into.at = take(size);
  into.end = into.at + used;
  into.limit = into.at + size;
  if (into.at !== at) memory.copy(into.at, at, used);
}

// In 64 bits: the end may be one that no memory has, and what is missing more than half of all there can be.
function endOf(at: usize, bytes: usize): u64 {
  return (<u64>at + bytes + SLACK + 15) & ~15;
}

function take(bytes: usize): usize {
  const at = top;
  const end = endOf(at, bytes);
  const missing = <i64>end - ((<i64>memory.size()) << 16);
  if (missing > 0 && memory.grow(<i32>((max(missing, GROWTH) + PAGE - 1) >> 16)) < 0) unreachable();
  top = <usize>end;
  return at;
}

/** Empties a zone. */
export function clear(number: i32): void {
  zone(number).end = zone(number).at;
}

/** Copies bytes; up to SLACK more may be read and written behind them. */
export function copy(to: usize, from: usize, bytes: usize): void {
  if (bytes > 128) memory.copy(to, from, bytes);
  else for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, v128.load(from + i));
}
