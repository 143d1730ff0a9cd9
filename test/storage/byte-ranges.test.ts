import { expect, test } from 'vitest';
import { ByteRanges, joinNear } from '../../src/storage/byte-ranges.ts';
import { dice } from '../passes/helpers.ts';

test('ranges that touch or overlap are one, and gaps are what is between them', () => {
  const held = new ByteRanges();
  held.add({ from: 10, to: 20 });
  held.add({ from: 30, to: 40 });
  held.add({ from: 20, to: 25 });
  expect(held.missing({ from: 0, to: 50 })).toEqual([
    { from: 0, to: 10 },
    { from: 25, to: 30 },
    { from: 40, to: 50 },
  ]);
  expect(held.missing({ from: 12, to: 25 })).toEqual([]);
});

test('whatever was added, in whatever order, is what a set of single bytes says', () => {
  const roll = dice(7);
  const [held, bytes] = [new ByteRanges(), new Set<number>()];
  for (let turn = 0; turn < 60; turn++) {
    const from = roll(200);
    const to = from + 1 + roll(9);
    held.add({ from, to });
    for (let byte = from; byte < to; byte++) bytes.add(byte);
    const missing = held.missing({ from: 0, to: 220 }).flatMap((gap) => {
      return Array.from({ length: gap.to - gap.from }, (_, index) => gap.from + index);
    });
    expect(missing).toEqual(Array.from({ length: 220 }, (_, byte) => byte).filter((byte) => !bytes.has(byte)));
  }
});

test('small gaps are closed', () => {
  const ranges = [
    { from: 50, to: 60 },
    { from: 0, to: 10 },
    { from: 12, to: 20 },
  ];
  expect(joinNear(ranges, 5)).toEqual([
    { from: 0, to: 20 },
    { from: 50, to: 60 },
  ]);
});
