// References of XML: `&amp;` `&lt;` `&gt;` `&quot;` `&apos;` and numbers, which may name a character XML forbids.
// Nothing of HTML: `&nbsp;` is no reference here, and `&#x80;` is U+0080.

const SEMICOLON = 0x3b;
const HASH = 0x23;
const LETTER_X = 0x78;

/** What a reference to a forbidden character is read as. */
const REPLACEMENT = 0xfffd;

/** Says whether XML 1.0 allows the character, so that a reference may name it. */
export function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

/** Says whether `&#xA;` stands at `at`: a line end inside a body, by far the most frequent number. */
export function isLineFeed(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 3] === 0x41 && bytes[at + 4] === SEMICOLON && bytes[at + 2] === LETTER_X && bytes[at + 1] === HASH;
}

/** Position after the reference whose `&` is at `at`; -1 when XML knows no such reference. */
export function referenceEnd(bytes: Uint8Array, at: number): number {
  switch (bytes[at + 1]) {
    case 0x6c: // lt
    case 0x67: // gt
      return bytes[at + 2] === 0x74 && bytes[at + 3] === SEMICOLON ? at + 4 : -1;
    case HASH:
      return isLineFeed(bytes, at) ? at + 5 : numberEnd(bytes, at);
    case 0x61: // amp, apos
      if (bytes[at + 2] === 0x6d) return bytes[at + 3] === 0x70 && bytes[at + 4] === SEMICOLON ? at + 5 : -1;
      return spells(bytes, at + 2, 0x706f73) ? at + 6 : -1;
    case 0x71: // quot
      return spells(bytes, at + 2, 0x756f74) ? at + 6 : -1;
    default:
      return -1;
  }
}

/** Code point of the reference at `at`, which `referenceEnd` has accepted; U+FFFD where XML forbids it. */
export function referenceCode(bytes: Uint8Array, at: number): number {
  switch (bytes[at + 1]) {
    case 0x6c:
      return 0x3c;
    case 0x67:
      return 0x3e;
    case 0x71:
      return 0x22;
    case 0x61:
      return bytes[at + 2] === 0x6d ? 0x26 : 0x27;
    default:
      return isForbidden(bytes, at) ? REPLACEMENT : number(bytes, at);
  }
}

/** Says whether the reference at `at`, which `referenceEnd` has accepted, names a character XML forbids. */
export function isForbidden(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 1] === HASH && !isLineFeed(bytes, at) && !isXmlCharacter(number(bytes, at));
}

// Three letters and the semicolon.
function spells(bytes: Uint8Array, at: number, letters: number): boolean {
  return ((bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!) === letters && bytes[at + 3] === SEMICOLON;
}

function numberEnd(bytes: Uint8Array, at: number): number {
  const hex = bytes[at + 2] === LETTER_X;
  const first = hex ? at + 3 : at + 2;
  let position = first;
  while (digit(bytes[position], hex) >= 0) position++;
  return position > first && bytes[position] === SEMICOLON ? position + 1 : -1;
}

function number(bytes: Uint8Array, at: number): number {
  const hex = bytes[at + 2] === LETTER_X;
  let code = 0;
  for (let position = hex ? at + 3 : at + 2; bytes[position] !== SEMICOLON; position++) {
    // Held just beyond the last code point, so that a million digits stay a small number.
    code = Math.min(code * (hex ? 16 : 10) + digit(bytes[position], hex), 0x110000);
  }
  return code;
}

function digit(byte: number | undefined, hex: boolean): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return hex && letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
