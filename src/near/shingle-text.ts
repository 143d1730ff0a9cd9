// The bytes of a text that its shingles are made of: letters and digits count, case and all that stands between words do
// not. ASCII is taken as it is, since the kernel knows its letters; anything else is brought to the same form here.

import { isAscii } from 'node:buffer';
import type { Slice } from '../types.ts';
import { TEXT_BYTES } from './layout.ts';

/** What stands between words, as one character stands for it. */
const BETWEEN_WORDS = /[^\p{L}\p{M}\p{N}]+/gu;
/** Scripts that put nothing between words: each of their characters is taken for one. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/** Writes the text to `target`, which takes TEXT_BYTES, and gives its length in bytes. */
export function writeShingleText({ bytes, from, to }: Slice, target: Uint8Array): number {
  const text = bytes.subarray(from, Math.min(to, from + TEXT_BYTES));
  if (isAscii(text)) {
    target.set(text);
    return text.length;
  }
  return new TextEncoder().encodeInto(plain(text.toString()), target.subarray(0, TEXT_BYTES)).written;
}

/** The words of a text as they are compared, with single spaces between them. */
export function plainWords(text: string): string {
  return plain(text).trim().replaceAll(/ {2,}/g, ' ');
}

function plain(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(BETWEEN_WORDS, ' ').replace(UNSPACED, ' $& ');
}
