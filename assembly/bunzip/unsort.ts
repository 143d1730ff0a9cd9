// From the sorted rows of a block to its text. Each row leads to the one that begins a byte later, so the text is one chain
// through all rows, and every step of it waits for memory. Hence rows all over the block are marked and the chain is
// followed from many of them at once, each to the next mark: stretches of text, which are then put in their order.

import {
  COUNTS,
  CURRENT,
  FOLDED,
  LANE_BYTES,
  LANE_COUNT,
  LANES,
  LAST,
  ROWS,
  STRETCH_BITS,
  STRETCHES,
} from './memory.ts';

/** Set in a row where a stretch begins; the bits from 8 up are the number of the stretch, and no longer a row. */
const MARK: u32 = 1 << 31;

/** Words of a stretch. */
const ENTRY: usize = 0;
const TEXT: usize = 4;
const LENGTH: usize = 8;
const NEXT: usize = 12;

let stretches: u32 = 0;
/** The next stretch that no lane has followed yet. */
let waiting: u32 = 0;

/** Undoes the sort of so many bytes in LAST, of which the first row of the text is known; fills FOLDED. */
export function unsort(size: u32, origin: u32): void {
  link(size);
  stretches = 0;
  for (let row: u32 = 0; row < size; row += 1 << STRETCH_BITS) mark(row);
  const first = mark(origin);
  waiting = 0;
  followAll();
  join(first, size);
}

/** Counts say where the rows of each byte begin. They are in the order of what follows, which is that of LAST. */
function link(size: u32): void {
  let sum: u32 = 0;
  for (let counter: usize = COUNTS; counter < COUNTS + 256 * 4; counter += 4) {
    const count = load<u32>(counter);
    store<u32>(counter, sum);
    sum += count;
  }
  for (let place: u32 = 0; place < size; place++) {
    const byte: u32 = load<u8>(LAST + place);
    const counter = COUNTS + (byte << 2);
    const row = load<u32>(counter);
    store<u32>(counter, row + 1);
    store<u32>(ROWS + (row << 2), byte | (place << 8));
  }
}

/** Begins a stretch at a row, unless one does already, and gives its number. */
function mark(row: u32): u32 {
  const at = ROWS + (row << 2);
  const entry = load<u32>(at);
  if ((entry & MARK) !== 0) return stretchOf(entry);
  store<u32>(stretch(stretches), entry, ENTRY);
  store<u32>(at, MARK | (stretches << 8));
  return stretches++;
}

function stretch(number: u32): usize {
  return STRETCHES + (number << 4);
}

function stretchOf(marked: u32): u32 {
  return (marked & ~MARK) >> 8;
}

/** Follows every stretch to the next mark: eight in step for as long as others wait, what is left one by one. */
function followAll(): void {
  if (stretches >= LANE_COUNT) followEight();
  for (let at = LANES; waiting < stretches; ) at = finish(0, at, begin(0, at));
}

function followEight(): void {
  let text: usize = LANES;
  let a = begin(0, text);
  let b = begin(1, text + LANE_BYTES);
  let c = begin(2, text + LANE_BYTES * 2);
  let d = begin(3, text + LANE_BYTES * 3);
  let e = begin(4, text + LANE_BYTES * 4);
  let f = begin(5, text + LANE_BYTES * 5);
  let g = begin(6, text + LANE_BYTES * 6);
  let h = begin(7, text + LANE_BYTES * 7);
  for (;;) {
    if (((a | b | c | d | e | f | g | h) & MARK) !== 0) {
      a = turn(0, text, a);
      b = turn(1, text + LANE_BYTES, b);
      c = turn(2, text + LANE_BYTES * 2, c);
      d = turn(3, text + LANE_BYTES * 3, d);
      e = turn(4, text + LANE_BYTES * 4, e);
      f = turn(5, text + LANE_BYTES * 5, f);
      g = turn(6, text + LANE_BYTES * 6, g);
      h = turn(7, text + LANE_BYTES * 7, h);
      if (waiting === stretches) break;
    }
    store<u8>(text, a);
    a = after(a);
    store<u8>(text, b, LANE_BYTES);
    b = after(b);
    store<u8>(text, c, LANE_BYTES * 2);
    c = after(c);
    store<u8>(text, d, LANE_BYTES * 3);
    d = after(d);
    store<u8>(text, e, LANE_BYTES * 4);
    e = after(e);
    store<u8>(text, f, LANE_BYTES * 5);
    f = after(f);
    store<u8>(text, g, LANE_BYTES * 6);
    g = after(g);
    store<u8>(text, h, LANE_BYTES * 7);
    h = after(h);
    text++;
  }
  finish(0, text, a);
  finish(1, text + LANE_BYTES, b);
  finish(2, text + LANE_BYTES * 2, c);
  finish(3, text + LANE_BYTES * 3, d);
  finish(4, text + LANE_BYTES * 4, e);
  finish(5, text + LANE_BYTES * 5, f);
  finish(6, text + LANE_BYTES * 6, g);
  finish(7, text + LANE_BYTES * 7, h);
}

/** The row that begins one byte later. */
function after(entry: u32): u32 {
  return load<u32>(ROWS + ((entry >> 8) << 2));
}

/** Gives a lane the next stretch, whose text goes there; gives its first row. */
function begin(lane: u32, text: usize): u32 {
  const begun = stretch(waiting);
  store<u32>(CURRENT + (lane << 2), begun as u32);
  store<u32>(begun, text as u32, TEXT);
  waiting++;
  return load<u32>(begun, ENTRY);
}

/** At a mark, a lane goes on with the next stretch that waits. */
function turn(lane: u32, text: usize, entry: u32): u32 {
  if ((entry & MARK) === 0) return entry;
  end(lane, text, entry);
  return waiting < stretches ? begin(lane, text) : entry;
}

/** Follows a lane to the mark, and gives the place behind its text. */
function finish(lane: u32, text: usize, entry: u32): usize {
  for (; (entry & MARK) === 0; entry = after(entry)) store<u8>(text++, entry);
  end(lane, text, entry);
  return text;
}

function end(lane: u32, text: usize, marked: u32): void {
  const ended: usize = load<u32>(CURRENT + (lane << 2));
  store<u32>(ended, (text as u32) - load<u32>(ended, TEXT), LENGTH);
  store<u32>(ended, stretchOf(marked), NEXT);
}

/** Puts stretches one behind the other. A block whose text repeats itself has several chains, and goes round its own. */
function join(first: u32, size: u32): void {
  let number = first;
  for (let done: u32 = 0; done < size; ) {
    const part = stretch(number);
    const bytes = min(load<u32>(part, LENGTH), size - done);
    memory.copy(FOLDED + done, load<u32>(part, TEXT), bytes);
    done += bytes;
    number = load<u32>(part, NEXT);
  }
}
