// Progress of an upload: one line drawn over itself on a terminal, plain lines now and then elsewhere.
import { expect, test } from 'vitest';
import { transferLine } from '../../src/cli/transfer-line.ts';

/** A stream and a clock for the line to use, and what it wrote. */
function stage(isTTY: boolean, columns = 200) {
  let time = 1000;
  const written: string[] = [];
  const stream = { isTTY, columns, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  const line = transferLine({ stream, now: () => time });
  return {
    written,
    line,
    /** Reports after so many milliseconds. */
    later(milliseconds: number, done: number, step: 'reading' | 'sending' = 'sending') {
      time += milliseconds;
      line.report({ step, done, total: 100e6 });
    },
  };
}

test('on a terminal it says how far, how long still and how fast, and is wiped at the end', () => {
  const { later, line, written } = stage(true);
  later(0, 0);
  later(2000, 20e6);
  line.end();
  expect(written).toEqual([
    '\r\x1b[Ksending  █████░░░░░░░░░░░░░░░░░░░  20%  0:08 left  20.0 MB of 100.0 MB, 10.0 MB/s',
    '\r\x1b[K',
  ]);
});

test('a narrow terminal cuts it off instead of breaking it', () => {
  const { later, written } = stage(true, 20);
  later(2000, 20e6);
  expect(written.map((text) => text.slice(4).length)).toEqual([19]);
});

test('elsewhere there is a line every ten seconds and none at the end; speed starts anew with each step', () => {
  const { later, line, written } = stage(false);
  for (let second = 0; second < 30; second++) later(1000, second * 1e6, second < 15 ? 'reading' : 'sending');
  line.end();
  expect(written.map((text) => text.split(' ')[0])).toEqual(['reading', 'sending', 'sending']);
  expect(written.every((text) => text.endsWith('MB/s\n'))).toBe(true);
});

test('a pause is told when it is long enough to be noticed', () => {
  const { line, written } = stage(false);
  line.delay(500);
  line.delay(57_000);
  expect(written).toEqual(['waiting for the Hub: next try in 0:57\n']);
});

test('nothing is written where nothing was reported', () => {
  const { line, written } = stage(true);
  line.end();
  expect(written).toEqual([]);
});
