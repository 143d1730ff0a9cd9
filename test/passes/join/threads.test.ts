// Records of posts as threads: whatever stands where in the file, and however many passes a partition takes.
import { describe, expect, test } from 'vitest';
import { score } from '../../../src/clean/index.ts';
import { threadsOf } from '../../../src/passes/join/thread-posts.ts';
import { partitionRange, threadPartitions } from '../../../src/passes/layout.ts';
import { partitionListReader } from '../../../src/spill/index.ts';
import { dice, LAYOUT, pipelineWith, row } from '../helpers.ts';
import { answer, routed } from './join-rows.ts';

const PIPELINE = pipelineWith({ keep: [score({ min: 0 })] });
const ONE = { ...LAYOUT, sides: { train: 1, validation: 1, test: 1 } };

/** Threads as `1 asked: q1 a3* a2`, the accepted answer with a star, by question id; `limitBytes` of a partition at once. */
function told(rows: readonly string[], limitBytes?: number, layout = LAYOUT): string[] {
  const read = partitionListReader(limitBytes);
  const found: (readonly [number, string])[] = [];
  const spills = routed(rows, PIPELINE, layout);
  for (let partition = 0; partition < threadPartitions(layout); partition++) {
    for (const records of read(spills, partitionRange(layout, partition))) {
      for (const { questionId, asked, questions, answers } of threadsOf(records)) {
        const posts = [
          ...questions.map(({ id }) => `q${id}`),
          ...answers.map(({ id, isAccepted }) => `a${id}${isAccepted ? '*' : ''}`),
        ];
        found.push([questionId, [questionId, asked === undefined ? 'missing:' : 'asked:', ...posts].join(' ')]);
      }
    }
  }
  return found.sort(([a], [b]) => a - b).map(([, thread]) => thread);
}

const noQuestion = row(1, { Score: -1 });

describe('a thread has', () => {
  test.each<[string, string[], string[]]>([
    ['its question and answers', [row(1), answer(2, 1), answer(3, 1)], ['1 asked: q1 a2 a3']],
    [
      'answers that stand before their question',
      [answer(2, 1), row(5), answer(9, 5), row(1)],
      ['1 asked: q1 a2', '5 asked: q5 a9'],
    ],
    ['answers with an id below that of their question', [answer(2, 7), row(7)], ['7 asked: q7 a2']],
    ['a question alone', [row(1)], ['1 asked: q1']],
    ['answers whose question was left out', [noQuestion, answer(2, 1)], ['1 asked: a2']],
    ['answers whose question is missing', [answer(2, 1)], ['1 missing: a2']],
    ['no answer that was left out', [row(1), answer(2, 1, { Body: '' }), answer(3, 1)], ['1 asked: q1 a3']],
    ['nobody, if all were left out', [noQuestion, answer(2, 1, { Body: '' })], ['1 asked:']],
    [
      'the answers to an answer, which is no question',
      [row(1), answer(2, 1), answer(3, 2)],
      ['1 asked: q1 a2', '2 missing: a3'],
    ],
    ['both rows of one question', [row(1), answer(2, 1), row(1, { Title: 'Again' })], ['1 asked: q1 q1 a2']],
    ['the row of a question that passed, of two', [noQuestion, row(1), answer(2, 1)], ['1 asked: q1 a2']],
    ['both rows of one answer', [row(1), answer(2, 1), answer(2, 1, { Body: 'Again' })], ['1 asked: q1 a2 a2']],
    ['its accepted answer', [row(1, { AcceptedAnswerId: 3 }), answer(2, 1), answer(3, 1)], ['1 asked: q1 a2 a3*']],
    [
      'no accepted answer of another thread',
      [row(1, { AcceptedAnswerId: 4 }), row(3), answer(4, 3)],
      ['1 asked: q1', '3 asked: q3 a4'],
    ],
    ['no accepted answer that is missing', [row(1, { AcceptedAnswerId: 9 }), answer(2, 1)], ['1 asked: q1 a2']],
    [
      'no accepted answer where its question was left out',
      [row(1, { AcceptedAnswerId: 2, Score: -1 }), answer(2, 1)],
      ['1 asked: a2'],
    ],
  ])('%s', (_, rows, expected) => {
    expect(told(rows)).toEqual(expected);
  });

  test('those of most votes first, and of the same votes the lowest id', () => {
    const votes = [3, -2, 9, 3, 9, 0];
    const rows = votes.map((Score, i) => answer(i + 2, 1, { Score }));
    expect(told([...rows.toReversed(), row(1)])).toEqual(['1 asked: q1 a4 a6 a2 a5 a7 a3']);
  });
});

test('threads of posts in any order are the same, also where a partition is read in many ranges of keys', () => {
  const below = dice(3);
  const rows = Array.from({ length: 400 }, (_, i) => {
    const id = i + 1;
    return id % 3 === 1 ? row(id, { AcceptedAnswerId: id + 2 }) : answer(id, 3 * below(134) + 1, { Score: below(4) });
  });
  const expected = told(rows);
  expect(expected.length).toBe(134);
  const shuffled = rows.map((text) => ({ text, rank: below(1e9) })).sort((a, b) => a.rank - b.rank);
  for (const limitBytes of [100, 3000, 20_000, 1e9]) {
    for (const layout of [LAYOUT, ONE])
      expect(
        told(
          shuffled.map(({ text }) => text),
          limitBytes,
          layout,
        ),
      ).toEqual(expected);
  }
});
