// `npm run bench`: measures the built command on a synthetic dump it writes itself, and prints Markdown tables.
// Default: against plain pipelines in Python and Node on the same file. `--memory`: peak memory on a small and on a large dump.
// Everything it writes lies under bench/out, which git ignores; only `--write` touches docs/performance.md.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compare } from './compare.mjs';
import { machine } from './machine.mjs';
import { memory } from './memory.mjs';
import { replaceSection } from './section.mjs';

const USAGE = `usage: npm run bench -- [options]
  --size SIZE       XML the comparison runs on (1GB; the slowest takes over a minute for it)
  --large SIZE      XML stackpairs then runs on alone (0: none)
  --runs N          runs of each program; the median is shown (3)
  --threads LIST    thread counts of stackpairs (0,1,2)
  --memory          peak memory instead, at 2 threads
  --sizes LIST      XML sizes of --memory (200MB,2GB)
  --seed N          seed of the synthetic dump (1)
  --write           also write the tables into docs/performance.md`;

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1GB' },
    large: { type: 'string', default: '0' },
    runs: { type: 'string', default: '3' },
    threads: { type: 'string', default: '0,1,2' },
    memory: { type: 'boolean', default: false },
    sizes: { type: 'string', default: '200MB,2GB' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function measureAll(folder) {
  if (!(Number(values.runs) >= 1)) throw new Error(`--runs must be at least 1, found ${values.runs}`);
  const options = { folder, seed: values.seed, threads: values.threads.split(','), runs: Number(values.runs) };
  if (values.memory) return memory({ ...options, sizes: values.sizes.split(',') });
  return compare({ ...options, size: values.size, large: values.large });
}

function main() {
  const out = path.join(import.meta.dirname, 'out');
  const folder = path.join(out, 'work');
  // An interrupted run leaves gigabytes behind.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    const section = values.memory ? 'memory' : 'compare';
    const text = `${machine()}\n\n${measureAll(folder)}\n`;
    writeFileSync(path.join(out, `${section}.md`), text);
    if (values.write) replaceSection(path.join(import.meta.dirname, '../docs/performance.md'), section, text);
    console.log(text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (values.help) console.log(USAGE);
else main();
