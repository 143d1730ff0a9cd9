// What two texts have in common, word by word: the plain reading that a meeting of keys is held against.

import { plainWords } from './shingle-text.ts';

/** True if the texts are the same but for case, punctuation and white space, and have a word. */
export function isSameText(a: string, b: string): boolean {
  const words = plainWords(a);
  return words !== '' && words === plainWords(b);
}

/** The first run of `size` words of `a` that is in `b` as well, as plain words; undefined if there is none. */
export function sharedRun(a: string, b: string, size: number): string | undefined {
  const runs = new Set(runsOf(b, size));
  return runsOf(a, size).find((run) => runs.has(run));
}

function runsOf(text: string, size: number): string[] {
  const words = plainWords(text).split(' ');
  return Array.from({ length: Math.max(0, words.length - size + 1) }, (_, i) => words.slice(i, i + size).join(' '));
}
