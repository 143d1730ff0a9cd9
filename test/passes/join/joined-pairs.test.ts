// Joined pairs: what their records say, what the books of each config say, and recipes of somebody's own.
import { describe, expect, test } from 'vitest';
import {
  bestWorstAnswers,
  fingerprint,
  htmlToText,
  score,
  squeeze,
  titleAnswer,
  titleBody,
  titleBodyAnswer,
} from '../../../src/clean/index.ts';
import type { PipelineDefinition } from '../../../src/pipeline.ts';
import type { JoinedPair, Recipe, Thread, ThreadPost, ThreadRecipe } from '../../../src/recipe.ts';
import type { Role } from '../../../src/types.ts';
import { pipelineWith, row } from '../helpers.ts';
import { answer, joined } from './join-rows.ts';

const clean = [htmlToText(), squeeze()];
const joinedBy = (pairs: readonly Recipe[], rows: readonly string[], parts: Partial<PipelineDefinition> = {}) =>
  joined(rows, pipelineWith({ pairs, clean, ...parts }));

const ROWS = [
  answer(3, 1, { Score: -2, OwnerUserId: 13, Body: '&lt;p&gt;Wait &amp;amp; see&lt;/p&gt;' }),
  row(1, {
    Score: 5,
    OwnerUserId: 11,
    Tags: '|hops|malt|',
    Body: '&lt;p&gt;It is  flat.&lt;/p&gt;',
    Title: 'Why “flat”?',
  }),
  answer(2, 1, { Score: 9, OwnerUserId: 12, OwnerDisplayName: 'Ann', Body: 'Use hops' }),
];

describe('a joined record', () => {
  const recipes = [titleBody(), titleAnswer(), titleBodyAnswer(), bestWorstAnswers()];
  const recordsOf = (parts: Partial<PipelineDefinition> = {}) => joinedBy(recipes, ROWS, parts).records;

  test('has texts joined by a space, in the order of the columns', () => {
    const records = recordsOf();
    expect(records['title-body']![0]!.texts).toEqual(['Why “flat”?', 'It is flat.']);
    expect(records['title-answer']![0]!.texts).toEqual(['Why “flat”?', 'Use hops']);
    expect(records['title-body-answer']![0]!.texts).toEqual(['Why “flat”? It is flat.', 'Use hops']);
    expect(records['best-worst-answers']![0]!.texts).toEqual(['Why “flat”? It is flat.', 'Use hops', 'Wait & see']);
  });

  test('is known by its driver: an answer’s votes and id, or the question’s', () => {
    const records = recordsOf();
    expect(records['title-body-answer']![0]).toMatchObject({ id: 2, votes: 9, questionId: 1 });
    expect(records['best-worst-answers']![0]).toMatchObject({ id: 1, votes: 5, questionId: 1 });
  });

  test('has the tags of the question, and credits every post with its role', () => {
    const { 'title-body-answer': [best] = [], 'best-worst-answers': [triplet] = [] } = recordsOf();
    expect([best!.tags, triplet!.tags]).toEqual(Array(2).fill(['hops', 'malt']));
    const posts = triplet!.posts.map(({ role, id, authorId, author, isAnswer }) => ({
      role,
      id,
      authorId,
      author,
      isAnswer,
    }));
    expect(posts).toEqual([
      { role: 'question', id: 1, authorId: 11, author: undefined, isAnswer: false },
      { role: 'answer', id: 2, authorId: 12, author: 'Ann', isAnswer: false },
      { role: 'negative', id: 3, authorId: 13, author: undefined, isAnswer: true },
    ]);
  });

  test('has the fingerprint of its own texts', () => {
    for (const [name, rows] of Object.entries(recordsOf())) {
      expect(rows.length, name).toBe(1);
      for (const { texts, fingerprint: print } of rows) expect(print).toBe(fingerprint(texts).toString('hex'));
    }
  });

  test('names nobody where authors are omitted', () => {
    const posts = Object.values(recordsOf({ authors: 'omit' })).flatMap((rows) => rows.flatMap(({ posts }) => posts));
    expect(posts.length).toBe(1 + 2 + 2 + 3);
    expect(posts.filter(({ authorId, author }) => authorId !== undefined || author !== undefined)).toEqual([]);
  });
});

describe('drivers without a pair', () => {
  const every = titleAnswer({ answer: 'every' });
  const dropped = (recipe: ThreadRecipe, rows: readonly string[], parts: Partial<PipelineDefinition> = {}) => {
    const { rows: all } = joinedBy([recipe], rows, parts);
    const { kept, dropped } = Object.values(all)[0]!;
    return { kept, ...dropped };
  };
  const keep = [score({ min: 0 })];

  test.each<[string, ThreadRecipe, string[], object]>([
    ['answers whose question is not there', every, [answer(2, 1), answer(3, 1)], { kept: 0, no_question: 2 }],
    [
      'answers whose question was left out',
      every,
      [row(1, { Score: -1 }), answer(2, 1)],
      { kept: 0, question_left_out: 1 },
    ],
    ['answers to an answer', every, [row(1), answer(2, 1), answer(3, 2)], { kept: 1, no_question: 1 }],
    [
      'a missing question comes before what the recipe says',
      titleAnswer(),
      [answer(2, 1), answer(3, 1)],
      { kept: 0, no_question: 2 },
    ],
    ['no question, no driver of that kind', bestWorstAnswers(), [answer(2, 1), answer(3, 1)], { kept: 0 }],
    [
      'questions of too few answers',
      bestWorstAnswers(),
      [row(1), row(5), answer(2, 1)],
      { kept: 0, too_few_answers: 2 },
    ],
    ['both rows of one question, each by itself', titleBody(), [row(1), row(1)], { kept: 2 }],
    ['one question of two rows for its answer', every, [row(1), row(1), answer(2, 1)], { kept: 1 }],
  ])('%s', (_, recipe, rows, expected) => {
    // titleBody() alone would need no join.
    expect(dropped('pair' in recipe ? asThreads(recipe) : recipe, rows, { keep })).toEqual(expected);
  });

  test('an answer that was left out is not the best one, and the next one is', () => {
    const rows = [row(1), answer(2, 1, { Score: 9, Body: '' }), answer(3, 1, { Score: 1 })];
    const { records } = joinedBy([titleAnswer()], rows);
    expect(records['title-answer']!.map(({ id }) => id)).toEqual([3]);
  });
});

function asThreads({ join, columns, reasons, options }: ThreadRecipe): ThreadRecipe {
  return { recipe: 'by-threads', driver: 'question', options, columns, reasons, join };
}

test('each config counts its pairs by partition, and they are as many as were kept', () => {
  const rows = Array.from({ length: 60 }, (_, i) => [row(10 * i + 1), answer(10 * i + 2, 10 * i + 1)]).flat();
  const { rows: all, records } = joinedBy([titleBody(), titleAnswer()], rows, {
    split: { test: 0.3, validation: 0.2 },
  });
  for (const [name, { kept, counts }] of Object.entries(all)) {
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(kept);
    expect(records[name]!.length).toBe(60);
    expect(counts.filter((count) => count > 0).length).toBe(counts.length);
  }
});

describe('a recipe of somebody’s own', () => {
  type Made = (thread: Thread, driver: ThreadPost) => unknown;
  const own = (join: Made): ThreadRecipe => ({
    recipe: 'own',
    driver: 'question',
    options: {},
    columns: ['title', 'second_answer'],
    reasons: ['no_second_answer'],
    join: join as ThreadRecipe['join'],
  });
  const roles = (...posts: [Role, ThreadPost | undefined][]) => posts.map(([role, post]) => ({ role, post }));
  const title = ({ question }: Thread) => [{ post: question, text: 'title' }];
  const second = own((thread) => {
    const [, post] = thread.answers;
    if (post === undefined) return 'no_second_answer';
    return {
      posts: roles(['question', thread.question], ['answer', post]),
      columns: [title(thread), [{ post, text: 'body' }]],
    };
  });

  test('makes pairs and gives its reasons', () => {
    const { rows, records } = joinedBy([second], [...ROWS, row(50)]);
    expect(rows.own).toMatchObject({ kept: 1, dropped: { no_second_answer: 1 } });
    expect(records.own!.map(({ texts }) => texts)).toEqual([['Why “flat”?', 'Wait & see']]);
  });

  test.each<[string, Made, string]>([
    [
      'throws',
      () => {
        throw new TypeError('it broke');
      },
      'recipe own: it failed: TypeError: it broke',
    ],
    ['gives a reason it did not declare', () => 'no_luck', 'one of: no_second_answer, found "no_luck"'],
    ['gives nothing', () => undefined, 'found no columns'],
    ['waits for something', async () => 'no_second_answer', 'found a promise'],
    [
      'forgets a column',
      (thread) => ({ posts: roles(['question', thread.question]), columns: [title(thread)] }),
      'found 1 columns',
    ],
    ['credits nobody', (thread) => ({ posts: [], columns: [title(thread), title(thread)] }), 'found 0 posts'],
    [
      'has a role of its own',
      (thread) => ({ posts: roles(['asker' as Role, thread.question]), columns: [title(thread), title(thread)] }),
      'found the role asker',
    ],
    [
      'makes up a post',
      (thread) => ({ posts: roles(['question', { ...thread.question }]), columns: [title(thread), title(thread)] }),
      'found a post other than those it was handed',
    ],
    [
      'takes an answer that is not there',
      (thread) => ({
        posts: roles(['question', thread.question], ['answer', thread.answers[7]]),
        columns: [title(thread), title(thread)],
      }),
      'found a post other than those it was handed',
    ],
    [
      'begins with an answer',
      (thread) => ({ posts: roles(['answer', thread.answers[0]]), columns: [title(thread), title(thread)] }),
      'found a first post that is not the question',
    ],
    [
      'takes an answer for the question',
      (thread) => ({ posts: roles(['question', thread.answers[0]]), columns: [title(thread), title(thread)] }),
      'found a first post that is not the question',
    ],
    [
      'asks for a text there is not',
      (thread) => ({
        posts: roles(['question', thread.question]),
        columns: [title(thread), [{ post: thread.question, text: 'tags' }]],
      }),
      'found a column that is no list of titles and bodies',
    ],
    [
      'asks for the title of an answer',
      (thread) => ({
        posts: roles(['question', thread.question], ['answer', thread.answers[0]]),
        columns: [title(thread), [{ post: thread.answers[0], text: 'title' }]],
      }),
      'found a column that is no list of titles and bodies',
    ],
    [
      'leaves a column empty',
      (thread) => ({ posts: roles(['question', thread.question]), columns: [title(thread), []] }),
      'found a column that is no list of titles and bodies',
    ],
    [
      'takes a text without crediting its post',
      (thread) => ({
        posts: roles(['question', thread.question]),
        columns: [title(thread), [{ post: thread.answers[0], text: 'body' }]],
      }),
      'found a text of a post that is none of its posts',
    ],
  ])('that %s is a mistake, told with its name', (_, join, message) => {
    expect(() => joinedBy([own(join)], ROWS)).toThrow(message);
    expect(() => joinedBy([own(join)], ROWS)).toThrow('recipe own');
  });

  test('may say what a pair of titleBody() says, in other words: then it has the fingerprint of its texts', () => {
    const swapped = own((thread) => ({
      posts: roles(['question', thread.question]),
      columns: [[{ post: thread.question, text: 'body' }], title(thread)],
    }));
    const [record] = joinedBy([swapped], ROWS).records.own!;
    expect(record!.texts).toEqual(['It is flat.', 'Why “flat”?']);
    expect(record!.fingerprint).toBe(fingerprint(['It is flat.', 'Why “flat”?']).toString('hex'));
  });

  test('of one config may go beside others', () => {
    const pairs: JoinedPair['columns'][] = [];
    const watching = own((thread, driver) => {
      const made = second.join(thread, driver);
      if (typeof made !== 'string') pairs.push(made.columns);
      return made;
    });
    const { records } = joinedBy([titleBody(), watching], ROWS);
    expect([records.own!.length, records['title-body']!.length, pairs.length]).toEqual([1, 1, 1]);
  });
});
