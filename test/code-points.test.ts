import { describe, expect, test } from 'vitest';
import { codePoints } from '../src/code-points.ts';

/** Lengths on both sides of where a text counts as long. */
const LENGTHS = [0, 1, 3, 63, 64, 127, 128, 129, 1000];

/** The text in the middle of other bytes, at every place a word of four may begin. */
function counts(text: string): number[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2, 3].map((before) => {
    const around = Buffer.concat([Buffer.alloc(before, 0x80), bytes, Buffer.alloc(5, 0xff)]);
    return codePoints({ bytes: around, from: before, to: before + bytes.length });
  });
}

describe('code points are counted', () => {
  test.each(LENGTHS)('in %i characters of ASCII', (length) => {
    expect(counts('a'.repeat(length))).toEqual(Array(4).fill(length));
  });

  test.each(LENGTHS)('in %i characters with others behind them', (length) => {
    expect(counts(`${'a'.repeat(length)}é€😀`)).toEqual(Array(4).fill(length + 3));
  });
});
