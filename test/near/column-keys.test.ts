// Keys of whole columns of texts: which texts have the same, and that both kernels give the same.
import { describe, expect, test } from 'vitest';
import { openColumnKeys } from '../../src/near/index.ts';
import { packTexts } from '../../src/packed-texts.ts';
import { dice } from '../passes/helpers.ts';
import { someWords } from './texts.ts';

const [script, wasm] = await Promise.all([openColumnKeys('js'), openColumnKeys('wasm')]);

function keysOf(texts: readonly string[], by: 'ofWords' | 'ofBytes' = 'ofWords', columnKeys = wasm): string[] {
  const [high, low] = [new Uint32Array(texts.length), new Uint32Array(texts.length)];
  columnKeys[by](packTexts(texts), { high, low });
  return texts.map((_, text) => `${high[text]} ${low[text]}`);
}

describe('by words', () => {
  test.each([
    ['case and punctuation', 'How, to trim a WICK?', '  how to "trim" a wick'],
    ['a line end for a space', 'two\n\n\twords', 'two words'],
    ['letters beyond ASCII in either form', 'Caf\u00e9 \u2013 na\u00efve', 'cafe\u0301 nai\u0308ve'],
    ['what is not ASCII between words', 'one\u2026two', 'one two'],
  ])('%s makes no other text', (_, a, b) => {
    const [first, second] = keysOf([a, b]);
    expect(first).toBe(second);
  });

  test.each([
    ['another word', 'how to trim a wick', 'how to trim a wig'],
    ['another order', 'one two', 'two one'],
    ['a space in a word', 'candlestick', 'candle stick'],
    ['an accent', 'resume', 'r\u00e9sum\u00e9'],
    ['another length', 'aaaa', 'aaaaa'],
    ['other signs, where there are no words', '???', '!!!'],
    ['signs, beside nothing', '???', ''],
  ])('%s makes another text', (_, a, b) => {
    const [first, second] = keysOf([a, b]);
    expect(first).not.toBe(second);
  });

  test('a text has the same key wherever it stands, and however many there are', () => {
    const texts = ['a', '', '\u00fc', '\u2026', 'a', 'x'.repeat(600_000), 'y'.repeat(600_000), '\u00fc', '', '\u2026'];
    const many = Array.from({ length: 70_000 }, (_, i) => texts[i % texts.length]!.slice(0, 9));
    expect(keysOf(texts)).toEqual(texts.map((text) => keysOf([text])[0]));
    expect(keysOf(many)).toEqual(many.map((_, i) => keysOf(texts.map((text) => text.slice(0, 9)))[i % texts.length]));
  });

  test('a text has the same key however its words are set apart, and wherever vectors of 16 bytes end in it', () => {
    const words = Array.from({ length: 40 }, (_, i) => 'candlestick0'.slice(0, 1 + (i % 12)));
    const apart = [' ', '  ', '-', ', ', '\n', ' \u2013 '];
    for (let from = 0; from < words.length; from++) {
      const own = words.slice(from);
      const texts = apart.map((sign) => own.join(sign));
      const capitals = own.map((word) => word.toUpperCase()).join(' ');
      expect(new Set(keysOf([...texts, ` ${own.join(' ')}.`, capitals])).size, own.join(' ')).toBe(1);
    }
  });

  test('of a text that is longer than any, the beginning counts', () => {
    const long = 'word '.repeat(300_000);
    const [first, second, third] = keysOf([long, `${long} more`, `more ${long}`]);
    expect(first).toBe(second);
    expect(first).not.toBe(third);
  });
});

test('by bytes, every byte counts', () => {
  const names = ['site/1', 'site/11', 'Site/1', 'site.1', 's\u00edte/1', 'site/1 '];
  expect(new Set(keysOf(names, 'ofBytes')).size).toBe(names.length);
});

test.each(['wasm', 'js'] as const)('by bytes, keys are those of MurmurHash64A (%s)', (kind) => {
  // By an implementation of its own with whole numbers of any size.
  const expected = {
    '': '0 0',
    a: `${0x071717d2} ${0xd36b6b11}`,
    candles: `${0x143b34ee} ${0x4ce11df8}`,
    abcdefgh: `${0xafdb0257} ${0xff41aa98}`,
    'The quick brown fox jumps over the lazy dog': `${0x5589ca33} ${0x042a861b}`,
  };
  expect(keysOf(Object.keys(expected), 'ofBytes', kind === 'js' ? script : wasm)).toEqual(Object.values(expected));
});

test('a column of one text has its key in every place, and one of texts as long has others', () => {
  const [one] = keysOf(['candles'], 'ofBytes');
  expect(keysOf(['candles', 'candles', 'candles'], 'ofBytes')).toEqual([one, one, one]);
  expect(keysOf(['candles', 'candles', 'scandle'], 'ofBytes')).toEqual([one, one, keysOf(['scandle'], 'ofBytes')[0]]);
  expect(keysOf(['', '', ''], 'ofBytes')).toEqual(['0 0', '0 0', '0 0']);
});

test('JavaScript and WebAssembly give the same, and no two of many texts have one', () => {
  const random = dice(7);
  const texts = Array.from(
    { length: 20_000 },
    (_, i) => `${i} ${someWords(i % 40, random).join(i % 3 === 0 ? ', ' : ' \u00e9 ')}`,
  );
  const keys = keysOf(texts);
  expect(keysOf(texts, 'ofWords', script)).toEqual(keys);
  expect(keysOf(texts, 'ofBytes', script)).toEqual(keysOf(texts, 'ofBytes'));
  expect(new Set(keys).size).toBe(texts.length);
});
