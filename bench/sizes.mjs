// stackpairs alone as the input grows: its speed, start-up included, and its memory, which should stay.
import { rmSync } from 'node:fs';
import { bars } from './chart.mjs';
import { runStackpairs, writeSample } from './programs.mjs';
import { megabytes, table } from './table.mjs';
import { runInTurns } from './turns.mjs';

const HEAD = ['MB of Posts.xml', 'threads', 'MB/s', 'MB per CPU s', 'wall s', 'peak MB', 'kept'];

/** Markdown and chart: every size with every number of threads. */
export function sizes({ folder, sizes, seed, threads, runs }) {
  const rows = [];
  const peaks = [];
  for (const size of sizes) {
    const sample = writeSample(folder, { size, seed });
    const programs = threads.map((count) => [count, () => runStackpairs(sample, ['--threads', count])]);
    for (const [count, run] of runInTurns(sample, programs, runs)) {
      const perCpu = sample.bytes / 1e6 / run.cpuSeconds;
      const figures = [run.speed.toFixed(0), perCpu.toFixed(0), run.wallSeconds.toFixed(2), megabytes(run.peakBytes)];
      rows.push([megabytes(sample.bytes), count, ...figures, run.kept]);
      peaks.push([`${size}, ${count} threads`, run.peakBytes / 1e6]);
    }
    rmSync(sample.dump, { recursive: true });
  }
  const text = [`stackpairs, WebAssembly, median of ${runs} runs, highest peak:`, table(HEAD, rows)].join('\n\n');
  const chart = bars({ title: 'Peak memory, MB', values: peaks });
  return { text, charts: { 'performance-memory.svg': chart } };
}
