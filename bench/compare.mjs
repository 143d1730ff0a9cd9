// stackpairs against pipelines of the usual libraries, and against a parser that merely parses, on one file.
import { rmSync } from 'node:fs';
import { bars } from './chart.mjs';
import {
  buildExpat,
  bytesWritten,
  runExpat,
  runFloor,
  runNode,
  runPython,
  runStackpairs,
  writeSample,
} from './programs.mjs';
import { comparisonPython } from './python.mjs';
import { runInTurns, showRuns } from './turns.mjs';

const PYTHON = 'Python: lxml, BeautifulSoup, pyarrow';
const FLOOR = 'no program: the same bytes read, digested, written';
const EXPAT = 'C: expat, parsing only';
const NODE_STACKS = [
  ['sax', 'html-to-text'],
  ['saxes', 'htmlparser2'],
];

const NOTE = `The sample has no malformed rows, so that a strict parser reads it to its end. Kept rows differ a little: all turn HTML
into text by different rules (white space, code, lists), so texts near a length limit fall on different sides of it.`;

/** Markdown and chart of the comparison. */
export function compare({ folder, size, seed, threads, runs }) {
  const python = comparisonPython();
  const expat = buildExpat(folder);
  const inNode = NODE_STACKS.map((stack) => [
    `Node: ${stack.join(', ')}, apache-arrow`,
    (sample) => runNode(sample, ...stack),
  ]);
  const parsing = expat === undefined ? [] : [[EXPAT, (sample) => runExpat(sample, expat)]];
  const ours = ['js', 'wasm'].flatMap((kernel) =>
    threads.map((count) => [
      `stackpairs, ${kernel}, ${count} threads`,
      (sample) => runStackpairs(sample, ['--kernel', kernel, '--threads', count]),
    ]),
  );
  const sample = writeSample(folder, { size, seed });
  const bytes = bytesWritten(sample);
  const floor = [FLOOR, (sample) => runFloor(sample, bytes)];
  const all = [[PYTHON, (sample) => runPython(sample, python)], ...inNode, ...parsing, floor, ...ours];

  const medians = runInTurns(sample, all, runs);
  rmSync(sample.dump, { recursive: true });
  const text = [showRuns(sample, medians, { base: medians.get(PYTHON).speed, runs }), NOTE].join('\n\n');
  const chart = bars({
    title: 'MB of Posts.xml a second',
    values: [...medians].map(([name, { speed }]) => [name, speed]),
  });
  return { text, charts: { 'performance-speed.svg': chart } };
}
