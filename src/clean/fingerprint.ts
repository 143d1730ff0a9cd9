// Names the content of a pair by 16 bytes, so that exact duplicates are found across files, sites and dumps. The same in
// Python takes five lines: docs/cleaning.md.
import { hash } from 'node:crypto';
import type { TextBytes } from '../types.ts';

/** Bytes of a fingerprint: 128 bits leave no collision to expect among billions of pairs. */
export const FINGERPRINT_BYTES = 16;

const SPACE = 0x20;
/** ASCII in lower case, with a space for each of its white space characters. */
const NORMALISED = new Uint8Array(128).map((_, byte) => {
  if (byte >= 0x09 && byte <= 0x0d) return SPACE;
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
});
// Unicode's White_Space without the space itself, spelled out: `\s` of JavaScript and of Python differ.
const OTHER_SPACE = '\\t-\\r\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
// Every run of white space but a single space, which may stay as it is.
const UNTIDY_RUN = new RegExp(`[${OTHER_SPACE}][ ${OTHER_SPACE}]*| [ ${OTHER_SPACE}]+`, 'g');

/** First half of the SHA-256 of the normalised texts, joined by U+0000. */
export function fingerprint(texts: readonly (string | TextBytes)[]): Buffer {
  // Most pairs are ASCII: bytes then save the strings that each rule would make.
  const normalised = texts.every(isAscii) ? normalisedAscii(texts) : texts.map(normalisedText).join('\0');
  return Buffer.from(fingerprintHex(normalised), 'hex');
}

/** The fingerprint of texts that are normalised and joined, in hex: that takes half the time of a digest as a buffer. */
export function fingerprintHex(normalised: string | Uint8Array): string {
  return hash('sha256', normalised, 'hex').slice(0, 2 * FINGERPRINT_BYTES);
}

function isAscii(text: string | TextBytes): boolean {
  return typeof text === 'string' ? Buffer.byteLength(text) === text.length : text.isAscii;
}

/** NFC, lower case, white space as single spaces with none at the ends. */
function normalisedText(text: string | TextBytes): string {
  const value = typeof text === 'string' ? text : Buffer.from(text.bytes).toString('utf8');
  const spaced = value.normalize('NFC').toLowerCase().replace(UNTIDY_RUN, ' ');
  return spaced.slice(spaced.startsWith(' ') ? 1 : 0, spaced.length > 1 && spaced.endsWith(' ') ? -1 : undefined);
}

/** The same for ASCII texts, as bytes joined by U+0000. */
function normalisedAscii(texts: readonly (string | TextBytes)[]): Buffer {
  const out = Buffer.allocUnsafe(texts.reduce((sum, text) => sum + sizeOf(text) + 1, 0));
  let size = 0;
  for (const text of texts) {
    if (typeof text === 'string') out.write(text, size, 'latin1');
    else out.set(text.bytes, size);
    size = closeUp(out, size, size + sizeOf(text));
    out[size++] = 0;
  }
  return out.subarray(0, size - 1);
}

function sizeOf(text: string | TextBytes): number {
  return typeof text === 'string' ? text.length : text.bytes.length;
}

/**
 * Leaves the words in [from, to) in lower case, single spaces between them, and gives the place after the last one.
 * Advice to whoever changes this: a branch at the ends of words, which nothing can predict, makes it half as fast.
 */
function closeUp(bytes: Buffer, from: number, to: number): number {
  let size = from;
  let before = SPACE;
  for (let at = from; at < to; at++) {
    const byte = NORMALISED[bytes[at]!]!;
    bytes[size] = byte;
    // Not 0 unless both are spaces; the sign of a number or of its negative then makes it 1.
    const differs = (byte ^ SPACE) | (before ^ SPACE);
    size += (differs | -differs) >>> 31;
    before = byte;
  }
  return before === SPACE && size > from ? size - 1 : size;
}
