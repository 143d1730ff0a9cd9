import { expect, test } from 'vitest';
import { questionsOf } from '../../src/passes/screen/named-questions.ts';

test('a row is about the question of its thread and about every other question in it, but about no answer', () => {
  const posts = [
    { role: 'question', id: 1 },
    { role: 'answer', id: 2 },
    { role: 'duplicate', id: 3 },
    { role: 'linked', id: 4 },
    { role: 'negative', id: 5 },
    { role: 'negative', isAnswer: true, id: 6 },
  ] as const;
  expect([...questionsOf({ questionId: 1, posts })]).toEqual([1, 3, 4, 5]);
});

test('a row that credits answers alone is about the question they answer', () => {
  expect([...questionsOf({ questionId: 7, posts: [{ role: 'answer', id: 8 }] })]).toEqual([7]);
});
