// The built-in search against its formula, written out for every document.
import { expect, test } from 'vitest';
import { buildBm25, tokenise } from '../../src/evaluate/index.ts';
import { bestOf } from '../../src/evaluate/score/best-of.ts';

const TEXTS = ['How do I brew a beer?', 'beer beer beer', 'Why does my wine taste of vinegar', '', 'Пиво и beer'];

function indexOf(texts: readonly string[]) {
  const builder = buildBm25();
  for (const text of texts) builder.add(text);
  return builder.finish();
}

function expected(query: string, text: string): number {
  const all = TEXTS.map(tokenise);
  const average = all.reduce((sum, words) => sum + words.length, 0) / all.length;
  const words = tokenise(text);
  return tokenise(query).reduce((sum, word) => {
    const n = all.filter((other) => other.includes(word)).length;
    const f = words.filter((other) => other === word).length;
    const norm = 1.2 * (1 - 0.75 + (0.75 * words.length) / average);
    return sum + (Math.log(1 + (all.length - n + 0.5) / (n + 0.5)) * f) / (f + norm);
  }, 0);
}

test('scores follow the formula, and a word said twice counts twice', () => {
  const index = indexOf(TEXTS);
  for (const query of ['beer', 'brew beer', 'beer beer', 'ПИВО', 'nothing of it']) {
    expect([...index.score(query, [0, 1, 2, 3, 4])]).toEqual(
      TEXTS.map((text) => expect.closeTo(expected(query, text), 6)),
    );
  }
});

test('hits are the best, in order, and nothing without a word of the query', () => {
  const { documents, scores } = indexOf(TEXTS).search('beer', 1_000_000);
  expect([...documents].sort()).toEqual([0, 1, 4]);
  expect([...scores]).toEqual([...scores].sort((a, b) => b - a));
});

test('an index of nothing, and a query of nothing, find nothing', () => {
  expect(indexOf([]).search('beer', 10).documents).toHaveLength(0);
  expect(indexOf(TEXTS).search(' ?! ', 10).documents).toHaveLength(0);
  expect(indexOf(TEXTS).search('beer', 0).documents).toHaveLength(0);
});

test('names of what every object has are words like others', () => {
  expect([...indexOf(['constructor', '__proto__']).search('constructor', 3).documents]).toEqual([0]);
});

test('the best of many are those a sort finds, of equal ones the lower number', () => {
  const scores = Array.from({ length: 2000 }, (_, i) => (i * 7919) % 97);
  const best = bestOf(50);
  for (const [document, score] of scores.entries()) best.offer(document, score);
  const sorted = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, 50);
  expect([...best.hits().documents]).toEqual(sorted);
});
