// Progress of named stages on stderr: one line that is drawn over itself on a terminal, a plain line now and then elsewhere.

import { bar, PLAIN_LINE_MS, REDRAW_MS } from './progress-line.ts';
import { grouped, safeText } from './terminal-text.ts';

/** Where progress goes, and what time it is. */
export interface StageLineOptions {
  readonly stream: NodeJS.WriteStream;
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
}

/** Starts reporting. */
export function stageLine({ stream, now }: StageLineOptions) {
  const interval = stream.isTTY ? REDRAW_MS : PLAIN_LINE_MS;
  let shownAt = now();
  let isShown = false;
  return {
    report(stage: string, done: number, total: number): void {
      if (now() - shownAt < interval) return;
      shownAt = now();
      const share = total > 0 ? Math.min(1, done / total) : 0;
      const line = `${safeText(stage)}  ${bar(share)}  ${grouped(done)} of ${grouped(total)}`;
      stream.write(stream.isTTY ? `\r\x1b[K${line.slice(0, (stream.columns ?? 120) - 3)}` : `${line}\n`);
      isShown = true;
    },
    /** Clears the line, before anything else is printed. */
    end(): void {
      if (stream.isTTY && isShown) stream.write('\r\x1b[K');
      isShown = false;
    },
  };
}
