// Peak memory of stackpairs as the input grows: it should depend on the threads, not on the size of the dump.
import { rmSync } from 'node:fs';
import { runStackpairs, writeSample } from './programs.mjs';
import { medianRun, megabytes, table } from './table.mjs';

const THREADS = '2';

/** Markdown: peak memory at each size, and the ratio of the last to the first. */
export function memory({ folder, sizes, seed, runs }) {
  const measured = sizes.map((size) => measureSize(folder, { size, seed, runs }));
  const [first, last] = [measured[0], measured.at(-1)];
  const rows = measured.map(({ bytes, rows, peakBytes, wallSeconds }) => {
    return [megabytes(bytes), rows, megabytes(peakBytes), wallSeconds.toFixed(1)];
  });
  return [
    `Peak resident memory of \`run title-body --threads ${THREADS}\`, the highest of ${runs} runs:`,
    table(['MB of Posts.xml', 'rows', 'peak MB', 'median wall s'], rows),
    `Input x ${(last.bytes / first.bytes).toFixed(1)}, peak memory x ${(last.peakBytes / first.peakBytes).toFixed(2)}.`,
  ].join('\n\n');
}

function measureSize(folder, { size, seed, runs }) {
  const sample = writeSample(folder, { size, seed });
  const list = Array.from({ length: runs }, (_, index) => {
    console.error(`run ${index + 1} of ${runs}: ${size}`);
    return runStackpairs(sample, THREADS);
  });
  rmSync(sample.dump, { recursive: true });
  return { ...medianRun(list), bytes: sample.bytes, peakBytes: Math.max(...list.map((run) => run.peakBytes)) };
}
