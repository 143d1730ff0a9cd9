// Progress of an upload on stderr: one line that is drawn over itself on a terminal, a plain line now and then elsewhere.

import type { UploadProgress } from '../publish-dataset.ts';
import { bar, PLAIN_LINE_MS, type ProgressOptions, REDRAW_MS } from './progress-line.ts';
import { clockTime, size } from './terminal-text.ts';

/** A delay this short is not worth a word. */
const SILENT_DELAY_MS = 1_000;

/** Something to report to, and to end before anything else is printed. */
export interface TransferLine {
  report(progress: UploadProgress): void;
  /** Told of a pause before a request is tried again. */
  delay(milliseconds: number): void;
  end(): void;
}

/** Starts reporting. */
export function transferLine({ stream, now }: ProgressOptions): TransferLine {
  const interval = stream.isTTY ? REDRAW_MS : PLAIN_LINE_MS;
  let step: { readonly name: UploadProgress['step']; readonly since: number } | undefined;
  let shownAt = now();
  const show = (line: string) => {
    stream.write(stream.isTTY ? `\r\x1b[K${line.slice(0, (stream.columns ?? 120) - 1)}` : `${line}\n`);
  };
  return {
    report({ step: name, done, total }) {
      if (step?.name !== name) step = { name, since: now() };
      if (now() - shownAt < interval) return;
      shownAt = now();
      show(describe({ step: name, done, total }, (now() - step.since) / 1000));
    },
    delay(milliseconds) {
      if (milliseconds < SILENT_DELAY_MS) return;
      step ??= { name: 'sending', since: now() };
      show(`waiting for the Hub: next try in ${clockTime(milliseconds / 1000)}`);
    },
    end() {
      if (stream.isTTY && step !== undefined) stream.write('\r\x1b[K');
      step = undefined;
    },
  };
}

function describe({ step, done, total }: UploadProgress, seconds: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 1;
  const rate = done / 1e6 / Math.max(seconds, 1e-3);
  const left = share === 0 ? [] : [`${clockTime((seconds * (1 - share)) / share)} left`];
  return [
    step,
    bar(share),
    `${Math.floor(share * 100)}%`,
    ...left,
    `${size(done)} of ${size(total)}, ${rate.toFixed(1)} MB/s`,
  ].join('  ');
}
