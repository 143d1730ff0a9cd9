// stackpairs against pipelines of the usual libraries on one file, in turns, so that a busy minute of the machine hits all.
import { runNode, runPython, runStackpairs, writeSample } from './programs.mjs';
import { comparisonPython } from './python.mjs';
import { medianRun, megabytes, table } from './table.mjs';

const HEAD = ['program', 'MB/s', 'against Python', 'MB per CPU s', 'wall s', 'CPU s', 'peak MB', 'rows', 'kept'];
const PYTHON = 'Python: lxml, BeautifulSoup, pyarrow';

const NODE_STACKS = [
  ['sax', 'html-to-text'],
  ['saxes', 'htmlparser2'],
];

const KEPT_NOTE = `Kept rows differ a little: all turn HTML into text by different rules (white space, code, lists), so texts near
a length limit fall on different sides of it. Malformed rows of the sample are counted by stackpairs and mended by the others.`;

/** Markdown: a table of the comparison, and one of stackpairs alone on a larger file, both against Python's speed. */
export function compare({ folder, size, large, seed, threads, runs }) {
  const python = comparisonPython();
  const ours = threads.map((count) => [`stackpairs --threads ${count}`, (sample) => runStackpairs(sample, count)]);
  const inNode = NODE_STACKS.map((stack) => [
    `Node: ${stack.join(', ')}, apache-arrow`,
    (sample) => runNode(sample, ...stack),
  ]);
  const all = [[PYTHON, (sample) => runPython(sample, python)], ...inNode, ...ours];

  const sample = writeSample(folder, { size, seed });
  const medians = runInTurns(sample, all, runs);
  const pythonSpeed = speed(sample, medians.get(PYTHON));
  const parts = [...show(sample, medians, { pythonSpeed, runs }), KEPT_NOTE];
  if (large !== '0') {
    const largeSample = writeSample(folder, { size: large, seed });
    parts.push(...show(largeSample, runInTurns(largeSample, ours, runs), { pythonSpeed, runs }));
  }
  return parts.join('\n\n');
}

/** Runs each program once per turn; the median run of each, by name. */
function runInTurns(sample, programs, turns) {
  const runs = new Map(programs.map(([name]) => [name, []]));
  for (let turn = 1; turn <= turns; turn++) {
    for (const [name, run] of programs) {
      console.error(`run ${turn} of ${turns}: ${name}`);
      runs.get(name).push(run(sample));
    }
  }
  return new Map([...runs].map(([name, list]) => [name, medianRun(list)]));
}

function speed(sample, { wallSeconds }) {
  return sample.bytes / 1e6 / wallSeconds;
}

function show(sample, medians, { pythonSpeed, runs }) {
  const rows = [...medians].map(([name, run]) => [
    name,
    speed(sample, run).toFixed(1),
    `${(speed(sample, run) / pythonSpeed).toFixed(1)} x`,
    (sample.bytes / 1e6 / run.cpuSeconds).toFixed(1),
    run.wallSeconds.toFixed(2),
    run.cpuSeconds.toFixed(2),
    megabytes(run.peakBytes),
    run.rows,
    run.kept,
  ]);
  return [`${megabytes(sample.bytes)} MB of Posts.xml, median of ${runs} runs:`, table(HEAD, rows)];
}
