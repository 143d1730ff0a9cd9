// Recipes of questions and answers: which answer makes a pair, which wins a tie, and what is said of bad options.
import { describe, expect, test } from 'vitest';
import {
  type AnswerOptions,
  type BestWorstOptions,
  bestWorstAnswers,
  titleAnswer,
  titleBody,
  titleBodyAnswer,
} from '../../src/clean/index.ts';
import type { JoinedPair, Thread, ThreadPost, ThreadRecipe } from '../../src/recipe.ts';

const QUESTION: ThreadPost = { id: 1, votes: 4, isAccepted: false };

/** Answers numbered from 2 by these votes, in the order that threads have them. */
function threadOf(votes: readonly number[], acceptedId = 0): Thread {
  const answers = votes.map((votes, i) => ({ id: i + 2, votes, isAccepted: i + 2 === acceptedId }));
  return { question: QUESTION, answers: answers.sort((a, b) => b.votes - a.votes || a.id - b.id) };
}

/** A pair as `1.title 1.body | 2.body`. */
const columnsOf = (pair: JoinedPair) =>
  pair.columns.map((texts) => texts.map(({ post, text }) => `${post.id}.${text}`).join(' ')).join(' | ');

const postsOf = (pair: JoinedPair | string) =>
  typeof pair === 'string' ? pair : pair.posts.map(({ role, post }) => `${role} ${post.id}`);

/** What each answer makes, by id: `pair`, or a reason. */
function byAnswer(recipe: ThreadRecipe, thread: Thread): string[] {
  return thread.answers
    .toSorted((a, b) => a.id - b.id)
    .map((answer) => recipe.join(thread, answer))
    .map((made) => (typeof made === 'string' ? made : 'pair'));
}

const [NOT_BEST, NOT_ACCEPTED, LOW] = ['not_best_answer', 'not_accepted', 'low_answer_score'];

describe.each([
  ['titleAnswer', titleAnswer, 'title-answer', ['title', 'answer']],
  ['titleBodyAnswer', titleBodyAnswer, 'title-body-answer', ['title_body', 'answer']],
] as const)('%s', (_, recipeOf, name, columns) => {
  test.each<[string, AnswerOptions, Thread, string[]]>([
    ['the best by default', {}, threadOf([1, 7, 3]), [NOT_BEST, 'pair', NOT_BEST]],
    ['of the same votes, the lowest id', {}, threadOf([1, 7, 7]), [NOT_BEST, 'pair', NOT_BEST]],
    ['the best, whether or not it was accepted', {}, threadOf([9, 3], 3), ['pair', NOT_BEST]],
    ['the best of negative ones', {}, threadOf([-3, -1]), [NOT_BEST, 'pair']],
    ['the only one', {}, threadOf([0]), ['pair']],
    ['none where there is none', {}, threadOf([]), []],
    ['the accepted one', { answer: 'accepted' }, threadOf([25, 3], 3), [NOT_ACCEPTED, 'pair']],
    ['none where none was accepted', { answer: 'accepted' }, threadOf([25, 3]), [NOT_ACCEPTED, NOT_ACCEPTED]],
    ['every one', { answer: 'every' }, threadOf([1, 7, -3]), ['pair', 'pair', 'pair']],
    ['every one of votes enough', { answer: 'every', min: 1 }, threadOf([1, 7, 0]), ['pair', 'pair', LOW]],
    ['no best of few votes', { min: 8 }, threadOf([1, 7]), [NOT_BEST, LOW]],
    ['no accepted one of few votes', { answer: 'accepted', min: 0 }, threadOf([5, -1], 3), [NOT_ACCEPTED, LOW]],
    ['one at the least votes', { min: 7 }, threadOf([7]), ['pair']],
    ['below zero, where that is the least', { answer: 'every', min: -2 }, threadOf([-2, -3]), ['pair', LOW]],
  ])('pairs %s', (_, options, thread, expected) => {
    const recipe = recipeOf(options);
    expect(byAnswer(recipe, thread)).toEqual(expected);
    for (const reason of expected) expect(['pair', ...recipe.reasons]).toContain(reason);
  });

  test('is driven by answers, and says its kind and columns', () => {
    const recipe = recipeOf();
    expect([recipe.driver, recipe.recipe, recipe.name, recipe.columns]).toEqual(['answer', name, name, columns]);
    expect(recipe.options).toEqual({ answer: 'best' });
  });

  test('has the name it is given, which is no option of it', () => {
    const recipe = recipeOf({ answer: 'every', min: 0, name: 'my-answers' });
    expect([recipe.recipe, recipe.name, recipe.options]).toEqual([name, 'my-answers', { answer: 'every', min: 0 }]);
  });

  test.each<[unknown, string]>([
    [{ answer: 'worst' }, `step ${name}: bad option answer; expected 'best' or 'accepted' or 'every', found "worst"`],
    [{ min: 0.5 }, `step ${name}: bad option min; expected a whole number, found 0.5`],
    [{ name: 3 }, `step ${name}: bad option name; expected a name such as title-body, found 3`],
    [{ most: 3 }, `step ${name}: unknown option; expected answer, min, name, found "most"`],
    ['best', `step ${name}: its options are no object; expected an object with answer, min, name, found "best"`],
  ])('is not made with %j', (options, message) => {
    expect(() => recipeOf(options as AnswerOptions)).toThrow(message);
  });
});

test('a pair is of the question and the answer, and the anchor of the title or of title and body', () => {
  const thread = threadOf([3]);
  const pairs = [titleAnswer(), titleBodyAnswer()].map((recipe) => recipe.join(thread, thread.answers[0]!));
  expect(pairs.map((pair) => columnsOf(pair as JoinedPair))).toEqual(['1.title | 2.body', '1.title 1.body | 2.body']);
  expect(pairs.map(postsOf)).toEqual(Array(2).fill(['question 1', 'answer 2']));
});

test('titleBody is of the question alone, answers or not', () => {
  const pairs = [threadOf([]), threadOf([3])].map((thread) => titleBody().join(thread, QUESTION));
  expect(pairs.map(postsOf)).toEqual([['question 1'], ['question 1']]);
  expect(pairs.map((pair) => columnsOf(pair as JoinedPair))).toEqual(['1.title | 1.body', '1.title | 1.body']);
});

describe('bestWorstAnswers', () => {
  const made = (options: BestWorstOptions, thread: Thread) => {
    const recipe = bestWorstAnswers(options);
    const pair = recipe.join(thread, thread.question);
    if (typeof pair === 'string') expect(recipe.reasons).toContain(pair);
    return postsOf(pair);
  };
  const triplet = (best: number, worst: number) => ['question 1', `answer ${best}`, `negative ${worst}`];

  test.each<[string, BestWorstOptions, Thread, ReturnType<typeof made>]>([
    ['no answers', {}, threadOf([]), 'too_few_answers'],
    ['one answer', {}, threadOf([500]), 'too_few_answers'],
    ['a margin of 100', {}, threadOf([0, 100]), triplet(3, 2)],
    ['a margin of 99', {}, threadOf([0, 99]), 'small_margin'],
    ['a worst one below 0', {}, threadOf([-1, 2]), triplet(3, 2)],
    ['a worst one below 0 and a best one too', {}, threadOf([-3, -1]), triplet(3, 2)],
    ['two of the same votes below 0', {}, threadOf([-3, -3]), 'small_margin'],
    ['a worst one below 0 that is not enough', { downvoted: false }, threadOf([-1, 98]), 'small_margin'],
    ['a worst one below 0 and the margin', { downvoted: false }, threadOf([-1, 99]), triplet(3, 2)],
    ['another margin', { margin: 3 }, threadOf([4, 1]), triplet(2, 3)],
    ['less than another margin', { margin: 3 }, threadOf([3, 1]), 'small_margin'],
    ['no margin and one vote', { margin: 0 }, threadOf([1, 2]), triplet(3, 2)],
    ['no margin and the same votes', { margin: 0 }, threadOf([2, 2]), 'small_margin'],
    ['ties: the lowest id is best, the highest worst', { margin: 1 }, threadOf([2, 9, 9, 2]), triplet(3, 5)],
    ['what stands between', { margin: 1 }, threadOf([2, 9, 5, 0]), triplet(3, 5)],
    ['an accepted one that is worst', { margin: 1 }, threadOf([2, 9], 2), triplet(3, 2)],
  ])('of %s', (_, options, thread, expected) => {
    expect(made(options, thread)).toEqual(expected);
  });

  test('is driven by questions, and has a column for each text', () => {
    const recipe = bestWorstAnswers();
    expect([recipe.driver, recipe.recipe, recipe.name]).toEqual(['question', ...Array(2).fill('best-worst-answers')]);
    expect(recipe.options).toEqual({ margin: 100, downvoted: true });
    const pair = recipe.join(threadOf([0, 200]), QUESTION) as JoinedPair;
    expect(recipe.columns).toEqual(['title_body', 'best_answer', 'worst_answer']);
    expect(columnsOf(pair)).toBe('1.title 1.body | 3.body | 2.body');
    expect(bestWorstAnswers({ name: 'other' }).name).toBe('other');
  });

  test.each<[unknown, string]>([
    [{ margin: -1 }, 'bad option margin; expected a whole number of at least 0, found -1'],
    [{ margin: '9' }, 'bad option margin; expected a whole number of at least 0, found "9"'],
    [{ downvoted: 1 }, 'bad option downvoted; expected true or false, found 1'],
    [{ min: 1 }, 'unknown option; expected margin, downvoted, name, found "min"'],
  ])('is not made with %j', (options, message) => {
    expect(() => bestWorstAnswers(options as BestWorstOptions)).toThrow(message);
  });
});
