// `npm run bench:trainer`: what the preset `smoke` learns from real dumps. Trains it from scratch with several seeds and scores it on
// held-out questions, before and after, beside BM25 on the same ones. Prints Markdown; only --write touches docs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { newestDumps } from '../dumps.mjs';
import { machine } from '../machine.mjs';
import { pythonWith } from '../python.mjs';
import { replaceSection } from '../section.mjs';
import { table } from '../table.mjs';

const USAGE = `usage: npm run bench:trainer -- [options]
  --dumps DIR     a folder of dumps (STACKPAIRS_DUMPS); of each site the newest is taken
  --seeds LIST    seeds (1,2,3)
  --python PATH   a Python with test/trainer/requirements.txt; else one is made in .venv/trainer-bench
  --write         also write the table into docs/train.md`;

const ROOT = path.join(import.meta.dirname, '../..');
const CLI = path.join(ROOT, 'dist/cli/main.js');
const PAGE = path.join(ROOT, 'docs/train.md');
const METRICS = ['MRR@10', 'nDCG@10', 'accuracy@1', 'recall@100'];

const { values } = parseArgs({
  options: {
    dumps: { type: 'string', default: process.env.STACKPAIRS_DUMPS ?? '' },
    seeds: { type: 'string', default: '1,2,3' },
    python: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function main() {
  if (!existsSync(values.dumps)) throw new Error(`no folder of dumps: ${values.dumps || '(none given)'}`);
  const python = values.python ?? pythonWith('trainer-bench', path.join(ROOT, 'test/trainer/requirements.txt'));
  const folder = path.join(ROOT, 'bench/out/trainer');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    const page = report(python, folder);
    if (values.write) replaceSection(PAGE, 'trainer', page);
    console.log(page);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(python, folder) {
  const dataset = path.join(folder, 'pairs');
  const dumps = newestDumps(values.dumps);
  run(process.execPath, [
    CLI,
    'run',
    path.join(import.meta.dirname, 'pipeline.mjs'),
    '--out',
    dataset,
    '--dumps',
    ...dumps,
  ]);
  run(process.execPath, [CLI, 'feed', dataset, '--batch', '64', '--epochs', '10']);
  const bm25 = JSON.parse(run(python, [path.join(import.meta.dirname, 'bm25_scores.py'), dataset]));
  const runs = values.seeds
    .split(',')
    .map((seed) => ({ seed, ...train(python, dataset, path.join(folder, seed), seed) }));
  const { splits } = JSON.parse(readFileSync(path.join(dataset, 'manifest.json'), 'utf8'));
  const { train: rows, test } = splits['title-body'];
  const lines = [
    ['BM25 (Lucene)', ...METRICS.map((name) => bm25[name].toFixed(3))],
    ...runs.flatMap(({ seed, scores }) =>
      ['untrained', 'trained'].map((when, i) => [
        `${when}, seed ${seed}`,
        ...METRICS.map((name) => scores[name][i].toFixed(3)),
      ]),
    ),
    ...['untrained', 'trained'].map((when, i) => [
      `${when}, mean`,
      ...METRICS.map((name) => mean(runs.map(({ scores }) => scores[name][i]))),
    ]),
  ];
  const seconds = mean(runs.map(({ speed }) => speed.seconds));
  const about = `Title to body of ${test} held-out questions of ${dumps.length} sites, against ${test} bodies; ${rows} pairs to train on, 10 epochs, ${Number(seconds).toFixed(0)} s a run.`;
  return `${machine()}\n\n${about}\n\n${table(['', ...METRICS], lines)}\n`;
}

function train(python, dataset, out, seed) {
  const script = path.join(ROOT, 'trainer/train_script.py');
  const text = run(python, [script, dataset, '--preset', 'smoke', '--cpu', '--no-onnx', '--out', out, '--seed', seed]);
  return JSON.parse(text.trim().split('\n').at(-1));
}

function run(command, args) {
  const env = { OMP_NUM_THREADS: '1', HF_HUB_OFFLINE: '1', HF_DATASETS_OFFLINE: '1', ...process.env };
  return execFileSync(command, args, { cwd: ROOT, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

function mean(numbers) {
  return (numbers.reduce((sum, number) => sum + number, 0) / numbers.length).toFixed(3);
}

if (values.help) console.log(USAGE);
else main();
