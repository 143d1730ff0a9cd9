// The programs under measurement: each is run once on the corpus; what it cost, and the clusters it found.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { measure } from '../measure.mjs';
import { pythonWith } from '../python.mjs';
import { clustersFrom } from './clusters.mjs';

const HERE = import.meta.dirname;
const CLI = path.join(HERE, '../../dist/cli/main.js');
const METER = path.join(HERE, '../measure_tree.py');
const OUTPUT_BYTES = 2 ** 30;

/** What text-dedup asks for. */
const PYTHON_MINOR = 12;
const PYTHONS = ['python3', 'python3.12', 'python3.13'];

/** Run again at a similarity so low that all that meets is found. */
export const WHOLE_CURVE = 'stackpairs from 0.50';

/** `verifiedFrom` is the least similarity of what is found; undefined where the program does not look. */
export const PROGRAMS = [
  { name: 'stackpairs', verifiedFrom: 0.75, run: (corpus, out) => runStackpairs('near-75.mjs', corpus, out) },
  { name: WHOLE_CURVE, verifiedFrom: 0.5, run: (corpus, out) => runStackpairs('near-50.mjs', corpus, out) },
  { name: 'datatrove', run: (corpus, out) => runPython('datatrove', corpus, out) },
  { name: 'text-dedup', verifiedFrom: 0.75, run: (corpus, out) => runPython('text-dedup', corpus, out) },
];

/** Runs stackpairs with two threads and a pipeline of this folder, and leaves its dataset at `out`. */
export function measureStackpairs(pipeline, { dump, posts }, out) {
  const flags = ['--dumps', dump, '--out', out, '--threads', '2'];
  return measure([posts], [process.execPath, CLI, 'run', path.join(HERE, pipeline), ...flags], METER).cost;
}

function runStackpairs(pipeline, corpus, out) {
  const cost = measureStackpairs(pipeline, corpus, out);
  const clusters = clustersFrom(corpus.bodies, [...provenance(path.join(out, 'provenance'))]);
  rmSync(out, { recursive: true });
  return { cost, clusters };
}

function* provenance(folder) {
  const shards = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.arrow'));
  for (const shard of shards) {
    const rows = tableFromIPC(readFileSync(path.join(folder, shard)));
    const [ids, clusters] = [rows.getChild('question_id'), rows.getChild('cluster')];
    for (let row = 0; row < rows.numRows; row++) yield [Number(ids.get(row)), clusters.get(row)];
  }
}

function runPython(name, corpus, out) {
  const python = pythonWith(`near/${name}`, path.join(HERE, `requirements-${name}.txt`), newPython());
  const script = path.join(HERE, `run_${name.replace('-', '_')}.py`);
  const folder = path.dirname(corpus.texts[0]);
  const { cost } = measure(corpus.texts, [python, script, 'find', folder, out], METER);
  const lines = execFileSync(python, [script, 'clusters', folder, out], { encoding: 'utf8', maxBuffer: OUTPUT_BYTES });
  rmSync(out, { recursive: true });
  const memberships = lines.split('\n').filter(Boolean);
  return {
    cost,
    clusters: clustersFrom(
      corpus.bodies,
      memberships.map((line) => line.split('\t').map(Number)),
    ),
  };
}

/** A Python that is new enough: $PYTHON, or the first of the usual names. */
function newPython() {
  const names = process.env.PYTHON ? [process.env.PYTHON] : PYTHONS;
  const found = names.find(isNewEnough);
  if (found === undefined) throw new Error(`needs Python 3.${PYTHON_MINOR} or newer, named by $PYTHON`);
  return found;
}

function isNewEnough(python) {
  try {
    const stdio = ['ignore', 'pipe', 'ignore'];
    return Number(execFileSync(python, ['-c', 'import sys; print(sys.version_info.minor)'], { stdio })) >= PYTHON_MINOR;
  } catch {
    return false;
  }
}
