// Characters beyond ASCII that cleaning leaves as they are, as the one pass over rows copies them: not among those that
// `squeeze` rewrites, and in NFC whatever stands beside them. All others are left to the reference. Each range is held
// against Unicode's own tables by a test.

type Range = readonly [first: number, last: number];

/** First and last code point of each range whose characters are their own lower case. */
export const CASELESS_RANGES: readonly Range[] = [
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

/** Ranges with capitals among them. */
const CASED_RANGES: readonly Range[] = [
  [0xc0, 0xd6],
  [0xd8, 0xde],
  [0x100, 0x2ff],
  [0x388, 0x3ce],
  [0x400, 0x45f],
  [0xff01, 0xff5e],
];

/** All ranges, in rising order. */
export const STABLE_RANGES: readonly Range[] = [...CASELESS_RANGES, ...CASED_RANGES].sort(([a], [b]) => a - b);

/** Whether the code point lies in one of the ranges. */
export function isStable(code: number): boolean {
  for (const [first, last] of STABLE_RANGES) {
    if (code <= last) return code >= first;
  }
  return false;
}
