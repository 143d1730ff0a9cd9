// What two texts have in common, word by word: the plain reading that a meeting of keys is held against.

import { plainWords } from './shingle-text.ts';

/** A text to hold others against, and what is made of it when it is asked for first. */
export interface PlainText {
  readonly words: () => string;
  /** Its runs of so many words, always as many. */
  readonly runs: (size: number) => ReadonlySet<string>;
}

/** Prepares a text to hold others against. */
export function plainText(text: string): PlainText {
  let words: string | undefined;
  let runs: ReadonlySet<string> | undefined;
  const plain = () => {
    words ??= plainWords(text);
    return words;
  };
  return {
    words: plain,
    runs(size) {
      runs ??= new Set(runsOf(plain(), size));
      return runs;
    },
  };
}

/** True if the texts are the same but for case, punctuation and white space, and have a word. */
export function isSameText(a: PlainText, b: PlainText): boolean {
  return a.words() !== '' && a.words() === b.words();
}

/** The first run of `size` words of `a` that is in `b` as well, as plain words; undefined if there is none. */
export function sharedRun(a: PlainText, b: PlainText, size: number): string | undefined {
  const runs = b.runs(size);
  for (const run of runsOf(a.words(), size)) if (runs.has(run)) return run;
  return undefined;
}

function* runsOf(plain: string, size: number): Generator<string> {
  const words = plain.split(' ');
  for (let i = 0; i + size <= words.length; i++) yield words.slice(i, i + size).join(' ');
}
