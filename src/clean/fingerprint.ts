// Names the content of a pair by 16 bytes, so that exact duplicates are found across files, sites and dumps. The same in
// Python takes five lines: docs/cleaning.md.
import { hash } from 'node:crypto';

/** Bytes of a fingerprint: 128 bits leave no collision to expect among billions of pairs. */
export const FINGERPRINT_BYTES = 16;

const SPACE = 0x20;
// Unicode's White_Space without the space itself, spelled out: `\s` of JavaScript and of Python differ.
const OTHER_SPACE = '\\t-\\r\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
// Every run of white space but a single space, which may stay as it is.
const UNTIDY_RUN = new RegExp(`[${OTHER_SPACE}][ ${OTHER_SPACE}]*| [ ${OTHER_SPACE}]+`, 'g');

/** First half of the SHA-256 of the normalised texts, joined by U+0000. */
export function fingerprint(texts: readonly string[]): Buffer {
  // Most pairs are ASCII: bytes then save the strings that each rule would make.
  const normalised = texts.every(isAscii) ? normalisedAscii(texts) : texts.map(normalisedText).join('\0');
  // By way of hex, which takes half the time of a digest as a buffer.
  return Buffer.from(hash('sha256', normalised, 'hex').slice(0, 2 * FINGERPRINT_BYTES), 'hex');
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

/** NFC, lower case, white space as single spaces with none at the ends. */
function normalisedText(text: string): string {
  const spaced = text.normalize('NFC').toLowerCase().replace(UNTIDY_RUN, ' ');
  return spaced.slice(spaced.startsWith(' ') ? 1 : 0, spaced.length > 1 && spaced.endsWith(' ') ? -1 : undefined);
}

/** The same for ASCII texts, as bytes joined by U+0000. */
function normalisedAscii(texts: readonly string[]): Buffer {
  const bytes = Buffer.from(texts.join('\0').toLowerCase(), 'latin1');
  let size = 0;
  let end = -1;
  for (const text of texts) {
    const start = end + 1;
    end = start + text.length;
    if (start > 0) bytes[size++] = 0;
    size = closeUp(bytes, start, end, size);
  }
  return bytes.subarray(0, size);
}

/** Moves the words in [from, to) to `out`, single spaces between them, and gives the place after the last one. */
function closeUp(bytes: Buffer, from: number, to: number, out: number): number {
  let size = out;
  let last = SPACE;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    if (byte > SPACE || !isSpace(byte)) {
      bytes[size++] = byte;
      last = byte;
    } else if (last !== SPACE) {
      bytes[size++] = SPACE;
      last = SPACE;
    }
  }
  return last === SPACE && size > out ? size - 1 : size;
}

function isSpace(byte: number): boolean {
  return byte === SPACE || (byte < 0x0e && byte > 0x08);
}
