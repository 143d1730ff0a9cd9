// How joining is cut into units: every partition of every input once, whatever the number of posts.
import { describe, expect, test } from 'vitest';
import { titleAnswer, titleBody } from '../../../src/clean/index.ts';
import { cutUnits } from '../../../src/passes/join/join-pass.ts';
import { threadPartitions } from '../../../src/passes/layout.ts';
import type { Plan } from '../../../src/passes/plan.ts';
import { LAYOUT, pipelineWith, row } from '../helpers.ts';
import { answer, joined } from './join-rows.ts';

const PARTITIONS = threadPartitions(LAYOUT);

/** Units of inputs with so many posts each, in two route units, as `number: input from-to`. */
function unitsOf(...posts: readonly number[]): string[] {
  const inputs = posts.map(() => ({})) as Plan['inputs'];
  const records = posts.flatMap((rows, input) => [
    { input, rows: Math.floor(rows / 2) },
    { input, rows: Math.ceil(rows / 2) },
  ]);
  return cutUnits({ inputs, layout: LAYOUT }, records).map(
    ({ unit, input, from, to }) => `${unit}: ${input} ${from}-${to}`,
  );
}

describe('units', () => {
  test.each<[string, number[], string[]]>([
    ['no posts are one', [0], ['0: 0 0-5']],
    ['few posts are one', [25_000], ['0: 0 0-5']],
    ['more are two', [25_001], ['0: 0 2-5', '1: 0 0-2']],
    ['no more than there are partitions', [1e9], ['0: 0 4-5', '1: 0 3-4', '2: 0 2-3', '3: 0 1-2', '4: 0 0-1']],
    [
      'beside many posts, more are one',
      [1e9, 200_000],
      [...[4, 3, 2, 1, 0].map((at, unit) => `${unit}: 0 ${at}-${at + 1}`), '5: 1 0-5'],
    ],
    ['inputs are numbered on', [0, 50_001, 1], ['0: 0 0-5', '1: 1 3-5', '2: 1 1-3', '3: 1 0-1', '4: 2 0-5']],
  ])('of %s', (_, posts, expected) => {
    expect(unitsOf(...posts)).toEqual(expected);
  });
});

test.each([1, 2, 3, 4])('two units that meet at partition %i leave together what one does', (at) => {
  const rows = Array.from({ length: 50 }, (_, i) => [answer(i + 100, i + 1), row(i + 1)]).flat();
  const pipeline = pipelineWith({ pairs: [titleBody(), titleAnswer()], split: { test: 0.3, validation: 0.3 } });
  const whole = joined(rows, pipeline);
  const halves = [joined(rows, pipeline, { to: at }), joined(rows, pipeline, { from: at, to: PARTITIONS })];
  for (const [name, records] of Object.entries(whole.records)) {
    const found = halves.flatMap((half) => half.records[name]!).sort((a, b) => a.questionId - b.questionId);
    expect(found).toEqual(records);
    const kept = halves.map(({ rows }) => rows[name]!.kept);
    expect([kept[0]! + kept[1]!, records.length]).toEqual([50, 50]);
    expect(Math.min(...kept)).toBeGreaterThan(0);
  }
});
