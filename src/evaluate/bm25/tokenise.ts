// Words as the built-in search knows them: letters, marks and digits of any script, lower case, without stemming and
// without a list of words to leave out. What has no spaces between its words is one word.

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** The words of a text, in order. Texts are compared in NFKC, so that full-width and composed letters are the same. */
export function tokenise(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(WORD) ?? [];
}
