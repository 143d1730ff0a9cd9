// Texts of a column in one piece of memory, as Arrow has them.

/** Texts in UTF-8, one behind the other: text `i` is bytes `ends[i]` to before `ends[i + 1]`. */
export interface PackedTexts {
  readonly bytes: Buffer;
  readonly ends: Int32Array;
}

/** Packs texts. */
export function packTexts(texts: readonly string[]): PackedTexts {
  const parts = texts.map((text) => Buffer.from(text, 'utf8'));
  const ends = new Int32Array(parts.length + 1);
  for (const [i, { length }] of parts.entries()) ends[i + 1] = ends[i]! + length;
  return { bytes: Buffer.concat(parts), ends };
}
