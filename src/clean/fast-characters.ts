// Characters beyond ASCII that cleaning leaves as they are: not among those that `squeeze` rewrites, and in NFC whatever
// stands beside them. All others are left to the reference. Each range is held against Unicode's own tables by a test.

/** First and last code point of each range. */
export const STABLE_RANGES: readonly (readonly [first: number, last: number])[] = [
  [0xa1, 0xac],
  [0xae, 0x2ff],
  [0x388, 0x3ce],
  [0x400, 0x45f],
  [0x5d0, 0x5ea],
  [0x620, 0x64a],
  [0x200c, 0x200d],
  [0x2010, 0x2027],
  [0x2030, 0x205e],
  [0x20a0, 0x20bf],
  [0x2190, 0x22ff],
  [0x2500, 0x27bf],
  [0x3001, 0x3029],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xfe0e, 0xfe0f],
  [0xff01, 0xff5e],
  [0x1f300, 0x1faff],
];

/** Those of them that are their own lower case. */
export const CASELESS_RANGES: readonly (readonly [first: number, last: number])[] = [
  [0xa1, 0xac],
  [0xae, 0xbf],
  [0xd7, 0xd7],
  [0xdf, 0xff],
  [0x5d0, 0x5ea],
  [0x620, 0x64a],
  [0x200c, 0x200d],
  [0x2010, 0x2027],
  [0x2030, 0x205e],
  [0x20a0, 0x20bf],
  [0x2190, 0x22ff],
  [0x2500, 0x27bf],
  [0x3001, 0x3029],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xfe0e, 0xfe0f],
  [0x1f300, 0x1faff],
];

const CONTINUATION_BITS = 6;

/** Length of the UTF-8 sequence at `at` if it is whole, shortest and of a stable character; 0 otherwise. */
export function stableLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (length === 0) return 0;
  let code = lead & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i]!;
    if ((byte & 0xc0) !== 0x80) return 0;
    code = (code << CONTINUATION_BITS) | (byte & 0x3f);
  }
  return isStable(code) && code >= SHORTEST[length]! ? length : 0;
}

/** Lowest code point that takes as many bytes. */
const SHORTEST: readonly number[] = [0, 0, 0x80, 0x800, 0x10000];

// Few texts have more than a handful of these characters, and most of those are in the first ranges.
/** Whether the code point lies in one of the ranges. */
export function isStable(code: number): boolean {
  for (const [first, last] of STABLE_RANGES) {
    if (code <= last) return code >= first;
  }
  return false;
}
