// Progress on stderr: one line that is drawn over itself on a terminal, a plain line now and then elsewhere.

import { addBooks, type Book, EMPTY_BOOK } from '../books.ts';
import type { Progress } from '../build.ts';
import { clockTime, grouped, size } from './terminal-text.ts';

/** How often the line is drawn on a terminal, and how often one is written elsewhere. */
export const REDRAW_MS = 100;
export const PLAIN_LINE_MS = 10_000;
const BAR_CELLS = 24;
/** On a line shorter than this the bar would hide what the line says. */
const LEAST_COLUMNS_WITH_BAR = 60;
const SHOWN_REASONS = 2;
// A Ctrl-C is echoed behind the line, and a line that breaks cannot be drawn over.
const SPARE_COLUMNS = 3;
const VERBS = {
  route: 'reading',
  join: 'joining',
  pairs: 'reading sets',
  shuffle: 'shuffling',
  screen: 'screening',
  near: 'comparing',
  agree: 'judging',
  reduce: 'writing',
  keys: 'reading rows',
  batches: 'making batches',
} as const;

/** What is reported of: a pass of a build, or a step of a feed. */
type Reported = Omit<Progress, 'pass'> & { readonly pass: keyof typeof VERBS };

/** Where progress goes and what time it is. */
export interface ProgressOptions {
  readonly stream: NodeJS.WriteStream;
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
}

/** Something to report to, and to end before anything else is printed. */
export interface ProgressLine {
  report(progress: Reported): void;
  end(): void;
}

/** Starts reporting. */
export function progressLine({ stream, now }: ProgressOptions): ProgressLine {
  const interval = stream.isTTY ? REDRAW_MS : PLAIN_LINE_MS;
  let state: PassState | undefined;
  let book = EMPTY_BOOK;
  let reportedAt = now();
  let shownAt = reportedAt;
  const show = () => {
    if (state === undefined) return;
    const columns = stream.isTTY ? (stream.columns ?? 120) - SPARE_COLUMNS : Number.POSITIVE_INFINITY;
    const line = describe(state, book, { now: now(), hasBar: columns >= LEAST_COLUMNS_WITH_BAR });
    stream.write(stream.isTTY ? `\r\x1b[K${line.slice(0, columns)}` : `${line}\n`);
  };
  return {
    report({ pass, done, total, book: more }) {
      // A pass began when the one before it ended: its first report comes with work that took time.
      if (state?.pass !== pass || isOver(state)) state = { pass, done: 0, total, since: reportedAt };
      state = { ...state, done: state.done + done, total };
      if (more !== undefined) book = addBooks(book, more);
      reportedAt = now();
      if (reportedAt - shownAt < interval) return;
      shownAt = reportedAt;
      show();
    },
    end() {
      if (stream.isTTY && state !== undefined) stream.write('\r\x1b[K');
      state = undefined;
    },
  };
}

/** Of several configs, one may end with the pass that the next one begins with. How much there is to read is only estimated. */
function isOver({ pass, done, total }: PassState): boolean {
  return pass !== 'route' && total > 0 && done >= total;
}

interface PassState {
  readonly pass: keyof typeof VERBS;
  readonly done: number;
  readonly total: number;
  readonly since: number;
}

interface Look {
  readonly now: number;
  readonly hasBar: boolean;
}

function describe({ pass, done, total, since }: PassState, book: Book, { now, hasBar }: Look): string {
  const seconds = Math.max((now - since) / 1000, 1e-3);
  const share = total > 0 ? Math.min(1, done / total) : undefined;
  const parts = [
    VERBS[pass],
    ...(share !== undefined && hasBar ? [bar(share)] : []),
    ...(share === undefined ? [] : [`${Math.floor(share * 100)}%`]),
    // What a narrow terminal cuts off should be missed least: the rows.
    ...(share === undefined || share === 0 ? [] : [`${clockTime((seconds * (1 - share)) / share)} left`]),
    pass === 'route' ? `${size(done)}, ${(done / 1e6 / seconds).toFixed(0)} MB/s` : `${done} of ${total}`,
    ...(pass === 'route' ? [rows(book)] : []),
  ];
  return parts.join('  ');
}

/** A share from 0 to 1 as a bar. */
export function bar(share: number): string {
  const full = Math.round(share * BAR_CELLS);
  return '█'.repeat(full) + '░'.repeat(BAR_CELLS - full);
}

function rows({ kept, dropped }: Book): string {
  const reasons = Object.entries(dropped).sort(([, a], [, b]) => b - a);
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  const most = reasons.slice(0, SHOWN_REASONS).map(([reason, count]) => `${reason} ${grouped(count)}`);
  return `kept ${grouped(kept)}, dropped ${grouped(total)}${most.length === 0 ? '' : ` (${most.join(', ')})`}`;
}
