// Hex digits into bytes: for a few of them, a call into the engine takes as long as all the rest that is done with them.

const ZERO = 0x30;
const NINE = 0x39;
/** What the digit `a` is less than its code. */
const LETTER = 0x61 - 10;

/** Writes bytes, given as lower-case hex digits, to a place where there must be room. */
export function decodeHex(hex: string, into: Uint8Array, at: number): void {
  for (let i = 0, to = at; i < hex.length; i += 2, to++) {
    into[to] = (digit(hex.charCodeAt(i)) << 4) | digit(hex.charCodeAt(i + 1));
  }
}

function digit(code: number): number {
  return code - (code <= NINE ? ZERO : LETTER);
}
