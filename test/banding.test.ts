import { describe, expect, test } from 'vitest';
import { bandingFor, meetingChance } from '../src/banding.ts';

describe('the chance to meet', () => {
  // Figures published for the bandings of others: datatrove's 14 bands of 8 rows, and 20 of 5 in Mining of Massive Datasets.
  test.each([
    [0.8, 14, 8, 0.924],
    [0.75, 14, 8, 0.772],
    [0.5, 20, 5, 0.47],
    [0.8, 20, 5, 0.9996],
    [1, 3, 3, 1],
    [0, 3, 3, 0],
  ])('at similarity %d with %i bands of %i rows is %d', (similarity, bands, rows, chance) => {
    expect(meetingChance(similarity, { bands, rows })).toBeCloseTo(chance, 3);
  });
});

test.each([0.1, 0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99, 1])(
  'of pairs at the wanted similarity %d nearly all meet, with as many rows as that allows',
  (similarity) => {
    const { bands, rows } = bandingFor(similarity);
    expect(bands * rows).toBeLessThanOrEqual(128);
    expect(rows === 1 || meetingChance(similarity, { bands, rows }) >= 0.95).toBe(true);
    const more = { bands: Math.floor(128 / (rows + 1)), rows: rows + 1 };
    expect(meetingChance(similarity, more) < 0.95 || rows === 128).toBe(true);
  },
);
