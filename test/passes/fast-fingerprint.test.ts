// Fingerprints of texts where they lie are those of their strings, whatever the texts are.
import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/clean/index.ts';
import { layout, scriptPass, wasmPass } from '../../src/kernel/index.ts';
import { columnPrint } from '../../src/passes/join/fast-fingerprint.ts';
import { dice } from './helpers.ts';

const PASSES = { wasm: await wasmPass(), js: await scriptPass() };

/** A text among other bytes. */
function slice(text: string) {
  const bytes = Buffer.from(`<${text}>`);
  return { bytes, from: 1, to: bytes.length - 1 };
}

const asText = (columns: readonly (readonly string[])[]) => columns.map((texts) => texts.join(' '));

describe.each(Object.entries(PASSES))('%s', (_, pass) => {
  const printOf = columnPrint(pass);
  const print = (columns: readonly (readonly string[])[]) =>
    Buffer.from(printOf(columns.map((texts) => texts.map(slice)))).toString('hex');

  test.each<[string, string[][]]>([
    ['one text', [['How to Brew Lager']]],
    ['two columns', [['A title'], ['A body,\n\nin two parts']]],
    ['a column of two texts', [['A title', 'A body'], ['An Answer']]],
    ['blanks at the ends, which meet', [['title ', ' body'], ['  x  ']]],
    ['nothing at all', [[''], [''], ['']]],
    ['nothing but blanks', [[' \n\t '], ['x']]],
    ['tabs, returns and form feeds', [['a\tb\r\nc\x0bd\x0ce']]],
    ['no-break and other spaces', [['a\u00a0b\u2003c\u3000d\u0085e\u2028f']]],
    ['controls, which are no spaces', [['a\x00b\x1fc\x7fd']]],
    ['capitals of Latin-1', [['ÀÉÎÕÜ ÞÆØ ×']]],
    ['capitals beyond', [['ŁÓDŹ ΣΟΦΟΣ ЖУК']]],
    ['a sign whose lower case is two', [['İstanbul']]],
    ['marks to be composed', [['Cafe\u0301', 'A\u030a']]],
    ['a mark between two texts', [['e', '\u0301']]],
    ['characters beyond the first plane', [['🍺 a 𝒜 👩‍💻']]],
  ])('%s', (_, columns) => {
    expect(print(columns)).toBe(fingerprint(asText(columns)).toString('hex'));
  });

  test('every character of two bytes, in a word and at its end', () => {
    for (let code = 0x80; code < 0x800; code++) {
      const character = String.fromCodePoint(code);
      const columns = [[`A${character}b ${character}`], [`Word${character} `]];
      expect([code, print(columns)]).toEqual([code, fingerprint(asText(columns)).toString('hex')]);
    }
  });

  test('spaces, line ends and letters of all kinds, around the sixteenth byte', () => {
    const kinds = ['a', ' ', '\n', 'Z', 'Ü', '\t'];
    const texts = kinds.flatMap((a) => kinds.flatMap((b) => kinds.flatMap((c) => kinds.map((d) => a + b + c + d))));
    for (const lead of [0, 13, 14, 15, 29, 30]) {
      for (const text of texts) {
        const columns = [[`${'x'.repeat(lead)}${text}`]];
        expect([columns, print(columns)]).toEqual([columns, fingerprint(asText(columns)).toString('hex')]);
      }
    }
  });

  test('texts longer than a block of input', () => {
    const long = 'Long Text '.repeat(layout.INPUT_BYTES / 10);
    for (const columns of [[[`${long}more`]], [[long.slice(0, -5)], [long.slice(0, -9)]]]) {
      expect(print(columns)).toBe(fingerprint(asText(columns)).toString('hex'));
    }
  });

  test('texts by chance', () => {
    const below = dice(3);
    const some = [' ', '\n', 'a', 'B', 'ß', 'É', '€', '\u0301', 'я', 'Я', '🍺', '\t', '&', '\u2009', 'word'];
    const text = () => Array.from({ length: below(60) }, () => some[below(below(4) === 0 ? some.length : 4)]).join('');
    for (let i = 0; i < 2_000; i++) {
      const columns = [[text(), text()], [text()]];
      expect(print(columns)).toBe(fingerprint(asText(columns)).toString('hex'));
    }
  });
});
