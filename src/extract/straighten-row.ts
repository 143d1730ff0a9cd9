// An odd row in, the same row in the known shape out, with the known attributes only; or why it is no row.

import { tagEnd } from './row-marks.ts';
import { parseRows, prepareForSax, type RowAttributes } from './sax-rows.ts';

/** What is said of a row whose tag does not end; the last row of a truncated file is such a one. */
export const UNTERMINATED = 'unterminated';

/** A row in the known shape. */
export interface StraightRow {
  readonly bytes: Buffer;
  /** True when a reference to a character XML forbids was replaced. */
  readonly repaired: boolean;
}

/** Rewrites the row at the start of `fragment`, which reaches to the next row, or says why it cannot be one. */
export function straightenRow(fragment: Buffer, names: readonly string[]): StraightRow | string {
  const end = tagEnd(fragment, 4, fragment.length);
  if (end < 0) return UNTERMINATED;
  const less = fragment.indexOf('<', 1);
  if (less >= 0 && less < end) return 'raw < in the tag';
  const tag = prepareForSax(fragment.toString('utf8', 0, end));
  const rest = tag.text.endsWith('/>') ? '' : prepareForSax(fragment.toString('utf8', end)).text;
  let bytes: Buffer | undefined;
  const fault = parseRows(tag.text + rest, (attributes) => {
    bytes = writeRow(attributes, names);
    return false;
  });
  return bytes === undefined ? (fault ?? 'no row') : { bytes, repaired: tag.repaired };
}

function writeRow(attributes: RowAttributes, names: readonly string[]): Buffer {
  const values = names.map((name) => ({ name, value: attributes.get(name) }));
  const written = values.map(({ name, value }) => (value === undefined ? '' : `${name}="${escapeValue(value)}" `));
  return Buffer.from(`<row ${written.join('')}/>`);
}

function escapeValue(value: string): string {
  return value.replace(/[&<"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
