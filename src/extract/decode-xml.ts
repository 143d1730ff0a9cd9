// XML attribute values, from bytes to text: references are resolved, and raw tab, LF, CR and CRLF become one space
// each, as XML says. Line ends that come out of references stay as they are. Invalid UTF-8 becomes U+FFFD.

import { isLineFeed, referenceCode, referenceEnd } from './xml-references.ts';

const AMPERSAND = 0x26;
const SPACE = 0x20;
const HASH = 0x23;
const LETTER_L = 0x6c;
const LETTER_G = 0x67;

/** Text of the checked value in [from, to). `scratch` needs as many bytes: no value grows by decoding. */
export function decodeXml(bytes: Uint8Array, from: number, to: number, scratch: Buffer): string {
  let size = 0;
  let at = from;
  // Advice to whoever changes this: the loop over ordinary bytes is most of the work, and fast while nothing else is in it.
  for (;;) {
    let byte = bytes[at]!;
    while (at < to && byte !== AMPERSAND && byte >= SPACE) {
      scratch[size++] = byte;
      byte = bytes[++at]!;
    }
    if (at >= to) return scratch.toString('utf8', 0, size);
    // `&lt;`, `&gt;` and `&#xA;` are most of all references, and told by one letter, since the value was checked.
    const letter = byte === AMPERSAND ? bytes[at + 1] : undefined;
    if (letter === LETTER_L) {
      scratch[size++] = 0x3c;
      at += 4;
    } else if (letter === LETTER_G) {
      scratch[size++] = 0x3e;
      at += 4;
    } else if (letter === HASH && isLineFeed(bytes, at)) {
      scratch[size++] = 0x0a;
      at += 5;
    } else if (letter !== undefined) {
      size = writeUtf8(scratch, size, referenceCode(bytes, at));
      at = referenceEnd(bytes, at);
    } else {
      scratch[size++] = isWhiteSpace(byte) ? SPACE : byte;
      at += byte === 0x0d && at + 1 < to && bytes[at + 1] === 0x0a ? 2 : 1;
    }
  }
}

function isWhiteSpace(byte: number): boolean {
  return byte === 0x0d || byte === 0x0a || byte === 0x09;
}

function writeUtf8(out: Uint8Array, at: number, code: number): number {
  let position = at;
  if (code < 0x80) {
    out[position++] = code;
    return position;
  }
  if (code < 0x800) {
    out[position++] = 0xc0 | (code >> 6);
  } else {
    if (code < 0x10000) {
      out[position++] = 0xe0 | (code >> 12);
    } else {
      out[position++] = 0xf0 | (code >> 18);
      out[position++] = 0x80 | ((code >> 12) & 0x3f);
    }
    out[position++] = 0x80 | ((code >> 6) & 0x3f);
  }
  out[position++] = 0x80 | (code & 0x3f);
  return position;
}
