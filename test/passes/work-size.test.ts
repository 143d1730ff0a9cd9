import { expect, test } from 'vitest';
import { ranksFor } from '../../src/passes/work-size.ts';

const units = (count: number, bytes: number) => new Array<number>(count).fill(bytes);
const MINUTE = { threads: 1, taskSeconds: 60 };

test('a stage that reads is worth a process for every minute of reading', () => {
  // 20 MB a second: 64 units of 120 MB are 384 seconds.
  expect(ranksFor([{ stage: 'route', weights: units(64, 120_000_000) }], MINUTE)).toBe(7);
  expect(ranksFor([{ stage: 'route', weights: units(64, 120_000_000) }], { ...MINUTE, threads: 2 })).toBe(4);
});

test('stages of one pass count together, and those of others by their units', () => {
  const reading = { weights: units(10, 60_000_000) };
  expect(
    ranksFor(
      [
        { stage: 'route', ...reading },
        { stage: 'digest', ...reading },
      ],
      MINUTE,
    ),
  ).toBe(1);
  expect(ranksFor([{ stage: 'title-body/agree', weights: units(90, 1) }], MINUTE)).toBe(3);
});

test('there is always one, and never more than units', () => {
  expect(ranksFor([{ stage: 'title-body/agree', weights: [1] }], MINUTE)).toBe(1);
  expect(ranksFor([{ stage: 'route', weights: units(3, 1e12) }], MINUTE)).toBe(3);
});
