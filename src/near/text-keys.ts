// The keys by which texts of rows and of benchmarks meet: of the whole text, of every run of some words, and of the bands
// of its signature. What meets is held against the texts themselves: see `overlap` and `jaccard`.

import { bandingFor } from '../banding.ts';
import type { DecontaminateRule } from '../decontaminate-rule.ts';
import type { NearRule, Shingle } from '../dedupe-rule.ts';
import type { Slice } from '../types.ts';
import { distinct } from './components.ts';
import { TEXT_BYTES } from './layout.ts';
import { createSketcher, type SketchKernel } from './sketcher.ts';

/** What a key is of; texts that are nearly the same are known by words, or where they are short by characters. */
export const KEY_KINDS = ['text', 'ngram', 'words', 'characters'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** Texts of fewer words have too few runs of five to tell them by; those of more need none of their characters. */
const LEAST_WORDS = 10;
const MOST_WORDS_BY_CHARACTERS = 60;

/** A text of so many bytes is known whole by each of its keys: in the memory of the kernel it may take four times as much. */
export const WHOLE_TEXT_BYTES = TEXT_BYTES / 4;
/** A run of 100 words, the longest that is asked for, is far shorter. */
const SHARED_BYTES = 16 * 1024;

/** Takes a key: its kind as an index into KEY_KINDS, and two words that no two kinds share. */
export type TellKey = (kind: number, high: number, low: number) => void;

/** Makes keys of texts, one after another. */
export interface KeyMaker {
  /** Tells every key of a text, some perhaps more than once. */
  keys(text: Slice, tell: TellKey): void;
  /** The set of shingles that texts of a kind are compared by. */
  set(text: Slice, kind: 'words' | 'characters'): Uint32Array;
}

const SHINGLES: Readonly<Record<'words' | 'characters', Shingle>> = {
  words: { words: 5 },
  characters: { characters: 5 },
};

/** Prepares a kernel. */
export function createKeyMaker(kernel: SketchKernel, { ngram, similarity }: DecontaminateRule): KeyMaker {
  const rule = (kind: 'words' | 'characters'): NearRule => ({
    field: '',
    action: 'mark',
    similarity,
    shingle: SHINGLES[kind],
    ...bandingFor(similarity),
  });
  const near = { words: createSketcher(kernel, rule('words')), characters: createSketcher(kernel, rule('characters')) };
  const tellNgrams = (kind: KeyKind, text: Slice, size: number, tell: TellKey) =>
    tellPairs(kind, near.words.ngrams(text, size), tell);
  const tellBands = (kind: 'words' | 'characters', text: Slice, tell: TellKey) => {
    if (near[kind].shingle(text).length === 0) return;
    // The last word is of the whole signature, not of a band.
    tellPairs(kind, near[kind].keys().subarray(0, -1), tell);
  };
  return {
    keys(text, tell) {
      tellNgrams('text', text, 0, tell);
      if (ngram > 0) for (const part of partsOf(text)) tellNgrams('ngram', part, ngram, tell);
      if (similarity === 0) return;
      const words = near.words.ngrams(text, 1).length / 2;
      if (words >= LEAST_WORDS) tellBands('words', text, tell);
      if (words <= MOST_WORDS_BY_CHARACTERS) tellBands('characters', text, tell);
    },
    set: (text, kind) => distinct(near[kind].shingle(text)),
  };
}

/** A long text in parts that share their ends, so that no run of words is in none of them. */
function* partsOf({ bytes, from, to }: Slice): Generator<Slice> {
  for (let at = from; ; at += WHOLE_TEXT_BYTES - SHARED_BYTES) {
    yield { bytes, from: at, to: Math.min(to, at + WHOLE_TEXT_BYTES) };
    if (at + WHOLE_TEXT_BYTES >= to) return;
  }
}

function tellPairs(kind: KeyKind, words: Uint32Array, tell: TellKey): void {
  const index = KEY_KINDS.indexOf(kind);
  // One word short of a million of each kind is as good as another: the kind moves all of them.
  for (let i = 0; i + 1 < words.length; i += 2) tell(index, words[i]!, (words[i + 1]! + index * 0x9e3779b1) >>> 0);
}
