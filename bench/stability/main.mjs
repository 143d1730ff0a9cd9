// `npm run bench:stability`: what changes of the shards when a new dump comes, in both orders: rows, bytes of files, bytes of
// chunks cut by content. Prints Markdown; only --write touches docs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeSample } from '../programs.mjs';
import { replaceSection } from '../section.mjs';
import { table } from '../table.mjs';
import { changedShares } from './changed.mjs';
import { deriveDump } from './dumps.mjs';

const USAGE = `usage: npm run bench:stability -- [options]
  --size SIZE          XML of the last synthetic dump (600MB)
  --seed N             seed of it (1)
  --dumps BEFORE,AFTER two real dumps to compare as well
  --write              also write the table into docs/refresh.md`;

const CLI = path.join(import.meta.dirname, '../../dist/cli/main.js');
const PAGE = path.join(import.meta.dirname, '../../docs/refresh.md');
const ORDERS = ['shuffled', 'stable'];
/** What the first dump has of the rows of the last one. */
const FIRST = 0.95;
/** What becomes of the first dump; rows are new at the end, edited anywhere. */
const CASES = [
  ['1 % new', { share: FIRST * 1.01 }],
  ['2 % new', { share: FIRST * 1.02 }],
  ['5 % new', { share: FIRST * 1.05 }],
  ['0.1 % edited anywhere', { share: FIRST, edited: 0.001 }],
  ['1 % edited anywhere', { share: FIRST, edited: 0.01 }],
];
const HEAD = ['dump', 'rows', ...ORDERS.flatMap((order) => [`files, ${order}`, `chunks, ${order}`])];

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '600MB' },
    seed: { type: 'string', default: '1' },
    dumps: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main() {
  const folder = path.join(import.meta.dirname, '../out/stability');
  // An interrupted run leaves gigabytes behind.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    const { dump } = writeSample(folder, { size: values.size, seed: values.seed });
    const first = await deriveDump(dump, path.join(folder, 'first'), { share: FIRST });
    const rows = [];
    for (const [name, change] of CASES) {
      const next = await deriveDump(dump, path.join(folder, 'next'), change);
      rows.push(await compare(name, { folder, before: first, after: next }));
    }
    if (values.dumps) {
      const [before, after] = values.dumps.split(',').map((dump) => path.resolve(dump));
      rows.push(await compare(`${nameOf(before)} to ${nameOf(after)}`, { folder, before, after }));
    }
    const page = `${table(HEAD, rows)}\n`;
    if (values.write) replaceSection(PAGE, 'stability', page);
    console.log(page);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function nameOf(dump) {
  return path.basename(dump).replace('.stackexchange.com', '');
}

/** A line of the table: both dumps are built in both orders. */
async function compare(name, { folder, before, after }) {
  const shares = [];
  for (const order of ORDERS) {
    const [old, now] = [before, after].map((dump) => buildOf(dump, order, folder));
    shares.push(await changedShares(old, now));
    console.error(`${name}, ${order}: ${shares.at(-1).shards} shards`);
  }
  return [name, percent(shares[0].rows), ...shares.flatMap(({ files, chunks }) => [percent(files), percent(chunks)])];
}

/** The first dump is built once for all cases. */
function buildOf(dump, order, folder) {
  const out = path.join(folder, `${order}-${path.basename(dump)}`);
  if (path.basename(dump) !== 'first') rmSync(out, { recursive: true, force: true });
  const pipeline = path.join(import.meta.dirname, `${order}.mjs`);
  execFileSync(process.execPath, [CLI, 'run', pipeline, '--dumps', dump, '--out', out], { stdio: 'ignore' });
  return out;
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}

if (values.help) console.log(USAGE);
else await main();
