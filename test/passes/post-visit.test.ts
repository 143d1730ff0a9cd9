// Where pairs are joined: what a block leaves of its questions and answers, and what its two books say.
import { describe, expect, test } from 'vitest';
import { fingerprint, htmlToText, length, score, squeeze } from '../../src/clean/index.ts';
import { orderKey, sideOf } from '../../src/order-key.ts';
import { threadPartition } from '../../src/passes/layout.ts';
import { createRouter } from '../../src/passes/route.ts';
import type { PostsResult, RouteTask } from '../../src/passes/route-task.ts';
import type { PipelineDefinition } from '../../src/pipeline.ts';
import {
  isAnswerRecord,
  isLeftOut,
  readRecord,
  recordByte,
  recordId,
  recordKey,
  recordLength,
  recordQuestionId,
} from '../../src/spill/record.ts';
import { asStrings, block, LAYOUT, pipelineWith, row, SITE } from './helpers.ts';

interface Options extends Partial<PipelineDefinition> {
  readonly takedowns?: readonly string[];
}

function route(rows: readonly string[], { takedowns = [], ...parts }: Options = {}, task: Partial<RouteTask> = {}) {
  const router = createRouter({ ...pipelineWith(parts), takedowns }, LAYOUT, { joins: true });
  const all = { kind: 'route', input: 4, site: SITE, maxRows: Infinity, keepDropped: false } as const;
  return router({ ...all, block: block(...rows), ...task });
}

const answer = (id: number, parentId: number | string, attributes: Parameters<typeof row>[1] = {}) =>
  row(id, { PostTypeId: 2, ParentId: parentId, Title: '', ...attributes });

/** The records of a result, in the order of their partitions. */
function recordsOf({ posts }: PostsResult) {
  const bytes = Buffer.from(posts.bytes);
  const found = [];
  for (let at = 0; at < bytes.length; at += recordLength(bytes, at)) found.push({ bytes, at });
  return found;
}

/** Posts as `answer 2 of 1`, those left out as `no answer 2 of 1`, by id. */
const told = (result: PostsResult) =>
  recordsOf(result)
    .toSorted((a, b) => recordId(a.bytes, a.at) - recordId(b.bytes, b.at))
    .map(({ bytes, at }) => {
      const what = isAnswerRecord(bytes, at) ? 'answer' : 'question';
      const thread = `${what} ${recordId(bytes, at)} of ${recordQuestionId(bytes, at)}`;
      return isLeftOut(bytes, at) ? `no ${thread}` : thread;
    });

const only = (result: PostsResult) => {
  const [{ bytes, at }] = recordsOf(result) as [{ bytes: Buffer; at: number }];
  return asStrings(readRecord(bytes, at, 2));
};

const lengths = {
  clean: [htmlToText(), squeeze(), length('title', { min: 4 }), length('answer', { min: 5, max: 10 })],
};

describe('a question', () => {
  test('is a record of its texts that knows its accepted answer', () => {
    const record = only(route([row(1, { AcceptedAnswerId: 9, Tags: '|hops|' })]));
    expect(record).toMatchObject({ id: 1, questionId: 1, acceptedId: 9, texts: ['Title 1', 'Body 1'], tags: ['hops'] });
    expect(record.posts).toMatchObject([{ role: 'question', id: 1 }]);
    expect(record.fingerprint).toBe(fingerprint(['Title 1', 'Body 1']).toString('hex'));
  });

  test.each(['0', '-5'])('has no accepted answer %s', (AcceptedAnswerId) => {
    expect(only(route([row(1, { AcceptedAnswerId })])).acceptedId).toBeUndefined();
  });
});

describe('an answer', () => {
  test('is a record of its body in the thread of its question', () => {
    const attributes = { Body: '&lt;p&gt;Use  hops&lt;/p&gt;', OwnerUserId: 12, AcceptedAnswerId: 3, Score: -7 };
    const record = only(route([answer(2, 1, attributes)], lengths));
    expect(record).toMatchObject({ id: 2, questionId: 1, votes: -7, texts: ['', 'Use hops'], tags: [] });
    expect(record.acceptedId).toBeUndefined();
    expect(record.posts).toMatchObject([{ role: 'answer', id: 2, authorId: 12 }]);
    expect(record.fingerprint).toBe('0'.repeat(32));
  });

  test('stands in the partition and under the key of its question, whichever comes first', () => {
    const parts = { split: { test: 0.5, validation: 0.25 } };
    const [side, key] = [sideOf(parts.split, SITE), orderKey(42, SITE)];
    for (const id of Array.from({ length: 30 }, (_, id) => id + 1)) {
      const rows = [answer(id + 100, id), row(id), answer(id + 200, id, { Body: '' })];
      const result = route(rows, parts);
      const partition = threadPartition(LAYOUT, side(id), key(id));
      expect([...result.counts].map((count, p) => (count > 0 ? p : -1)).filter((p) => p >= 0)).toEqual([partition]);
      expect(result.counts[partition]).toBe(3);
      expect(recordsOf(result).map(({ bytes, at }) => recordKey(bytes, at))).toEqual([key(id), key(id), key(id)]);
      const places = recordsOf(result).map(({ bytes, at }) => recordByte(bytes, at));
      expect(places).toEqual([0, rows[0]!.length, rows[0]!.length + rows[1]!.length]);
    }
  });
});

describe('an answer has one reason, the first in the fixed order', () => {
  // Each row has the fault of its line and every one of those below, as far as they go together.
  const bad = { Body: '', Score: -5 };
  test.each<[string, string]>([
    ['malformed_row', answer(1_000_000_001, 'x', { ...bad, OwnerUserId: -1 })],
    ['planted_post', answer(1_000_000_001, 0, { ...bad, OwnerUserId: -1 })],
    ['answer_bot_post', answer(2, 0, { ...bad, OwnerUserId: -2 })],
    ['no_question_id', answer(2, 0, bad)],
    ['no_question_id', answer(2, -1, bad)],
    ['no_question_id', row(2, { ...bad, PostTypeId: 2 })],
    ['no_body', answer(2, 1, bad).replace(/ CreationDate="[^"]*"/, '')],
    ['no_date', answer(2, 1, { Body: 'no' }).replace(/ CreationDate="[^"]*"/, '')],
    ['answer_too_short', answer(2, 1, { Body: '&lt;p&gt;1234&lt;/p&gt;' })],
    ['answer_too_long', answer(2, 1, { Body: '12345678901' })],
    ['kept', answer(2, 1, { Body: '1234567890', Score: -5 })],
  ])('%s', (reason, text) => {
    const [question, answered] = route([text], { ...lengths, keep: [score({ min: 0 })] }).books;
    expect(Object.keys(answered!.dropped)[0] ?? 'kept').toBe(reason);
    const isFault = ['malformed_row', 'planted_post', 'answer_bot_post'].includes(reason);
    expect(question).toMatchObject({ kept: 0, dropped: { [isFault ? reason : 'not_a_question']: 1 } });
  });
});

test('there are two books of all rows, and each drops what drives no pair of its own', () => {
  const rows = [
    row(1),
    row(2, { Title: '' }),
    answer(3, 1),
    answer(4, 1),
    answer(5, 2, { Body: '' }),
    row(6, { PostTypeId: 5 }),
    answer(7, 1, { OwnerUserId: -2 }),
    '<row Id="x" />\n',
  ];
  expect(route(rows).books).toEqual([
    {
      rows: 8,
      kept: 1,
      dropped: { no_title: 1, not_a_question: 4, answer_bot_post: 1, malformed_row: 1 },
      repaired: 0,
    },
    {
      rows: 8,
      kept: 2,
      dropped: { not_an_answer: 3, no_body: 1, answer_bot_post: 1, malformed_row: 1 },
      repaired: 0,
    },
  ]);
});

describe('whoever joins is told of every post of a thread, and that some did not pass', () => {
  test.each<[string, string[], string[], Options?]>([
    ['what passed', [row(1), answer(2, 1)], ['question 1 of 1', 'answer 2 of 1']],
    ['a question without a title', [row(1, { Title: '' })], ['no question 1 of 1']],
    ['a question of too few votes', [row(1)], ['no question 1 of 1'], { keep: [score({ min: 9 })] }],
    ['an answer without a body', [answer(2, 1, { Body: '' })], ['no answer 2 of 1']],
    ['a fabricated question', [row(1, { OwnerUserId: -2 })], ['no question 1 of 1']],
    ['a fabricated answer', [answer(2, 1, { OwnerUserId: -2 })], ['no answer 2 of 1']],
    ['an answer to itself', [answer(2, 2, { Body: '' })], ['no answer 2 of 2']],
    ['a question taken down', [row(1)], ['no question 1 of 1'], { takedowns: [`${SITE}/1`] }],
    ['an answer taken down', [answer(2, 1)], ['no answer 2 of 1'], { takedowns: [`${SITE}/2`] }],
    ['a user taken down', [answer(2, 1, { OwnerUserId: 5 })], ['no answer 2 of 1'], { takedowns: [`${SITE}/user/5`] }],
    ['nothing of an answer that is to no question', [row(2, { PostTypeId: 2 })], []],
    ['nothing of what is neither', [row(2, { PostTypeId: 5, ParentId: 1 })], []],
    ['nothing of a row that cannot be read', ['<row Id="1" PostTypeId="one" />\n'], []],
  ])('%s', (_, rows, expected, options) => {
    expect(told(route(rows, options))).toEqual(expected);
  });

  test('what was taken down is counted in the book of its kind', () => {
    const [question, answered] = route([row(1), answer(2, 1)], { takedowns: [`${SITE}/1`] }).books;
    expect(question).toMatchObject({ kept: 0, dropped: { taken_down: 1, not_a_question: 1 } });
    expect(answered).toMatchObject({ kept: 1, dropped: { not_an_answer: 1 } });
  });
});

describe('rules', () => {
  test('about a text that a post does not have are passed over', () => {
    const rows = [row(1, { Body: 'b' }), answer(2, 1, { Body: 'fitting' })];
    expect(told(route(rows, lengths))).toEqual(['question 1 of 1', 'answer 2 of 1']);
  });

  test('about a text that no post has are a mistake', () => {
    const clean = [length('boddy', { min: 1 })];
    expect(() => route([row(1)], { clean })).toThrow('no text named boddy');
    expect(() => route([answer(2, 1)], { clean })).toThrow('no text named boddy');
  });

  test('on votes are about questions alone', () => {
    const rows = [row(1, { Score: -1 }), answer(2, 1, { Score: -1 })];
    expect(told(route(rows, { keep: [score({ min: 0 })] }))).toEqual(['no question 1 of 1', 'answer 2 of 1']);
  });
});

test('dropped rows are shown by book, and kept answers as no questions', () => {
  const rows = [row(1), answer(2, 1), answer(3, 1, { Body: '' }), '<row Id="x" />\n'];
  const { dropped } = route(rows, {}, { keepDropped: true });
  const [questions, answers] = [...dropped.ends].map((end, book) =>
    Buffer.from(dropped.bytes.subarray(book === 0 ? 0 : dropped.ends[book - 1]!, end))
      .toString()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { id?: number; reason: string })
      .map(({ id, reason }) => `${id} ${reason}`),
  );
  expect(questions).toEqual(['2 not_a_question', '3 not_a_question', 'undefined malformed_row']);
  expect(answers).toEqual(['1 not_an_answer', '3 no_body', 'undefined malformed_row']);
});

test('only questions are samples', () => {
  const { samples } = route([answer(2, 1), row(1), row(3, { Title: '' })]);
  expect(samples.map(({ title }) => title)).toEqual(['Title 1']);
});
