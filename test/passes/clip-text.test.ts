import { expect, test } from 'vitest';
import { clipSlice, clipText } from '../../src/passes/clip-text.ts';

const sliceOf = (text: string) => {
  const bytes = Buffer.from(`before${text}after`);
  return { bytes, from: 6, to: bytes.length - 5 };
};

test.each([
  ['short', 'short'],
  ['', ''],
  ['x'.repeat(1200), 'x'.repeat(1200)],
  ['x'.repeat(1201), `${'x'.repeat(1200)}…`],
  [`${'x'.repeat(1199)}😀`, `${'x'.repeat(1199)}…`],
  ['漢'.repeat(2000), `${'漢'.repeat(1200)}…`],
  ['😀'.repeat(1000), `${'😀'.repeat(600)}…`],
])('a text is cut off between characters, as a string and in UTF-8 alike', (text, clipped) => {
  expect([clipText(text), clipSlice(sliceOf(text))]).toEqual([clipped, clipped]);
});
