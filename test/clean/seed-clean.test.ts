// What the original script made of texts; every expectation was computed with CPython 3.11:
// python3 -c 'import re; print(repr(re.sub("<.*?>", "", TEXT).strip()))'
import { describe, expect, test } from 'vitest';
import { seedClean, titleBody } from '../../src/clean/index.ts';
import type { Pair } from '../../src/types.ts';
import { postWith, SITE } from './posts.ts';

function cleaned(text: string): string {
  const pair = titleBody().pair(postWith({ title: text, body: text })) as Pair;
  const [title, body] = (seedClean()(pair, SITE) as Pair).texts;
  expect(title!.value).toBe(body!.value);
  expect([title, body]).toMatchObject([
    { name: 'title', html: false },
    { name: 'body', html: false },
  ]);
  return title!.value;
}

describe('the tags', () => {
  test.each([
    ['List<String> to Map<K,V>', 'List to Map'],
    ['a < b and c > d', 'a  d'],
    ['<p>this</p><pre><code>if (a &lt; b)</code></pre>', 'thisif (a &lt; b)'],
    ['<<a>>', '>'],
    ['<>x', 'x'],
    ['a>b<c', 'a>b<c'],
    ['<a\ntitle="x">it</a>', '<a\ntitle="x">it'],
    ['a<b\nc>d<i>e', 'a<b\nc>de'],
    ['< <p\n><i>x', '< <p\n>x'],
    ['one<b\rr>two', 'onetwo'],
    ['one<b\u2028r\u0085>two', 'onetwo'],
    ['<!-- a > b -->', 'b -->'],
    ['<', '<'],
    ['x<\n', 'x<'],
  ])('of %j leave %j', (text, expected) => {
    expect(cleaned(text)).toBe(expected);
  });

  test.each([
    ['of `<` alone', '<'],
    ['of lines with a `<`', '<\n'],
    ['of tags on one line', '<p>'],
    ['of tags that end on the next line', '<p\n>'],
  ])('of a megabyte %s take no longer than of any other text', (_, piece) => {
    const text = `x${piece.repeat(1_000_000 / piece.length)}>`;
    expect(cleaned(text)).toHaveLength(piece === '<p>' ? 2 : piece === '<' ? 1 : text.length);
  });
});

describe('the ends', () => {
  // python3 -c 'print([hex(i) for i in range(0x110000) if chr(i).isspace()])'
  const SPACES =
    '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a' +
    '\u2028\u2029\u202f\u205f\u3000';

  test('lose all that Python takes for white space', () => {
    expect(cleaned(`${SPACES}a${SPACES}b${SPACES}`)).toBe(`a${SPACES}b`);
    expect(cleaned(SPACES)).toBe('');
  });

  test('keep what only JavaScript takes for white space, and what no one does', () => {
    for (const character of ['\ufeff', '\u200b', '\u180e', '\x1b', '\0', '\u2060']) {
      expect(cleaned(`${character}a${character}`)).toBe(`${character}a${character}`);
    }
  });

  test('are those left when the tags are gone', () => {
    expect(cleaned('<p> a </p>\n')).toBe('a');
  });
});
