// Recipes of linked questions: columns, roles and texts by option, and what is said of bad options.
import { describe, expect, test } from 'vitest';
import { duplicateQuestions, type LinkedOptions, linkedNegatives, linkedQuestions } from '../../src/clean/index.ts';
import type { JoinedPair, LinkedQuestions, LinkRecipe, ThreadPost } from '../../src/recipe.ts';

const post = (id: number): ThreadPost => ({ id, votes: 3, isAccepted: false });
const TWO: LinkedQuestions = { from: post(1), to: post(2), linked: undefined };
const THREE: LinkedQuestions = { ...TWO, linked: post(3) };

/** A pair as `1.title 1.body | 2.title 2.body`. */
const columnsOf = (pair: JoinedPair | string) =>
  typeof pair === 'string'
    ? pair
    : pair.columns.map((texts) => texts.map(({ post, text }) => `${post.id}.${text}`).join(' ')).join(' | ');

const postsOf = (pair: JoinedPair | string) =>
  typeof pair === 'string' ? pair : pair.posts.map(({ role, post }) => `${role} ${post.id}`);

describe('texts and columns', () => {
  const both = '1.title 1.body | 2.title 2.body';
  test.each<[LinkRecipe, string, string[], string]>([
    [duplicateQuestions(), 'duplicates-title', ['duplicate_title', 'title'], '1.title | 2.title'],
    [duplicateQuestions({ text: 'body' }), 'duplicates-body', ['duplicate_body', 'body'], '1.body | 2.body'],
    [duplicateQuestions({ text: 'title-body' }), 'duplicates-title-body', ['duplicate_title_body', 'title_body'], both],
    [linkedQuestions(), 'linked-title', ['title', 'linked_title'], '1.title | 2.title'],
    [linkedQuestions({ text: 'body' }), 'linked-body', ['body', 'linked_body'], '1.body | 2.body'],
    [linkedQuestions({ text: 'title-body' }), 'linked-title-body', ['title_body', 'linked_title_body'], both],
    [
      linkedNegatives(),
      'linked-negatives-title',
      ['duplicate_title', 'title', 'linked_title'],
      '1.title | 2.title | 3.title',
    ],
    [
      linkedNegatives({ text: 'title-body' }),
      'linked-negatives-title-body',
      ['duplicate_title_body', 'title_body', 'linked_title_body'],
      `${both} | 3.title 3.body`,
    ],
  ])('%#: $name', (recipe, name, columns, texts) => {
    expect([recipe.name, recipe.columns]).toEqual([name, columns]);
    expect(columnsOf(recipe.meet(THREE))).toBe(texts);
  });

  test('no two recipes of the kinds have one name, whatever their texts', () => {
    const texts = ['title', 'body', 'title-body'] as const;
    const names = [duplicateQuestions, linkedQuestions, linkedNegatives].flatMap((recipeOf) =>
      texts.map((text) => recipeOf({ text }).name),
    );
    expect(new Set(names).size).toBe(9);
  });
});

test.each<[string, LinkRecipe, LinkRecipe['links'], string[]]>([
  ['a duplicate belongs to its canonical question', duplicateQuestions(), 'duplicates', ['question 2', 'duplicate 1']],
  ['a linked question belongs to the one that links', linkedQuestions(), 'linked', ['question 1', 'linked 2']],
  ['a negative comes last', linkedNegatives(), 'duplicates', ['question 2', 'duplicate 1', 'negative 3']],
])('%s', (_, recipe, links, posts) => {
  expect([recipe.links, postsOf(recipe.meet(THREE))]).toEqual([links, posts]);
});

test('only negatives ask for a linked question, and say when there is none', () => {
  const recipes = [duplicateQuestions(), linkedQuestions(), linkedNegatives()];
  expect(recipes.map(({ wantsLinked }) => wantsLinked)).toEqual([false, false, true]);
  expect(recipes.map((recipe) => typeof recipe.meet(TWO))).toEqual(['object', 'object', 'string']);
  expect(linkedNegatives().meet(TWO)).toBe('no_linked_question');
  expect(recipes.map(({ reasons }) => reasons)).toEqual([[], [], ['no_linked_question']]);
});

test('a name that is given is no option', () => {
  const recipe = duplicateQuestions({ text: 'body', name: 'mine' });
  expect([recipe.recipe, recipe.name, recipe.options]).toEqual(['duplicates', 'mine', { text: 'body' }]);
});

describe.each([
  ['duplicates', duplicateQuestions],
  ['linked', linkedQuestions],
  ['linked-negatives', linkedNegatives],
] as const)('%s', (kind, recipeOf) => {
  test.each<[unknown, string]>([
    [{ text: 'answer' }, `step ${kind}: bad option text; expected 'title' or 'body' or 'title-body', found "answer"`],
    [{ name: null }, `step ${kind}: bad option name; expected a name such as title-body, found null`],
    [{ margin: 1 }, `step ${kind}: unknown option; expected text, name, found "margin"`],
    ['title', `step ${kind}: its options are no object; expected an object with text, name, found "title"`],
  ])('is not made with %j', (options, message) => {
    expect(() => recipeOf(options as LinkedOptions)).toThrow(message);
  });
});
