// Texts for the tests of near-duplicates, and the plain reading of the same rules: words, shingles and similarity as
// strings and sets.
import type { Slice } from '../../src/types.ts';

export const slice = (text: string): Slice => {
  const bytes = Buffer.from(text);
  return { bytes, from: 0, to: bytes.length };
};

/** So many made-up words of small letters; with 26^4 of them, texts have no shingle in common by chance. */
export function someWords(count: number, dice: (below: number) => number): string[] {
  const letter = () => String.fromCharCode(97 + dice(26));
  return Array.from({ length: count }, () => letter() + letter() + letter() + letter());
}

/** The shingles of a text in ASCII. */
export function plainShingles(text: string, size: number): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  if (words.length === 0) return new Set();
  const count = Math.max(1, words.length - size + 1);
  return new Set(Array.from({ length: count }, (_, i) => words.slice(i, i + size).join(' ')));
}

export function plainJaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((shingle) => b.has(shingle)).length;
  return shared === 0 ? 0 : shared / (a.size + b.size - shared);
}
