import { describe, expect, it } from 'vitest';
import { squeeze } from '../../src/clean/index.ts';
import { pairOf, SITE } from './posts.ts';

function squeezed(title: string, body = title): readonly (string | undefined)[] {
  const pair = squeeze()(pairOf(title, body), SITE);
  return typeof pair === 'string' ? [pair] : pair.texts.map((text) => text.value);
}
const body = (text: string) => squeezed('', text)[1];
const title = (text: string) => squeezed(text)[0];

describe('squeeze', () => {
  it.each([
    ['CR LF and CR', 'a\r\nb\rc', 'a\nb\nc'],
    ['Unicode line ends', 'a\u2028b\u2029c\x85d\x0be\x0cf', 'a\nb\nc\nd\ne\nf'],
    ['Unicode spaces', 'a\u00a0b\u1680c\u2009d\u202fe\u205ff\u3000g', 'a b c d e f g'],
    ['invisible characters', 'a\u200bb\u2060c\ufeffd\u00ade', 'abcde'],
    ['marks of direction', '\u200ea\u200fb\u202ac\u202ed\u2066e\u2069f\u061c', 'abcdef'],
    ['control characters', 'a\0b\x07c\x1bd\x7fe\x90f', 'abcdef'],
    ['lone surrogates', 'a\ud800b\udc00', 'a\ufffdb\ufffd'],
    ['decomposed letters', 'cafe\u0301', 'caf\u00e9'],
    ['blank lines', 'a\n\n\n\nb\n \n\t\nc', 'a\n\nb\n\nc'],
    ['blanks at line ends', 'a  \nb\t\nc ', 'a\nb\nc'],
    ['both ends', '\n\u00a0 a \n', 'a'],
  ])('mends %s', (_, text, expected) => {
    expect(body(text)).toBe(expected);
  });

  it('keeps joiners, tabs and indentation', () => {
    const text = '👩\u200d🍳 می\u200cخواهم\n\tif x:\n\t    y';
    expect(body(text)).toBe(text);
  });

  it('makes one line of the title', () => {
    expect(title(' Why\u00a0 does\n\n my\tdough \u2028 rise? ')).toBe('Why does my dough rise?');
  });

  it('makes one line of the texts it is told', () => {
    const pair = squeeze({ oneLine: ['body'] })(pairOf('a\nb', 'a\nb'), SITE);
    expect(pair).toEqual(pairOf('a\nb', 'a b'));
  });

  it('changes nothing the second time, whatever removal brings together', () => {
    const texts = ['\r\u200b\n', 'e\u200b\u0301', '\ud83d\u200b\ude00', 'a \u00ad\n\u200b\n\ufeff\nb', ' \u0301'];
    for (const text of texts) expect(squeezed(...(squeezed(text) as [string, string]))).toEqual(squeezed(text));
  });
});
