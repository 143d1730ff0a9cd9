// The loops that see nearly every byte, 16 bytes at a time: src/kernel/wide.ts is what it stands in for, and says what
// they do. They may read and write up to 16 bytes beyond a text, which its surroundings allow for.

import { SIZE_W } from './layout.ts';
import { W } from './memory.ts';
import { referenceLength } from './xml-reference.ts';

const STEP: i32 = 16;
const LANES: i32 = 0xffff;
/** `&lt;` and `&gt;`, most of all references. */
const LESS_REFERENCE: u32 = 0x3b746c26;
const GREATER_REFERENCE: u32 = 0x3b746726;

/** Printable ASCII that is its own text wherever it stands, as in the table `ORDINARY`. */
function ordinary(x: v128): v128 {
  const printable = i8x16.lt_u(i8x16.sub(x, i8x16.splat(0x21)), i8x16.splat(0x5e));
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
    const x = v128.load(at);
    const special = v128.or(
      v128.or(i8x16.eq(x, i8x16.splat(0x22)), i8x16.eq(x, i8x16.splat(0x26))),
      v128.or(i8x16.eq(x, i8x16.splat(0x3c)), i8x16.lt_u(x, i8x16.splat(0x20))),
    );
    const stop = i8x16.bitmask(special);
    if (stop === 0) {
      at += STEP;
      continue;
    }
    at += ctz(stop);
    const byte = <i32>load<u8>(at);
    if (byte === 0x22) return at;
    if (byte !== 0x26) return -1;
    const word = load<u32>(at);
    const length = word === LESS_REFERENCE || word === GREATER_REFERENCE ? 4 : referenceLength(at);
    if (length === 0) return -1;
    at += length;
  }
}

export function nextLess(from: i32): i32 {
  let at = from;
  while (true) {
    const stop = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(0x3c)));
    if (stop !== 0) return at + ctz(stop);
    at += STEP;
  }
}

export function normalise(from: i32, to: i32, out: i32): i32 {
  let size = out;
  let at = from;
  let before = 0x20;
  while (at < to) {
    const x = v128.load(at);
    const spaced = v128.bitselect(i8x16.splat(0x20), x, i8x16.eq(x, i8x16.splat(0x0a)));
    const spaces = i8x16.bitmask(isSpace(spaced));
    const doubled = spaces & ((spaces << 1) | i32(before === 0x20));
    if (doubled === 0 && to - at >= STEP) {
      const isUpper = i8x16.lt_u(i8x16.sub(spaced, i8x16.splat(0x41)), i8x16.splat(26));
      v128.store(size, v128.or(spaced, v128.and(isUpper, i8x16.splat(0x20))));
      before = <i32>load<u8>(size, 15);
      size += STEP;
      at += STEP;
      continue;
    }
    const end = min(at + STEP, to);
    for (; at < end; at++) {
      const byte = <i32>load<u8>(at);
      const next = byte === 0x0a ? 0x20 : <u32>(byte - 0x41) < 26 ? byte | 0x20 : byte;
      store<u8>(size, next);
      size += i32(next !== 0x20 || before !== 0x20);
      before = next;
    }
  }
  return before === 0x20 && size > out ? size - 1 : size;
}

export function isPlain(from: i32, to: i32): bool {
  let at = from;
  for (; to - at >= STEP; at += STEP) {
    const x = v128.load(at);
    const isText = v128.andnot(i8x16.ge_s(x, i8x16.splat(0x20)), i8x16.eq(x, i8x16.splat(0x7f)));
    if (i8x16.bitmask(v128.or(isText, i8x16.eq(x, i8x16.splat(0x0a)))) !== LANES) return false;
  }
  for (; at < to; at++) {
    const byte = <i32>load<u8>(at);
    if ((byte < 0x20 && byte !== 0x0a) || byte >= 0x7f) return false;
  }
  return true;
}
