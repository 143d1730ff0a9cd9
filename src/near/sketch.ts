// A text's shingles and its MinHash signature, from bytes to band keys without an object: the kernel of near-duplicate
// search, which runs as JavaScript and, four permutations at a time, as WebAssembly (assembly/build.mjs).
// Source of the method: A. Broder, On the resemblance and containment of documents, 1997.

import { copyWords, keyBytes, minima, times } from './lanes.ts';
import { KEYS_W, LETTERS, SHINGLES_W, SIGNATURE_W, TEXT, TEXT_KEYS_W, WORDS_W } from './layout.ts';
import { M, W } from './memory.ts';

/** FNV-1a, 32 bits (Fowler, Noll, Vo); 0x811c9dc5 as a signed number, as are the constants below. */
const FNV_OFFSET: i32 = -2128831035;
const FNV_PRIME: i32 = 0x01000193;
/** 2^32 divided by the golden ratio, odd: spreads what is added up. */
const GOLDEN: i32 = -1640531535;
const SPACE: i32 = 0x20;
/** Bytes that are looked at one by one before it is worth a try again to take many at once. */
const STRIDE: i32 = 16;
const ANY_BYTE: i32 = 0xff;

/** The finaliser of MurmurHash3 (Austin Appleby, public domain): a bijection on 32 bits with full avalanche. */
function mix(value: i32): i32 {
  let h = value;
  h = times(h ^ (h >>> 16), -2048144789);
  h = times(h ^ (h >>> 13), -1028477387);
  return h ^ (h >>> 16);
}

/** Hashes every run of `size` words of the text of so many bytes; a shorter text is one shingle. Gives their number. */
export function shingleWords(bytes: i32, size: i32): i32 {
  const words = hashWords(bytes);
  const count: i32 = words === 0 ? 0 : words < size ? 1 : words - size + 1;
  const length: i32 = words < size ? words : size;
  for (let i = 0; i < count; i++) {
    let h: i32 = length;
    for (let word = WORDS_W + i, end = word + length; word < end; word++) h = times(h, GOLDEN) + W[word]!;
    W[SHINGLES_W + i] = mix(h);
  }
  return count;
}

function hashWords(bytes: i32): i32 {
  let count: i32 = 0;
  let h = FNV_OFFSET;
  // What follows the text is no letter.
  M[TEXT + bytes] = SPACE;
  for (let at: i32 = TEXT, end: i32 = TEXT + bytes; at <= end; at++) {
    const letter: i32 = M[LETTERS + M[at]!]!;
    if (letter !== 0) {
      h = times(h ^ letter, FNV_PRIME);
    } else if (h !== FNV_OFFSET) {
      W[WORDS_W + count] = h;
      count++;
      h = FNV_OFFSET;
    }
  }
  return count;
}

/** Hashes every run of `size` characters, with single spaces between words; a shorter text is one shingle. */
export function shingleCharacters(bytes: i32, size: i32): i32 {
  const from: i32 = WORDS_W << 2;
  const to = compact(TEXT, TEXT + bytes, from, ANY_BYTE);
  let count: i32 = 0;
  let end = from;
  for (let i = 0; i < size; i++) end = nextCharacter(end, to);
  for (let at = from; at < to; at = nextCharacter(at, to)) {
    let h = FNV_OFFSET;
    for (let i = at; i < end; i++) h = times(h ^ M[i]!, FNV_PRIME);
    W[SHINGLES_W + count] = mix(h);
    count++;
    if (end === to) break;
    end = nextCharacter(end, to);
  }
  return count;
}

/**
 * Writes the words between two places to a third one, with single spaces between them. Gives the place behind the last one, or -1
 * where a byte is greater than `most`. Without a branch: words are too short to guess their ends.
 */
function compact(from: i32, end: i32, to: i32, most: i32): i32 {
  let size = to;
  let before: i32 = 0;
  let seen: i32 = 0;
  for (let at = from; at < end; ) {
    const plain = copyWords(at, end, size, before);
    at += plain;
    size += plain;
    if (plain > 0) before = M[size - 1]! === SPACE ? 0 : 1;
    for (const stop: i32 = at + STRIDE < end ? at + STRIDE : end; at < stop; at++) {
      const byte: i32 = M[at]!;
      const letter: i32 = M[LETTERS + byte]!;
      const isLetter: i32 = letter === 0 ? 0 : 1;
      M[size] = letter === 0 ? SPACE : letter;
      // What stands between words is written over, unless a letter was before it.
      size += isLetter | before;
      before = isLetter;
      seen |= byte;
    }
  }
  if (seen > most) return -1;
  return before === 0 && size > to ? size - 1 : size;
}

/**
 * Hashes each of so many texts to two words, by the words in it. A text without any, or with a byte greater than `most`, has
 * two zeros: it takes another form first.
 */
export function keyTexts(texts: i32, most: i32): void {
  const target: i32 = WORDS_W << 2;
  for (let i = 0; i < texts; i++) {
    const end = compact(TEXT + W[SHINGLES_W + i]!, TEXT + W[SHINGLES_W + i + 1]!, target, most);
    keyBytes(target, end < target ? target : end, TEXT_KEYS_W + 2 * i);
  }
}

/** Hashes each of so many names to two words, by all its bytes. One without any has two zeros. */
export function keyNames(names: i32): void {
  for (let i = 0; i < names; i++) {
    keyBytes(TEXT + W[SHINGLES_W + i]!, TEXT + W[SHINGLES_W + i + 1]!, TEXT_KEYS_W + 2 * i);
  }
}

/** Every byte but a continuation begins a character. */
function nextCharacter(from: i32, to: i32): i32 {
  let at = from;
  if (at < to) at++;
  while (at < to && (M[at]! & 0xc0) === 0x80) at++;
  return at;
}

/** Computes the signature of so many shingles, and from it the key of each band and one of the whole signature. */
export function keyBands(shingles: i32, bands: i32, rows: i32): void {
  const permutations = bands * rows;
  minima(SHINGLES_W, SHINGLES_W + shingles, (permutations + 3) & ~3);
  let whole: i32 = 0;
  for (let band = 0; band < bands; band++) {
    // Two hashes of one band: the number of the band is in both, so that no two bands share a bucket.
    let high: i32 = band + 1;
    let low: i32 = ~band;
    for (let row = SIGNATURE_W + band * rows, end = row + rows; row < end; row++) {
      high = mix(times(high, GOLDEN) ^ W[row]!);
      low = times(low ^ W[row]!, FNV_PRIME) + (low >>> 15);
    }
    W[KEYS_W + 2 * band] = high;
    W[KEYS_W + 2 * band + 1] = mix(low);
    whole = mix(whole ^ high) + low;
  }
  W[KEYS_W + 2 * bands] = whole;
}

/** Hashes every run of `size` words of the text to two words, or all of it where size is 0; a shorter text has none. */
export function hashNgrams(bytes: i32, size: i32): i32 {
  const words = hashWords(bytes);
  const length: i32 = size === 0 ? words : size;
  const count: i32 = words === 0 || words < length ? 0 : words - length + 1;
  for (let i = 0; i < count; i++) {
    let high: i32 = length;
    let low: i32 = ~length;
    for (let word = WORDS_W + i, end = word + length; word < end; word++) {
      high = times(high, GOLDEN) + W[word]!;
      low = times(low ^ W[word]!, FNV_PRIME) + (low >>> 15);
    }
    W[SHINGLES_W + 2 * i] = mix(high);
    W[SHINGLES_W + 2 * i + 1] = mix(low);
  }
  return count;
}
