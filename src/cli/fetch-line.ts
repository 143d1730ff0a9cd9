// Progress of a download on stderr: one line that is drawn over itself on a terminal, a plain line now and then elsewhere.

import type { FetchProgress } from '../download.ts';
import { clockTime, safeText, size } from './terminal-text.ts';

const REDRAW_MS = 200;
const PLAIN_LINE_MS = 10_000;

/** Where progress goes, and what time it is. */
export interface FetchLineOptions {
  readonly stream: NodeJS.WriteStream;
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
}

/** Something to report to, and to end before anything else is printed. */
export interface FetchLine {
  /** Bytes that are to come. */
  expect(bytes: number): void;
  report(progress: FetchProgress): void;
  end(): void;
}

/** Starts reporting. */
export function fetchLine({ stream, now }: FetchLineOptions): FetchLine {
  const interval = stream.isTTY ? REDRAW_MS : PLAIN_LINE_MS;
  const started = now();
  let [done, total, shownAt, isShown] = [0, 0, started, false];
  return {
    expect(bytes) {
      total = bytes;
    },
    report({ file, bytes }) {
      done += bytes;
      if (now() - shownAt < interval) return;
      shownAt = now();
      const line = describe({ file, done, total, seconds: (shownAt - started) / 1000 });
      stream.write(stream.isTTY ? `\r\x1b[K${line.slice(0, (stream.columns ?? 120) - 1)}` : `${line}\n`);
      isShown = true;
    },
    end() {
      if (stream.isTTY && isShown) stream.write('\r\x1b[K');
      isShown = false;
    },
  };
}

interface State {
  readonly file: string;
  readonly done: number;
  readonly total: number;
  readonly seconds: number;
}

function describe({ file, done, total, seconds }: State): string {
  const rate = done / Math.max(seconds, 1e-3);
  const isKnown = total > 0 && done <= total;
  return [
    'fetching',
    ...(isKnown ? [`${Math.floor((done / total) * 100)}%`] : []),
    `${size(done)}${isKnown ? ` of ${size(total)}` : ''}`,
    `${size(rate)}/s`,
    ...(isKnown && rate > 0 ? [`${clockTime((total - done) / rate)} left`] : []),
    safeText(file),
  ].join('  ');
}
