// The literal values were computed with the Python lines of docs/cleaning.md.
import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/clean/index.ts';

describe('fingerprint', () => {
  it.each([
    [['How do I bake bread?', 'Flour, water.\n\nAnd then?'], '83268ea4ab731debb1fc7accd36ae783'],
    [[''], 'e3b0c44298fc1c149afbf4c8996fb924'],
    [['', ''], '6e340b9cffb37a989ca544e6bb780a2c'],
    [['A', 'B'], '59b271ae1bbcb1d31d41929817f4b16f'],
    [['  ÀÉ\u00a0\u2003Σίσυφος ΣΊΣΥΦΟΣ 😀 İ\u0085x', 'e\u0301\ttab \ufeff'], '109638c0d0defd06c9f178aa18401727'],
    [['  Ça  va '], 'a27f05d56ed7df0abeb2b4e072436595'],
    [['ça\n\tva'], 'a27f05d56ed7df0abeb2b4e072436595'],
  ])('of %j is what Python computes', (texts, expected) => {
    expect(fingerprint(texts).toString('hex')).toBe(expected);
  });

  it.each([
    [' Plain  ASCII\n\ttext ', ' with\r\nblanks  '],
    ['\t', '\x0b\x0c'],
    ['', ' a', 'b ', '  '],
    ['NUL\0 inside \0', 'KEEPS its place'],
    ['@[`{ AZaz 09', '\x1c\x1f\x7f'],
  ])('is the same whether or not the texts are ASCII only: %j, …', (...texts) => {
    // The reference is the rule itself; a non-ASCII character more takes the other way through the code.
    const rule = (text: string) =>
      text
        .normalize('NFC')
        .toLowerCase()
        .replace(/[\t-\r ]+/g, ' ')
        .replace(/^ | $/g, '');
    const expected = (all: string[]) => hash('sha256', all.map(rule).join('\0'), 'hex').slice(0, 32);
    expect(fingerprint(texts).toString('hex')).toBe(expected(texts));
    expect(fingerprint([...texts, 'é']).toString('hex')).toBe(expected([...texts, 'é']));
  });

  it('has 16 bytes', () => {
    expect(fingerprint(['x']).length).toBe(16);
  });

  it('tells where one text ends and the next begins', () => {
    expect(fingerprint(['a', 'b c'])).not.toEqual(fingerprint(['a b', 'c']));
  });
});
