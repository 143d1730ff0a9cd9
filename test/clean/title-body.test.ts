import { describe, expect, it } from 'vitest';
import { titleBody } from '../../src/clean/index.ts';
import { pairOf, postWith } from './posts.ts';

describe('titleBody', () => {
  const recipe = titleBody();

  it('makes a pair of a question, the body still HTML', () => {
    const made = recipe.pair(postWith());
    if (typeof made === 'string') expect.fail(made);
    const texts = made.texts.map(({ name, html, value }) => ({ name, html, value }));
    expect({ texts }).toEqual(pairOf('Why does my dough not rise?', '<p>It has been two hours.</p>', true));
  });

  it.each([
    ['an answer', { typeId: 2 }, 'not_a_question'],
    ['a tag wiki with a title', { typeId: 4, body: '' }, 'not_a_question'],
    ['a question without title', { title: '' }, 'no_title'],
    ['a question without body', { body: '' }, 'no_body'],
  ])('makes none of %s', (_, parts, reason) => {
    expect(recipe.pair(postWith(parts))).toBe(reason);
    expect(recipe.reasons).toContain(reason);
  });

  it('names its columns, anchor first', () => {
    expect([recipe.recipe, recipe.columns]).toEqual(['title-body', ['title', 'body']]);
  });
});
