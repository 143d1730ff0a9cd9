// XML attribute values, from bytes to text: references are resolved, and raw tab, LF, CR and CRLF become one space
// each, as XML says. Line ends that come out of references stay as they are. Invalid UTF-8 becomes U+FFFD.

import { isLineFeed, referenceCode, referenceEnd } from './xml-references.ts';

/** Text of the checked value in [from, to). `scratch` needs as many bytes: no value grows by decoding. */
export function decodeXml(bytes: Uint8Array, from: number, to: number, scratch: Buffer): string {
  let seen = 0;
  let size = 0;
  for (let at = from; at < to; ) {
    const byte = bytes[at]!;
    if (byte > 0x26) {
      scratch[size++] = byte;
      seen |= byte;
      at++;
    } else if (byte === 0x26 && (bytes[at + 1] === 0x6c || bytes[at + 1] === 0x67)) {
      // `&lt;` and `&gt;`: most of all references, and told by one letter, since the value was checked.
      scratch[size++] = bytes[at + 1] === 0x6c ? 0x3c : 0x3e;
      at += 4;
    } else if (byte === 0x26 && isLineFeed(bytes, at)) {
      scratch[size++] = 0x0a;
      at += 5;
    } else if (byte === 0x26) {
      const code = referenceCode(bytes, at);
      size = writeUtf8(scratch, size, code);
      seen |= code;
      at = referenceEnd(bytes, at);
    } else {
      scratch[size++] = byte === 0x0d || byte === 0x0a || byte === 0x09 ? 0x20 : byte;
      at += byte === 0x0d && at + 1 < to && bytes[at + 1] === 0x0a ? 2 : 1;
    }
  }
  return scratch.toString(seen < 0x80 ? 'latin1' : 'utf8', 0, size);
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
