// Programs run in turns, so that a busy minute of the machine hits all, and the table of their median runs.
import { medianRun, megabytes, table } from './table.mjs';

const HEAD = ['program', 'MB/s', 'against Python', 'MB per CPU s', 'wall s', 'CPU s', 'peak MB', 'rows', 'kept'];

/** Runs each `[name, run]` once per turn; the median run of each, by name, with its speed and the highest peak. */
export function runInTurns(sample, programs, turns) {
  const runs = new Map(programs.map(([name]) => [name, []]));
  for (let turn = 1; turn <= turns; turn++) {
    for (const [name, run] of programs) {
      console.error(`run ${turn} of ${turns}: ${name}`);
      runs.get(name).push(run(sample));
    }
  }
  return new Map(
    [...runs].map(([name, list]) => {
      const median = medianRun(list);
      const peakBytes = Math.max(...list.map((run) => run.peakBytes));
      return [name, { ...median, peakBytes, speed: sample.bytes / 1e6 / median.wallSeconds }];
    }),
  );
}

/** Markdown: a line on the sample, and the table. `base` is the speed that the ratios are to. */
export function showRuns(sample, medians, { base, baseName = 'Python', runs }) {
  const rows = [...medians].map(([name, run]) => [
    name,
    run.speed.toFixed(1),
    `${(run.speed / base).toFixed(2 - Math.min(1, Math.floor(run.speed / base / 10)))} x`,
    (sample.bytes / 1e6 / run.cpuSeconds).toFixed(1),
    run.wallSeconds.toFixed(2),
    run.cpuSeconds.toFixed(2),
    megabytes(run.peakBytes),
    run.rows,
    run.kept,
  ]);
  const head = HEAD.map((title) => title.replace('Python', baseName));
  return [`${megabytes(sample.bytes)} MB of Posts.xml, median of ${runs} runs:`, table(head, rows)].join('\n\n');
}
