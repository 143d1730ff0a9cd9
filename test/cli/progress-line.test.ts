// Progress: one line drawn over itself on a terminal, plain lines now and then elsewhere, and never a wrong figure.
import { describe, expect, test } from 'vitest';
import type { Progress } from '../../src/build.ts';
import { progressLine } from '../../src/cli/progress-line.ts';

/** A stream and a clock for the line to use, and what it wrote. */
function stage(isTTY: boolean, columns = 200) {
  let time = 1000;
  const written: string[] = [];
  const stream = { isTTY, columns, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  const line = progressLine({ stream, now: () => time });
  return {
    written,
    line,
    /** Reports after so many milliseconds. */
    later(milliseconds: number, progress: Partial<Progress>) {
      time += milliseconds;
      line.report({ pass: 'route', done: 0, total: 100e6, ...progress });
    },
  };
}

const book = { rows: 10, kept: 4, dropped: { not_a_question: 5, low_score: 1 }, repaired: 0 };

describe('on a terminal', () => {
  test('one line is drawn over itself and wiped at the end', () => {
    const { later, line, written } = stage(true);
    later(2000, { done: 20e6, book });
    later(2000, { done: 30e6, book });
    line.end();
    expect(written.join('')).not.toContain('\n');
    expect(written.every((text) => text.startsWith('\r\x1b[K'))).toBe(true);
    expect(written.at(-1)).toBe('\r\x1b[K');
  });

  test('the line says how far, how fast, how long still, and what became of the rows', () => {
    const { later, written } = stage(true);
    later(2000, { done: 20e6, book });
    expect(written).toEqual([
      '\r\x1b[Kreading  █████░░░░░░░░░░░░░░░░░░░  20%  0:08 left  20.0 MB, 10 MB/s  kept 4, dropped 6 (not_a_question 5, low_score 1)',
    ]);
  });

  test('the line is narrower than the terminal, so that it never breaks, not even with a ^C behind it', () => {
    const { later, written } = stage(true, 40);
    later(2000, { done: 20e6, book });
    expect(written[0]!.replace('\r\x1b[K', '').length).toBe(37);
  });

  test('a narrow one has no bar, which would hide what the line says', () => {
    const { later, written } = stage(true, 30);
    later(2000, { done: 20e6, book });
    expect(written[0]).toBe('\r\x1b[Kreading  20%  0:08 left  20');
  });

  test('it is not drawn more often than a person can read', () => {
    const { later, written } = stage(true);
    for (let report = 0; report < 100; report++) later(5, { done: 1e6 });
    expect(written.length).toBe(5);
  });

  test('each pass begins anew', () => {
    const { later, written } = stage(true);
    later(60_000, { done: 100e6 });
    later(1000, { pass: 'reduce', done: 1, total: 4 });
    expect(written.at(-1)).toBe('\r\x1b[Kwriting  ██████░░░░░░░░░░░░░░░░░░  25%  0:03 left  1 of 4');
  });
});

test('a pass that another config begins where one ended begins anew, and what is read may be more than was thought', () => {
  const { later, written } = stage(true);
  for (let shard = 0; shard < 4; shard++) later(1000, { pass: 'reduce', done: 1, total: 4 });
  later(1000, { pass: 'reduce', done: 1, total: 2 });
  expect(written.at(-1)).toContain('50%  0:01 left  1 of 2');
  for (let block = 0; block < 3; block++) later(1000, { done: 60e6 });
  expect(written.at(-1)).toContain('180.0 MB');
});

describe('elsewhere', () => {
  test('a plain line comes every ten seconds, without any control character', () => {
    const { later, line, written } = stage(false);
    for (let report = 0; report < 25; report++) later(1000, { done: 1e6, book });
    line.end();
    expect(written.length).toBe(2);
    expect(written.join('')).toMatch(/^(reading [^\n\r\x1b]*\n){2}$/);
  });

  test('a short run says nothing', () => {
    const { later, line, written } = stage(false);
    later(500, { done: 50e6 });
    line.end();
    expect(written).toEqual([]);
  });
});

test('input of unknown size has no share and no time left', () => {
  const { later, written } = stage(true);
  later(2000, { done: 20e6, total: 0, book });
  expect(written[0]).toMatch(/^\r\x1b\[Kreading {2}20\.0 MB, 10 MB\/s {2}kept 4/);
});
