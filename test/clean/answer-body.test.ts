import { describe, expect, test } from 'vitest';
import { answerBody } from '../../src/clean/index.ts';
import { postWith } from './posts.ts';

const answer = { typeId: 2, parentId: 3, title: '' };

describe('answerBody', () => {
  test('gives the body, as HTML', () => {
    expect(answerBody().pair(postWith({ ...answer, body: '<p>yes</p>' }))).toEqual({
      texts: [{ name: 'answer', html: true, value: '<p>yes</p>' }],
    });
  });

  test.each([
    ['a question', { ...answer, typeId: 1 }, 'not_an_answer'],
    ['a tag wiki', { ...answer, typeId: 5 }, 'not_an_answer'],
    ['an answer to nothing', { ...answer, parentId: undefined, body: '' }, 'no_question_id'],
    ['an answer to question 0', { ...answer, parentId: 0 }, 'no_question_id'],
    ['an answer to a question below 0', { ...answer, parentId: -3 }, 'no_question_id'],
    ['an answer without a body', { ...answer, body: '' }, 'no_body'],
  ])('drops %s', (_, post, reason) => {
    expect(answerBody().pair(postWith(post))).toBe(reason);
  });
});
