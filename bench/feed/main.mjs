// `npm run bench:feed`: batches without two rows alike, made ahead by `build-dataset feed` and by the batch samplers of
// sentence-transformers, of the same rows in the same run; and whether they keep what they promise. Prints Markdown; only --write
// touches docs.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from '../machine.mjs';
import { createRandom } from '../near/random.mjs';
import { pythonWith } from '../python.mjs';
import { replaceSection } from '../section.mjs';
import { runInTurns } from '../turns.mjs';
import { checkOrder } from './check.mjs';
import { writeDataset } from './dataset.mjs';
import { loadDataset, programs } from './programs.mjs';
import { isCut, showChecks, showCosts } from './show.mjs';

const USAGE = `usage: npm run bench:feed -- [options]
  --rows N        rows of the dataset (10000000)
  --batch N       rows of a batch (1024)
  --hottest LIST  rows a batch, were they spread evenly, that have the title that is there most often (0.5,2)
  --runs N        runs of each; the median is shown (1)
  --limit N       seconds after which a sampler is cut off, and its time estimated (600)
  --seed N        seed of the rows and of their order (1)
  --python PATH   a Python with bench/feed/requirements.txt; else they are installed into .venv/feed
  --write         also write the tables into docs/feed.md`;

const PAGE = path.join(import.meta.dirname, '../../docs/feed.md');
const REQUIREMENTS = path.join(import.meta.dirname, 'requirements.txt');

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000000' },
    batch: { type: 'string', default: '1024' },
    hottest: { type: 'string', default: '0.5,2' },
    runs: { type: 'string', default: '1' },
    limit: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    python: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function main() {
  const number = (name) => Number(values[name]);
  const options = {
    python: values.python ?? pythonWith('feed', REQUIREMENTS),
    rows: number('rows'),
    batch: number('batch'),
    runs: number('runs'),
    limit: number('limit'),
    seed: number('seed'),
  };
  const folder = path.join(import.meta.dirname, '../out/feed');
  mkdirSync(path.dirname(folder), { recursive: true });
  try {
    const parts = [machine()];
    console.log(`${parts[0]}\n`);
    for (const perBatch of values.hottest.split(',')) {
      // Rows of the dataset before are gigabytes, as are those of an interrupted run.
      rmSync(folder, { recursive: true, force: true });
      const hottest = Math.ceil((Number(perBatch) * options.rows) / options.batch);
      parts.push(compare(writeDataset(folder, { ...options, hottest }), { ...options, perBatch, hottest }));
      console.log(`${parts.at(-1)}\n`);
    }
    if (values.write) replaceSection(PAGE, 'feed', `${parts.join('\n\n')}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The tables of one dataset. */
function compare(dataset, { perBatch, hottest, ...options }) {
  const { rows, batch, runs, seed } = options;
  loadDataset(dataset, options);
  const medians = runInTurns(dataset, programs(options), runs);
  const orders = [...medians].map(([name, run]) => ({ name, order: run.order, isWhole: !isCut(run) }));
  const byChance = { name: 'by chance', order: shuffled(rows, seed, batch), isWhole: true };
  const checks = [...orders, byChance].map((order) => ({
    ...order,
    ...checkOrder(order.order, { ...dataset, batch }),
  }));
  expectPromises(checks.slice(0, -1));
  const title = `${grouped(rows)} rows in batches of ${grouped(batch)}; the commonest title is in about ${grouped(hottest)}`;
  return [`${title} of them, ${perBatch} a batch:`, showCosts(medians), showChecks(checks)].join('\n\n');
}

/** None has a text twice in a batch, or a row twice; the first has no cluster twice either. The tables are shown all the same. */
function expectPromises(checks) {
  const broken = checks.filter(
    ({ sameText, twice }, place) => sameText + twice > 0 || (place === 0 && checks[0].sameCluster > 0),
  );
  for (const { name } of broken) console.error(`${name} has rows alike in a batch, or rows twice`);
  if (broken.length > 0) process.exitCode = 1;
}

/** Rows of whole batches by chance: what there is to be kept apart. */
function shuffled(rows, seed, batch) {
  const random = createRandom();
  random.seed(seed, 0);
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  for (let last = rows - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order.subarray(0, rows - (rows % batch));
}

function grouped(number) {
  return number.toLocaleString('en');
}

if (values.help) console.log(USAGE);
else main();
