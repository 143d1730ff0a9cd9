// `npm run bench:evaluate`: models on held-out questions of real dumps: BM25, the preset `smoke` before and after training, and
// all-MiniLM-L6-v2. Prints Markdown; only --write touches docs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { newestDumps } from '../dumps.mjs';
import { machine } from '../machine.mjs';
import { pythonWith } from '../python.mjs';
import { replaceSection } from '../section.mjs';
import { table } from '../table.mjs';

const USAGE = `usage: npm run bench:evaluate -- [options]
  --dumps DIR     a folder of dumps (STACKPAIRS_DUMPS); of each site the newest is taken
  --python PATH   a Python with bench/evaluate/requirements.txt; else one is made in .venv/evaluate-bench
  --keep          go on with what an earlier run left in bench/out/evaluate
  --write         also write the table into docs/evaluation.md`;

const ROOT = path.join(import.meta.dirname, '../..');
const CLI = path.join(ROOT, 'dist/cli/main.js');
const PAGE = path.join(ROOT, 'docs/evaluation.md');
const FOLDER = path.join(ROOT, 'bench/out/evaluate');
const FIGURES = ['mrr_at_10', 'recall_at_10', 'accuracy_at_1'];
/** Models by the names of their folders, with what the table calls them. */
const NAMES = {
  bm25: 'BM25',
  untrained: '`smoke`, untrained',
  smoke: '`smoke`, trained',
  minilm: 'all-MiniLM-L6-v2',
};

const { values } = parseArgs({
  options: {
    dumps: { type: 'string', default: process.env.STACKPAIRS_DUMPS ?? '' },
    python: { type: 'string' },
    keep: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function main() {
  if (!existsSync(values.dumps)) throw new Error(`no folder of dumps: ${values.dumps || '(none given)'}`);
  const python = values.python ?? pythonWith('evaluate-bench', path.join(import.meta.dirname, 'requirements.txt'));
  if (!values.keep) rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const sites = newestDumps(values.dumps);
  const dataset = make('pairs', (out) => {
    command('run', path.join(import.meta.dirname, 'pipeline.mjs'), '--out', out, '--dumps', ...sites);
    command('feed', out, '--batch', '64', '--epochs', '10');
  });
  const train = (name, ...flags) => make(name, (out) => trainModel(python, dataset, ['--out', out, ...flags]));
  train('untrained', '--steps', '1', '--lr', '0');
  train('smoke');
  make('minilm', (out) => run(python, [path.join(import.meta.dirname, 'minilm.py'), out]));
  run('bash', ['-c', 'source test/encoders/onnxruntime.sh']);
  const page = report(dataset, sites.length);
  if (values.write) replaceSection(PAGE, 'evaluate', page);
  console.log(page);
}

/** A folder that is made unless an earlier run left it. */
function make(name, how) {
  const out = path.join(FOLDER, name);
  if (!existsSync(out)) how(out);
  return out;
}

function trainModel(python, dataset, flags) {
  const script = path.join(ROOT, 'trainer/train_script.py');
  run(python, [script, dataset, '--preset', 'smoke', '--cpu', '--seed', '1', ...flags]);
}

function report(dataset, sites) {
  const [first, ...others] = [
    ['bm25', 'untrained', 'smoke', 'minilm'],
    ['untrained', 'smoke'],
    ['smoke', 'minilm'],
  ].map((names) => evaluate(dataset, names));
  const rows = first.models.map(({ model, main, scores, interval }) => [
    NAMES[shortName(model)],
    scores[main].toFixed(3),
    `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`,
    ...FIGURES.map((name) => scores[name].toFixed(3)),
  ]);
  const heads = ['', first.models[0].main, '95 %', ...FIGURES];
  const compared = [first, ...others]
    .flatMap(({ comparisons }) => comparisons)
    .map((one) => [
      `${NAMES[shortName(one.model)]} against ${NAMES[shortName(one.against)]}`,
      `${one.difference > 0 ? '+' : ''}${one.difference.toFixed(3)}`,
      one.wins,
      one.losses,
      one.p < 0.001 ? '< 0.001' : one.p.toFixed(3),
    ]);
  const { splits } = JSON.parse(readFileSync(path.join(dataset, 'manifest.json'), 'utf8'));
  const about = `Title to body of ${first.models[0].n} held-out questions of ${sites} sites, against the bodies of all; ${splits['title-body'].train} pairs to train on.`;
  const differences = table(['', 'difference', 'wins', 'losses', 'p'], compared);
  return `${machine()}\n\n${about}\n\n${table(heads, rows)}\n\n${differences}\n`;
}

/** What a model is called here: the name of its folder. */
function shortName(model) {
  return path.basename(model);
}

function evaluate(dataset, names) {
  const models = names.flatMap((name) => ['--model', name === 'bm25' ? name : `onnx:${path.join(FOLDER, name)}`]);
  const kept = ['--vectors-cache', path.join(FOLDER, 'vectors'), '--out', path.join(FOLDER, 'results', names[0])];
  const set = path.join(dataset, 'evaluation/title-to-body');
  return JSON.parse(command('evaluate', '--set', set, ...models, ...kept, '--json')).sets[0];
}

function command(...args) {
  return run(process.execPath, [CLI, ...args]);
}

function run(program, args) {
  const env = { OMP_NUM_THREADS: '1', HF_HUB_OFFLINE: '1', HF_DATASETS_OFFLINE: '1', ...process.env };
  return execFileSync(program, args, { cwd: ROOT, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

if (values.help) console.log(USAGE);
else main();
