// The kernel of near-duplicate search: what counts as a word, the same numbers in JavaScript and WebAssembly, and pairs
// that meet as often as theory says.
import { describe, expect, test } from 'vitest';
import { meetingChance } from '../../src/banding.ts';
import type { NearRule, Shingle } from '../../src/dedupe-rule.ts';
import { createSketcher, distinct, jaccard, SKETCH_KERNELS } from '../../src/near/index.ts';
import { dice } from '../passes/helpers.ts';
import { plainJaccard, plainShingles, slice, someWords } from './texts.ts';

const WORDS = { words: 5 };
const CHARACTERS = { characters: 5 };
const ruleOf = (shingle: Shingle, bands = 14, rows = 8): NearRule => ({
  field: 'body',
  similarity: 0.8,
  action: 'mark',
  shingle,
  bands,
  rows,
});
const scriptKernel = await SKETCH_KERNELS.js();
const wasmKernel = await SKETCH_KERNELS.wasm();

const shingles = (text: string, shingle: Shingle) => {
  const sketcher = createSketcher(scriptKernel, ruleOf(shingle));
  return distinct(sketcher.shingle(slice(text)));
};
const alike = (a: string, b: string, shingle: Shingle = WORDS) => jaccard(shingles(a, shingle), shingles(b, shingle));

describe('words', () => {
  test.each([
    ['case and white space', 'The quick brown fox jumps over', ' the QUICK\n\nbrown\tfox jumps  over '],
    ['punctuation', 'a list of strings, or List<String> x;', 'a list of strings or list string x'],
    ['curly quotes and dashes', 'it’s a “lamp” — or was one', "it's a 'lamp' - or was one"],
    ['capitals beyond ASCII', 'die größe der ÄPFEL ist größer als', 'die größe der äpfel ist größer als'],
    ['composed and combining accents', 'un café de plus à la carte', 'un cafe\u0301 de plus a\u0300 la carte'],
  ])('do not depend on %s', (_, a, b) => {
    expect(alike(a, b)).toBe(1);
  });

  test('are single characters in scripts that put nothing between them', () => {
    expect(shingles('このランプは明るい', WORDS)).toHaveLength(5);
    expect(alike('このランプは明るいです', 'このランプは明るいでした')).toBeGreaterThan(0.5);
  });

  test.each([
    ['no text', '', 0],
    ['only marks', '?! … — 🙂 \u0000', 0],
    ['one word', 'lamp', 1],
    ['four words', 'a lamp of brass', 1],
    ['five words', 'a lamp of old brass', 1],
    ['six words', 'a lamp of very old brass', 2],
  ])('of %s make %i shingles', (_, text, count) => {
    expect(shingles(text as string, WORDS)).toHaveLength(count as number);
  });

  test('that are a lone surrogate, or no UTF-8 at all, are taken as they can be', () => {
    const bytes = Buffer.from([0x61, 0xff, 0xfe, 0x20, 0xc3, 0x28, 0xed, 0xa0, 0x80]);
    const sketcher = createSketcher(scriptKernel, ruleOf(WORDS));
    expect(sketcher.shingle({ bytes, from: 0, to: bytes.length }).length).toBeGreaterThan(0);
  });
});

describe('shingles of characters', () => {
  test.each([
    ['an empty title', '', 0],
    ['fewer characters than a shingle has', 'lamp', 1],
    ['as many', 'lamps', 1],
    ['one more', 'a lamp', 2],
    ['characters of several bytes', 'größe', 1],
    ['six characters of several bytes', 'größen', 2],
    ['characters of four bytes', '𝒜𝒜𝒜𝒜𝒜𝒜', 1],
  ])('of %s are %i', (_, text, count) => {
    expect(distinct(shingles(text as string, CHARACTERS))).toHaveLength(count as number);
  });

  test('see through a changed word in a title', () => {
    const [a, b] = ['How do I light an old brass lantern?', 'How do I light an old brass lamp?'];
    expect(alike(a, b, CHARACTERS)).toBeGreaterThan(0.6);
    expect(alike(a, b, WORDS)).toBeLessThan(0.7);
  });
});

test('similarity is that of sets of strings', () => {
  const roll = dice(5);
  for (let i = 0; i < 300; i++) {
    const base = someWords(8, roll);
    const text = () => Array.from({ length: roll(60) }, () => base[roll(base.length)]).join(roll(2) ? ' ' : ', ');
    const [a, b] = [text(), text()];
    expect(alike(a, b)).toBe(plainJaccard(plainShingles(a, 5), plainShingles(b, 5)));
  }
});

test.each<[string, Shingle, number, number]>([
  ['words', WORDS, 14, 8],
  ['characters', CHARACTERS, 20, 5],
  ['rows that fill no vector', { words: 3 }, 7, 3],
  ['one band of one row', { words: 1 }, 1, 1],
  ['as many permutations as there can be', WORDS, 128, 8],
])('WebAssembly gives the numbers of JavaScript: %s', (_, shingle, bands, rows) => {
  const roll = dice(11);
  const [wasm, script] = [wasmKernel, scriptKernel].map((kernel) =>
    createSketcher(kernel, ruleOf(shingle, bands, rows)),
  );
  const odd = ['', '?', 'größe', 'x'.repeat(3000), '日本語のテキスト', 'a b c d', 'ÀÉÎ 🙂 ok', 'ends in a word'];
  const texts = [...odd, ...Array.from({ length: 100 }, () => someWords(1 + roll(300), roll).join(' '))];
  for (const text of texts) {
    expect([...wasm!.shingle(slice(text))]).toEqual([...script!.shingle(slice(text))]);
    expect([...wasm!.keys()]).toEqual([...script!.keys()]);
  }
});

test('a text of many megabytes is cut off, not fatal', () => {
  const sketcher = createSketcher(wasmKernel, ruleOf(WORDS));
  const long = slice('a lamp of brass '.repeat(300_000));
  expect(sketcher.shingle(long).length).toBeGreaterThan(100_000);
  expect([...sketcher.keys()].slice(0, 4).every(Number.isInteger)).toBe(true);
  expect(sketcher.shingle(slice('ß '.repeat(900_000))).length).toBeGreaterThan(100_000);
});

describe('pairs of a known similarity meet as often as theory says', () => {
  const PAIRS = 1500;
  const SHINGLES = 120;
  const banding = { bands: 14, rows: 8 };
  const sketcher = createSketcher(wasmKernel, ruleOf(WORDS));
  const keysOf = (words: readonly string[]) => {
    sketcher.shingle(slice(words.join(' ')));
    return sketcher.keys().slice(0, 2 * banding.bands);
  };

  test.each([0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95])('%d', (similarity) => {
    const roll = dice(Math.round(similarity * 100));
    const shared = Math.round((2 * SHINGLES * similarity) / (1 + similarity));
    let met = 0;
    for (let pair = 0; pair < PAIRS; pair++) {
      const words = someWords(SHINGLES + 4, roll);
      const other = [...words.slice(0, shared + 4), ...someWords(SHINGLES - shared, roll)];
      const [a, b] = [keysOf(words), keysOf(other)];
      if (a.some((key, i) => i % 2 === 0 && key === b[i] && a[i + 1] === b[i + 1])) met += 1;
    }
    const chance = meetingChance(shared / (2 * SHINGLES - shared), banding);
    // Four standard errors: of all these tests together, one in two thousand suites would fail by chance; the seed is fixed.
    expect(Math.abs(met / PAIRS - chance)).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / PAIRS) + 1 / PAIRS);
  });
});
