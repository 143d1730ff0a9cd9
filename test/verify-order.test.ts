import { expect, test } from 'vitest';
import { orderKey } from '../src/order-key.ts';
import { checkOrder } from '../src/verify-order.ts';
import { sampleManifest } from './sample-manifest.ts';

const SITE = 'beer.stackexchange.com';

function checkOf(recipe: string) {
  const { pipeline, ...manifest } = sampleManifest();
  const definition = JSON.stringify({ pairs: [{ name: 'a', recipe, options: {} }] });
  return checkOrder({ ...manifest, pipeline: { ...pipeline, definition } }, 'a', {
    seed: 42,
    order: 'shuffled',
    rows: 1000,
  });
}

const row = (questionId: number, answer?: number, site = SITE) => ({
  site,
  questionId,
  posts: [{ role: 'question', id: questionId }, ...(answer === undefined ? [] : [{ role: 'answer', id: answer }])],
});

const key = orderKey(42, SITE);
const inOrder = [1, 2, 3, 4].sort((a, b) => key(a) - key(b)) as [number, number, number, number];

test('rows ascend by the key of their question, and each side begins anew', () => {
  const [first, second] = inOrder;
  const { follows } = checkOf('title-body');
  expect([follows(row(second), 'train'), follows(row(first), 'train'), follows(row(first), 'test')]).toEqual([
    true,
    false,
    true,
  ]);
});

test.each([
  ['title-answer', [true, true, false]],
  ['title-body-answer', [true, true, false]],
  // Whether an answer drives its pairs is not known of other kinds.
  ['own-kind', [true, true, true]],
])('rows of one question ascend by the answers that drive them: %s', (recipe, expected) => {
  const { follows } = checkOf(recipe);
  const found = [20, 30, 25].map((answer) => follows(row(1, answer), 'train'));
  expect(found).toEqual(expected);
});

test('several rows of one question may follow each other', () => {
  const { follows } = checkOf('linked-questions');
  expect([follows(row(1), 'train'), follows(row(1), 'train')]).toEqual([true, true]);
});
