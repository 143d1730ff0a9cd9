// Names the content of a pair by 16 bytes, so that exact duplicates are found across files, sites and dumps. The same in
// Python takes five lines: docs/cleaning.md.
import { hash } from 'node:crypto';

/** Bytes of a fingerprint: 128 bits leave no collision to expect among billions of pairs. */
export const FINGERPRINT_BYTES = 16;

// Unicode's White_Space without the space itself, spelled out: `\s` of JavaScript and of Python differ.
const OTHER_SPACE = '\\t-\\r\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
// Every run of white space but a single space, which may stay as it is.
const UNTIDY_RUN = new RegExp(`[${OTHER_SPACE}][ ${OTHER_SPACE}]*| [ ${OTHER_SPACE}]+`, 'g');

/** First half of the SHA-256 of the normalised texts, joined by U+0000. */
export function fingerprint(texts: readonly string[]): Buffer {
  return Buffer.from(fingerprintLatin1(texts.map((text) => normalisedText(text)).join('\0')), 'latin1');
}

/**
 * The fingerprint of texts that are normalised and joined, in Latin-1, for which `binary` is another name: a digest takes half
 * the time that it takes as a buffer.
 */
export function fingerprintLatin1(normalised: string | Uint8Array): string {
  return hash('sha256', normalised, 'binary').slice(0, FINGERPRINT_BYTES);
}

/** NFC, lower case unless case counts, white space as single spaces with none at the ends. */
export function normalisedText(text: string, ignoresCase = true): string {
  const composed = text.normalize('NFC');
  const spaced = (ignoresCase ? composed.toLowerCase() : composed).replace(UNTIDY_RUN, ' ');
  return spaced.slice(spaced.startsWith(' ') ? 1 : 0, spaced.length > 1 && spaced.endsWith(' ') ? -1 : undefined);
}
