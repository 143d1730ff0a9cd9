// `npm run bench:recipes`: eight recipes in one reading beside title-body alone, on the same dumps in the same run: what the other
// seven cost, from archives as the dumps come and from XML that somebody has unpacked. Prints Markdown; only --write touches docs.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from '../machine.mjs';
import { measure } from '../measure.mjs';
import { packSample, writeSample } from '../programs.mjs';
import { replaceSection } from '../section.mjs';
import { megabytes, table } from '../table.mjs';
import { runInTurns } from '../turns.mjs';

const USAGE = `usage: npm run bench:recipes -- [options]
  --sizes LIST    XML of the dumps (60MB,250MB,1GB)
  --runs N        runs of each; the median is shown (3)
  --threads N     threads (2)
  --seed N        seed of the synthetic dumps (1)
  --write         also write the table into docs/performance.md`;

const CLI = path.join(import.meta.dirname, '../../dist/cli/main.js');
const PAGE = path.join(import.meta.dirname, '../../docs/performance.md');
const ALONE = 'title-body';
const PIPELINES = [
  [ALONE, ALONE],
  ['eight recipes', path.join(import.meta.dirname, 'eight.mjs')],
];
/** What recipes read. */
const TABLES = ['PostLinks.xml', 'Posts.xml', 'Users.xml'];
const HEAD = [
  'MB of Posts.xml',
  'from',
  'recipes',
  'wall s',
  'against one',
  'CPU s',
  'peak MB',
  'rows written',
  'MB written',
];

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '60MB,250MB,1GB' },
    runs: { type: 'string', default: '3' },
    threads: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function main() {
  const folder = path.join(import.meta.dirname, '../out/recipes');
  // An interrupted run leaves gigabytes behind.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    const rows = values.sizes.split(',').flatMap((size) => compareAt(size, folder));
    const title = `${values.threads} threads, median of ${values.runs} runs, highest peak:`;
    const page = `${machine()}\n\n${title}\n\n${table(HEAD, rows)}\n`;
    if (values.write) replaceSection(PAGE, 'recipes', page);
    console.log(page);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The lines of the table at one size. */
function compareAt(size, folder) {
  const sample = writeSample(folder, { size, seed: values.seed });
  const packed = packSample(sample, folder, TABLES);
  const lines = [
    ['.7z', packed],
    ['.xml', sample],
  ].flatMap(([from, dump]) => compareOn(dump, from));
  for (const { dump } of [sample, packed]) rmSync(dump, { recursive: true });
  return lines;
}

function compareOn(dump, from) {
  const programs = PIPELINES.map(([name, pipeline]) => [name, () => runPipeline(dump, pipeline)]);
  const medians = runInTurns(dump, programs, Number(values.runs));
  const alone = medians.get(ALONE).wallSeconds;
  return [...medians].map(([name, run]) => [
    megabytes(dump.bytes),
    from,
    name,
    run.wallSeconds.toFixed(2),
    `${(run.wallSeconds / alone).toFixed(2)} x`,
    run.cpuSeconds.toFixed(2),
    megabytes(run.peakBytes),
    run.rows,
    megabytes(run.bytes),
  ]);
}

/** The cost of one build, with the rows and bytes of the shards it wrote, provenance included. */
function runPipeline(sample, pipeline) {
  const out = path.join(sample.dump, '..', 'out');
  const args = [CLI, 'run', pipeline, '--dumps', sample.dump, '--out', out, '--threads', values.threads];
  const { cost } = measure(sample.files, [process.execPath, ...args]);
  const { shards } = JSON.parse(readFileSync(path.join(out, 'manifest.json'), 'utf8'));
  rmSync(out, { recursive: true });
  const data = shards.filter(({ config }) => !config.endsWith('-provenance'));
  const sum = (list, key) => list.reduce((total, shard) => total + shard[key], 0);
  return { ...cost, rows: sum(data, 'rows'), bytes: sum(shards, 'bytes') };
}

if (values.help) console.log(USAGE);
else main();
