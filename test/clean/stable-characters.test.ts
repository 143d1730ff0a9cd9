// The characters that the fast pass copies, held against the tables of Unicode that this Node has.
import { describe, expect, test } from 'vitest';
import { CASELESS_RANGES, isStable, STABLE_RANGES, squeeze } from '../../src/clean/index.ts';
import { pairOf, SITE } from './posts.ts';

const LAST_CODE_POINT = 0x10ffff;
const stable = STABLE_RANGES.flatMap(([first, last]) =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i),
).map((code) => String.fromCodePoint(code));

describe('characters that the fast pass copies', () => {
  test('are squeezed to themselves, alone and after any other', () => {
    const squeezed = (text: string) => squeeze()(pairOf('', text), SITE) as ReturnType<typeof pairOf>;
    expect(stable.filter((character) => squeezed(`x${character}x`).texts[1]!.value !== `x${character}x`)).toEqual([]);
  });

  test('are never the second part of a composed character', () => {
    const seconds = new Set<string>();
    for (let code = 0; code <= LAST_CODE_POINT; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const character = String.fromCodePoint(code);
      const [, ...rest] = character.normalize('NFD');
      if (character.normalize('NFC') === character) for (const part of rest) seconds.add(part);
    }
    expect(stable.filter((character) => seconds.has(character))).toEqual([]);
  });

  test('have no combining class, so that none changes place', () => {
    expect(stable.filter((character) => /\p{M}/u.test(character) && !/[\ufe0e\ufe0f]/.test(character))).toEqual([]);
  });

  test('are told from others', () => {
    expect(stable.filter((character) => !isStable(character.codePointAt(0)!))).toEqual([]);
    const others = ['\u00a0', '\u00ad', '\u0301', '\u2028', '\u3000', '\ufeff', '\u202e', 'a', '\0'];
    expect(others.filter((character) => isStable(character.codePointAt(0)!))).toEqual([]);
  });

  test('stand in rising ranges', () => {
    const ends = STABLE_RANGES.flat();
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
  });
});

test('characters that have no case are stable, and their own lower case', () => {
  const caseless = CASELESS_RANGES.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i),
  );
  const isAsItIs = (code: number) => String.fromCodePoint(code).toLowerCase() === String.fromCodePoint(code);
  expect(caseless.filter((code) => !isStable(code) || !isAsItIs(code))).toEqual([]);
});
