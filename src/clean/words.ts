// The words of a text, in any script, for the rules that count them. No dictionary: what a word is must not depend on the
// data that comes with a build of Node.

// Scripts written without spaces: each of their letters counts as a word.
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}' +
  '\\p{Script=Myanmar}';
const WORD = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}])+`, 'gu');

/** Words in lower case, one by one: runs of letters, marks and digits. */
export function* wordsOf(text: string): Generator<string> {
  for (const [word] of text.matchAll(WORD)) yield word.toLowerCase();
}

/** Says whether a text has at least `count` words; reads no further than needed. */
export function hasWords(text: string, count: number): boolean {
  let found = 0;
  for (const _ of wordsOf(text)) if (++found >= count) return true;
  return count <= 0;
}
