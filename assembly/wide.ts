// The loops that see nearly every byte, 16 bytes at a time: src/kernel/wide.ts is what it stands in for, and says what
// they do. They may read up to 20 bytes beyond a text and write up to 16, which its surroundings allow for.

import { readEachDigit } from './digits.ts';
import { NUMBER_W, SIZE_W } from './layout.ts';
import { W } from './memory.ts';
import { referenceLength } from './xml-reference.ts';

const STEP: i32 = 16;
const LANES: i32 = 0xffff;
/** The low half of each of eight bytes; written out, tools that know JavaScript alone would take it for a number rounded. */
const LOW_HALVES: u64 = 0x0f0f0f0f * 0x100000001;

/** Printable ASCII that is its own text wherever it stands, as in the table `ORDINARY`. */
function ordinary(x: v128): v128 {
  const printable = i8x16.le_u(i8x16.sub(x, i8x16.splat(0x21)), i8x16.splat(0x5d));
  const special = v128.or(
    v128.or(i8x16.eq(x, i8x16.splat(0x22)), i8x16.eq(x, i8x16.splat(0x26))),
    i8x16.eq(x, i8x16.splat(0x3c)),
  );
  return v128.andnot(printable, special);
}

function isSpace(x: v128): v128 {
  return i8x16.eq(x, i8x16.splat(0x20));
}

export function copyProse(from: i32): i32 {
  let size = W[SIZE_W];
  let at = from;
  while (true) {
    const x = v128.load(at);
    // A single space between two words: most of all gaps.
    const copied = v128.or(ordinary(x), v128.and(isSpace(x), ordinary(v128.load(at, 1))));
    v128.store(size, x);
    const stop = i8x16.bitmask(copied) ^ LANES;
    if (stop !== 0) {
      const length = ctz(stop);
      W[SIZE_W] = size + length;
      return at + length;
    }
    size += STEP;
    at += STEP;
  }
}

export function copyCode(from: i32): i32 {
  let size = W[SIZE_W];
  let at = from;
  while (true) {
    const x = v128.load(at);
    v128.store(size, x);
    const stop = i8x16.bitmask(v128.or(ordinary(x), isSpace(x))) ^ LANES;
    if (stop !== 0) {
      const length = ctz(stop);
      W[SIZE_W] = size + length;
      return at + length;
    }
    size += STEP;
    at += STEP;
  }
}

export function valueEnd(from: i32): i32 {
  let at = from;
  while (true) {
    let ends: i32;
    let others: i32;
    // No call in here: the engine would put all the constants on the stack and back for it.
    while (true) {
      const x = v128.load(at);
      ends = i8x16.bitmask(endsValue(x));
      others = i8x16.bitmask(v128.andnot(i8x16.eq(x, i8x16.splat(0x26)), isUsual(at)));
      if ((ends | others) !== 0) break;
      at += STEP;
    }
    // References that are longer to know, before the first byte that ends the value.
    for (others &= ends ^ (ends - 1); others !== 0; others &= others - 1) {
      if (referenceLength(at + ctz(others)) === 0) return -1;
    }
    if (ends !== 0) {
      at += ctz(ends);
      return load<u8>(at) === 0x22 ? at : -1;
    }
    at += STEP;
  }
}

function endsValue(x: v128): v128 {
  const marks = v128.or(i8x16.eq(x, i8x16.splat(0x22)), i8x16.eq(x, i8x16.splat(0x3c)));
  return v128.or(marks, i8x16.le_u(x, i8x16.splat(0x1f)));
}

/** Where an `&` at these places would begin `&lt;`, `&gt;` or `&#xA;`, as most do. */
function isUsual(at: i32): v128 {
  const x1 = v128.load(at, 1);
  const x2 = v128.load(at, 2);
  const x3 = v128.load(at, 3);
  const angle = v128.and(
    v128.or(i8x16.eq(x1, i8x16.splat(0x6c)), i8x16.eq(x1, i8x16.splat(0x67))),
    v128.and(i8x16.eq(x2, i8x16.splat(0x74)), i8x16.eq(x3, i8x16.splat(0x3b))),
  );
  const line = v128.and(
    v128.and(i8x16.eq(x1, i8x16.splat(0x23)), i8x16.eq(x2, i8x16.splat(0x78))),
    v128.and(i8x16.eq(x3, i8x16.splat(0x41)), i8x16.eq(v128.load(at, 4), i8x16.splat(0x3b))),
  );
  return v128.or(angle, line);
}

// Up to eight digits at once, with zeros before them:
// https://lemire.me/blog/2022/01/21/swar-explained-parsing-eight-digits/
export function readDigits(from: i32): i32 {
  const isDigit = i8x16.le_u(i8x16.sub(v128.load(from), i8x16.splat(0x30)), i8x16.splat(9));
  const length = ctz(~i8x16.bitmask(isDigit));
  if (length === 0 || length > 8) return readEachDigit(from);
  const digits = (load<u64>(from) << (64 - 8 * length)) & LOW_HALVES;
  const pairs = digits * 10 + (digits >> 8);
  const low = (pairs & 0x000000ff000000ff) * 0x000f424000000064;
  const high = ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001;
  W[NUMBER_W] = <i32>((low + high) >> 32);
  return from + length;
}

export function nextLess(from: i32): i32 {
  let at = from;
  while (true) {
    const stop = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(0x3c)));
    if (stop !== 0) return at + ctz(stop);
    at += STEP;
  }
}

export function lower(from: i32, to: i32, out: i32, start: i32): i32 {
  let size = out;
  let at = from;
  let isAfterSpace = i32(size === start || load<u8>(size - 1) === 0x20);
  while (at < to) {
    const x = v128.load(at);
    const spaced = v128.bitselect(i8x16.splat(0x20), x, i8x16.eq(x, i8x16.splat(0x0a)));
    const isUpper = i8x16.le_u(i8x16.sub(spaced, i8x16.splat(0x41)), i8x16.splat(25));
    v128.store(size, v128.or(spaced, v128.and(isUpper, i8x16.splat(0x20))));
    const spaces = i8x16.bitmask(isSpace(spaced));
    // A space after another is left out: what comes before it is taken, and what comes after it next time.
    const second = spaces & ((spaces << 1) | isAfterSpace);
    const length = min(second === 0 ? STEP : ctz(second), to - at);
    size += length;
    at += second === 0 ? length : length + 1;
    isAfterSpace = second === 0 ? (spaces >> (length - 1)) & 1 : 1;
  }
  return size;
}

export function plainEnd(from: i32, to: i32): i32 {
  for (let at = from; at < to; at += STEP) {
    const x = v128.load(at);
    const isText = v128.andnot(i8x16.ge_s(x, i8x16.splat(0x20)), i8x16.eq(x, i8x16.splat(0x7f)));
    const plain = i8x16.bitmask(v128.or(isText, i8x16.eq(x, i8x16.splat(0x0a))));
    if (plain !== LANES) return min(at + ctz(~plain), to);
  }
  return to;
}

export function isSame(a: i32, b: i32, length: i32): bool {
  for (let i: i32 = 0; i < length; i += STEP) {
    const same = i8x16.bitmask(i8x16.eq(v128.load(a + i), v128.load(b + i)));
    if (ctz(~same) < min(STEP, length - i)) return false;
  }
  return true;
}
