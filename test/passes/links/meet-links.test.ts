// Links to records of pairs: the questions they name are kept while threads are joined, then they meet.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  duplicateQuestions,
  fingerprint,
  linkedNegatives,
  linkedQuestions,
  score,
  titleAnswer,
} from '../../../src/clean/index.ts';
import { configsOf } from '../../../src/config-rules.ts';
import { wasmPass } from '../../../src/kernel/index.ts';
import { orderKey, sideOf } from '../../../src/order-key.ts';
import { columnPrint } from '../../../src/passes/join/fast-fingerprint.ts';
import type { JoinResult } from '../../../src/passes/join/spill-pairs.ts';
import { threadPartition } from '../../../src/passes/layout.ts';
import { LinkCollector } from '../../../src/passes/links/link-rows.ts';
import { openLinkedQuestions } from '../../../src/passes/links/linked-questions.ts';
import { createMeeter } from '../../../src/passes/links/meet-links.ts';
import type { PipelineDefinition } from '../../../src/pipeline.ts';
import type { LinkedQuestions, LinkRecipe, Recipe } from '../../../src/recipe.ts';
import { makeFolder } from '../../extract/dump-files.ts';
import { LAYOUT, pipelineWith, row, SITE } from '../helpers.ts';
import { answer, type JoinedRow, joined, readAll } from '../join/join-rows.ts';
import { linksOf } from './link-list.ts';

interface Met extends JoinResult {
  readonly records: Readonly<Record<string, readonly JoinedRow[]>>;
}

/** Pairs of these rows and links, by way of the files that passes hand each other. */
function meet(rows: readonly string[], list: string, parts: Partial<PipelineDefinition> = {}): Met {
  const pipeline = pipelineWith({ pairs: [duplicateQuestions(), linkedQuestions(), linkedNegatives()], ...parts });
  const folder = makeFolder();
  const paths = { links: join(folder, 'links'), ids: join(folder, 'ids') };
  const collector = new LinkCollector();
  for (const [row, link] of linksOf(list).entries()) collector.add(link, 100 * row);
  collector.write(paths);
  const { questions } = joined(rows, pipeline, { ids: paths.ids });
  const configs = configsOf(pipeline).filter(({ recipe }) => 'meet' in recipe);
  const filesOf = (name: string) => ({ records: join(folder, `${name}.records`), entries: join(folder, name) });
  const result = createMeeter(
    pipeline,
    LAYOUT,
    PRINT,
  )({
    ...{ kind: 'meet', input: 0, site: SITE, links: paths.links, sides: undefined, questions: [questions] },
    files: Object.fromEntries(configs.map(({ name }) => [name, filesOf(name)])),
  });
  const read = configs.map(
    ({ name, recipe }) => [name, readAll(filesOf(name).records, recipe.columns.length)] as const,
  );
  return { ...result, records: Object.fromEntries(read) };
}

const PRINT = columnPrint(await wasmPass());

const ROWS = [
  row(4, { Score: 7, OwnerUserId: 14, Title: 'Flat again' }),
  answer(3, 1),
  row(1, { OwnerUserId: 11, Tags: '|hops|', Title: 'Why flat?' }),
  row(6, { OwnerUserId: 16, Title: 'Why stale?' }),
];

describe('a record of a link', () => {
  test('belongs to the canonical question, has its tags, and the id and votes of the duplicate', () => {
    const [record] = meet(ROWS, '4=1').records['duplicates-title']!;
    expect(record).toMatchObject({
      questionId: 1,
      id: 4,
      votes: 7,
      tags: ['hops'],
      texts: ['Flat again', 'Why flat?'],
    });
    expect(record!.fingerprint).toBe(fingerprint(['Flat again', 'Why flat?']).toString('hex'));
    expect(record!.posts.map(({ role, id, authorId }) => [role, id, authorId])).toEqual([
      ['question', 1, 11],
      ['duplicate', 4, 14],
    ]);
  });

  test('of a mere link belongs to the question that links', () => {
    const [record] = meet(ROWS, '4-1').records['linked-title']!;
    expect(record).toMatchObject({ questionId: 4, id: 4, votes: 7, tags: [], texts: ['Flat again', 'Why flat?'] });
    expect(record!.posts.map(({ role, id }) => [role, id])).toEqual([
      ['question', 4],
      ['linked', 1],
    ]);
  });

  test('with a negative credits all three', () => {
    const [record] = meet(ROWS, '4=1 6-4').records['linked-negatives-title']!;
    expect(record).toMatchObject({ questionId: 1, id: 4, texts: ['Flat again', 'Why flat?', 'Why stale?'] });
    expect(record!.posts.map(({ role, id, isAnswer }) => [role, id, isAnswer])).toEqual([
      ['question', 1, false],
      ['duplicate', 4, false],
      ['negative', 6, false],
    ]);
  });

  test('names nobody where authors are omitted', () => {
    const { records } = meet(ROWS, '4=1 6-4', { authors: 'omit' });
    const posts = Object.values(records).flatMap((rows) => rows.flatMap(({ posts }) => posts));
    expect(posts.length).toBe(2 + 2 + 3);
    expect(posts.filter(({ authorId }) => authorId !== undefined)).toEqual([]);
  });

  test('stands in the partition of the question it belongs to, on its side', () => {
    const split = { test: 0.3, validation: 0.3 };
    const ids = Array.from({ length: 30 }, (_, i) => i + 1);
    const [side, key] = [sideOf(split, SITE), orderKey(42, SITE)];
    const list = ids.map((id) => `${id + 100}=${id}`).join(' ');
    const { rows } = meet(
      ids.flatMap((id) => [row(id), row(id + 100)]),
      list,
      { split },
    );
    const { kept, dropped, counts } = rows['duplicates-title']!;
    const pairs = ids.filter((id) => side(id) === side(id + 100));
    expect([kept, dropped.cluster_held_out]).toEqual([pairs.length, 30 - pairs.length]);
    const partitions = pairs.map((id) => threadPartition(LAYOUT, side(id), key(id)));
    expect(counts).toEqual(counts.map((_, partition) => partitions.filter((one) => one === partition).length));
  });
});

describe('ends that are no questions of the dump', () => {
  const dropped = (rows: readonly string[], list: string) => {
    const { kept, dropped } = meet(rows, list, { keep: [score({ min: 0 })] }).rows['duplicates-title']!;
    return { kept, ...dropped };
  };

  test.each<[string, string[], string, object]>([
    ['an answer that names a question', ROWS, '3=1', { kept: 0, dangling_link: 1 }],
    ['a question that names an answer', ROWS, '4=3', { kept: 0, dangling_link: 1 }],
    ['an answer that others answered', [...ROWS, answer(9, 3)], '4=3', { kept: 0, dangling_link: 1 }],
    ['a tag wiki', [...ROWS, row(9, { PostTypeId: 5 })], '4=9', { kept: 0, dangling_link: 1 }],
    ['nothing', ROWS, '4=77 77=4', { kept: 0, dangling_link: 2 }],
    [
      'a question that did not pass is there',
      [row(1, { Score: -1 }), row(4)],
      '4=1',
      { kept: 0, question_left_out: 1 },
    ],
    ['one of two rows passed', [row(1, { Score: -1 }), row(4), row(1)], '4=1', { kept: 1 }],
    ['no rows at all', [], '4=1', { kept: 0, dangling_link: 1 }],
    ['no links at all', ROWS, '', { kept: 0 }],
  ])('%s', (_, rows, list, expected) => {
    expect(dropped(rows, list)).toEqual(expected);
  });
});

test('the questions that were kept are found by id, in whichever file they are', () => {
  const folder = makeFolder();
  const collector = new LinkCollector();
  for (const link of linksOf('9=4 4=1 8=77')) collector.add(link, 0);
  const ids = join(folder, 'ids');
  collector.write({ links: join(folder, 'links'), ids });
  const pipeline = pipelineWith({ pairs: [titleAnswer()], keep: [score({ min: 0 })] });
  const files = [
    [row(9), row(5), answer(3, 1)],
    [row(4, { Score: -1 }), row(1, { Title: 'Why?' }), row(8)],
  ].map((rows) => joined(rows, pipeline, { ids }).questions);
  const questions = openLinkedQuestions(files);
  expect([...questions.ids]).toEqual([1, 4, 8, 9]);
  expect([0, 1, 2, 3].map((place) => questions.isLeftOut(place))).toEqual([false, true, false, false]);
  const { post, key } = questions.read(0);
  expect([post.id, key, questions.read(3).post.id]).toEqual([1, orderKey(42, SITE)(1), 9]);
  const { bytes, from, to } = post.parts.title;
  expect(bytes.toString('utf8', from, to)).toBe('Why?');
  questions.close();
});

describe('a recipe of somebody’s own', () => {
  const own = (meet: (questions: LinkedQuestions) => unknown, wantsLinked = false): LinkRecipe => ({
    recipe: 'own-links',
    links: 'duplicates',
    wantsLinked,
    options: {},
    columns: ['one', 'other'],
    reasons: ['few_votes'],
    meet: meet as LinkRecipe['meet'],
  });
  const bodies = ({ from, to }: LinkedQuestions) => [[{ post: to, text: 'body' }], [{ post: from, text: 'body' }]];
  const dropped = (recipe: Recipe) => meet(ROWS, '4=1 6=4 4-6', { pairs: [recipe] });

  test('makes pairs, which belong to their first question, and gives its reasons', () => {
    const { rows, records } = dropped(
      own((both) =>
        both.from.votes < 5
          ? 'few_votes'
          : {
              posts: [
                { role: 'question', post: both.from },
                { role: 'duplicate', post: both.to },
              ],
              columns: bodies(both),
            },
      ),
    );
    expect(rows['own-links']).toMatchObject({ kept: 1, dropped: { few_votes: 1, not_a_duplicate: 1 } });
    expect(records['own-links']).toMatchObject([{ questionId: 4, id: 4, texts: ['Body 1', 'Body 4'] }]);
  });

  test('may make pairs of the question that is linked to the two', () => {
    const rows = [...ROWS, row(8, { Tags: '|yeast|' })];
    const recipe = own(({ to, linked }) => {
      if (linked === undefined) return 'few_votes';
      return {
        posts: [
          { role: 'question', post: linked },
          { role: 'linked', post: to },
        ],
        columns: [[{ post: linked, text: 'title' }], [{ post: to, text: 'title' }]],
      };
    }, true);
    const { records } = meet(rows, '4=1 8-4', { pairs: [recipe] });
    expect(records['own-links']).toMatchObject([
      { questionId: 8, id: 4, tags: ['yeast'], texts: ['Title 8', 'Why flat?'] },
    ]);
  });

  test('is not handed a linked question because another one asks for it', () => {
    const asking = own(({ linked }) => (linked === undefined ? 'few_votes' : 'handed'));
    const { rows } = meet(ROWS, '4=1 6-4', { pairs: [asking, linkedNegatives()] });
    expect(rows).toMatchObject({ 'own-links': { dropped: { few_votes: 1 } }, 'linked-negatives-title': { kept: 1 } });
  });

  test.each<[string, (questions: LinkedQuestions) => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('it broke');
      },
      'recipe own-links: it failed: Error: it broke',
    ],
    ['gives a reason it did not declare', () => 'whatever', 'found "whatever"'],
    [
      'begins with a duplicate',
      (both) => ({ posts: [{ role: 'duplicate', post: both.from }], columns: bodies(both) }),
      'found a first post that is not the question',
    ],
    [
      'credits one of two',
      (both) => ({ posts: [{ role: 'question', post: both.from }], columns: bodies(both) }),
      'found a text of a post that is none of its posts',
    ],
    [
      'did not ask for a linked question and takes it',
      (both) => ({
        posts: [
          { role: 'question', post: both.to },
          { role: 'linked', post: both.linked },
        ],
        columns: bodies(both),
      }),
      'found a post other than those it was handed',
    ],
    [
      'has too many columns',
      (both) => ({ posts: [{ role: 'question', post: both.to }], columns: [...bodies(both), []] }),
      'found 3 columns',
    ],
  ])('that %s is a mistake, told with its name', (_, meets, message) => {
    expect(() => dropped(own(meets))).toThrow(message);
    expect(() => dropped(own(meets))).toThrow('recipe own-links');
  });
});
