// Texts that are shown to people: their beginning is enough to judge them by, and bounds what records and pages hold.

import type { Slice } from '../types.ts';

/** UTF-16 units of a text that are kept to be shown. */
const SHOWN_LENGTH = 1200;
// A unit takes 3 bytes at most.
const UNIT_BYTES = 3;

/** The beginning of a text, never cut within a character; an ellipsis stands for what is missing. */
export function clipText(text: string, most = SHOWN_LENGTH): string {
  if (text.length <= most) return text;
  const isHalf = /[\ud800-\udbff]/.test(text[most - 1]!);
  return `${text.slice(0, isHalf ? most - 1 : most)}…`;
}

/** The same of a text in UTF-8, of which no more is decoded than is shown. */
export function clipSlice({ bytes, from, to }: Slice, most = SHOWN_LENGTH): string {
  // With 4 bytes more than are shown, what is cut within a character is cut off again.
  return clipText(bytes.toString('utf8', from, Math.min(to, from + UNIT_BYTES * most + 4)), most);
}
