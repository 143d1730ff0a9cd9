// `npm run bench:encode`: texts to vectors with all-MiniLM-L6-v2, by this package and by sentence-transformers, in turns on the same
// texts of real dumps: questions as they are asked, and what they say. Prints Markdown; only --write touches docs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { newestDumps } from '../dumps.mjs';
import { machine } from '../machine.mjs';
import { pythonWith } from '../python.mjs';
import { replaceSection } from '../section.mjs';
import { medianRun, megabytes, table } from '../table.mjs';

const USAGE = `usage: npm run bench:encode -- [options]
  --dumps DIR     a folder of dumps (STACKPAIRS_DUMPS)
  --texts N       titles, and as many bodies (200)
  --threads N     threads of both (all cores)
  --turns N       runs of each; the median counts (3)
  --python PATH   a Python with bench/evaluate/requirements.txt; else one is made in .venv/evaluate-bench
  --write         also write the table into docs/encoders.md`;

const ROOT = path.join(import.meta.dirname, '../..');
const CLI = path.join(ROOT, 'dist/cli/main.js');
const FOLDER = path.join(ROOT, 'bench/out/encode');
const EVALUATE = path.join(ROOT, 'bench/evaluate');

const { values } = parseArgs({
  options: {
    dumps: { type: 'string', default: process.env.STACKPAIRS_DUMPS ?? '' },
    texts: { type: 'string', default: '200' },
    threads: { type: 'string', default: String(availableParallelism()) },
    turns: { type: 'string', default: '3' },
    python: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main() {
  if (!existsSync(values.dumps)) throw new Error(`no folder of dumps: ${values.dumps || '(none given)'}`);
  const python = values.python ?? pythonWith('evaluate-bench', path.join(EVALUATE, 'requirements.txt'));
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  try {
    const model = path.join(FOLDER, 'minilm');
    run(python, [path.join(EVALUATE, 'minilm.py'), model]);
    run('bash', ['-c', 'source test/encoders/onnxruntime.sh']);
    const request = { model, threads: Number(values.threads), texts: await writeTexts() };
    const page = report(encodeInTurns(python, JSON.stringify(request)));
    if (values.write) replaceSection(path.join(ROOT, 'docs/encoders.md'), 'encode', page);
    console.log(page);
  } finally {
    rmSync(FOLDER, { recursive: true, force: true });
  }
}

/** A file for each kind of text. */
async function writeTexts() {
  const out = path.join(FOLDER, 'pairs');
  run(process.execPath, [
    CLI,
    'run',
    path.join(EVALUATE, 'pipeline.mjs'),
    '--out',
    out,
    '--dumps',
    ...newestDumps(values.dumps),
  ]);
  const { readForeignPairs } = await import('../../dist/api.js');
  const pairs = [];
  for await (const batch of readForeignPairs(out)) pairs.push(...batch.map(({ texts }) => texts));
  return ['titles', 'bodies'].map((kind, column) => {
    const file = path.join(FOLDER, `${kind}.json`);
    writeFileSync(file, JSON.stringify(pairs.slice(0, Number(values.texts)).map((texts) => texts[column])));
    return { kind, file };
  });
}

function encodeInTurns(python, request) {
  const programs = [
    ['stackpairs', process.execPath, path.join(import.meta.dirname, 'own.mjs')],
    ['sentence-transformers', python, path.join(import.meta.dirname, 'others.py')],
  ];
  const runs = new Map(programs.map(([name]) => [name, []]));
  for (let turn = 0; turn < Number(values.turns); turn++) {
    for (const [name, program, script] of programs) runs.get(name).push(JSON.parse(run(program, [script, request])));
  }
  return runs;
}

function report(runs) {
  const kinds = ['titles', 'bodies'];
  const medians = new Map(
    [...runs].map(([name, list]) => [name, kinds.map((kind) => medianRun(list.map((one) => one[kind])))]),
  );
  const own = medians.get('stackpairs');
  const rows = [...medians].map(([name, byKind]) => [
    name,
    ...byKind.flatMap(({ wallSeconds, cpuSeconds }, i) => [
      (Number(values.texts) / wallSeconds).toFixed(0),
      `${(wallSeconds / own[i].wallSeconds).toFixed(2)} x`,
      `${(cpuSeconds / own[i].cpuSeconds).toFixed(2)} x`,
    ]),
    megabytes(Math.max(...runs.get(name).map(({ peakBytes }) => peakBytes))),
  ]);
  const heads = kinds.flatMap((kind) => [`${kind}/s`, 'time', 'CPU time']);
  const about = `${values.texts} titles and ${values.texts} bodies, threads: ${values.threads}; times against those of stackpairs, median of ${values.turns} runs in turns.`;
  return `${machine()}\n\n${about}\n\n${table(['', ...heads, 'peak MB'], rows)}\n`;
}

function run(program, args) {
  const env = {
    HF_HUB_OFFLINE: '1',
    HF_DATASETS_OFFLINE: '1',
    TOKENIZERS_PARALLELISM: 'false',
    ...process.env,
    OMP_NUM_THREADS: values.threads,
  };
  return execFileSync(program, args, { cwd: ROOT, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

if (values.help) console.log(USAGE);
else await main();
