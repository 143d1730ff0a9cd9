// `npm run bench`: measures the built command on synthetic dumps it writes itself, and prints Markdown tables: against other
// programs, from archives, at several sizes, and where the time goes. Everything it writes lies under bench/out, which git
// ignores; only `--write` touches docs.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { archives } from './archives.mjs';
import { compare } from './compare.mjs';
import { engine } from './engine.mjs';
import { keys } from './keys.mjs';
import { machine } from './machine.mjs';
import { profile } from './profile.mjs';
import { replaceSection } from './section.mjs';
import { sizes } from './sizes.mjs';

const USAGE = `usage: npm run bench -- [options]
  --only LIST        of compare, archives, sizes, profile (all of these), engine (needs perf), keys (16 GB of disk)
  --size SIZE        XML of the comparison and the profile (1GB; the slowest program takes over a minute for it)
  --archive-size SIZE  XML in the archives (1GB)
  --sizes LIST       sizes at which stackpairs runs alone (60MB,200MB,1GB,5GB)
  --runs N           runs of each program; the median is shown (3)
  --threads LIST     thread counts of stackpairs (0,1,2)
  --seed N           seed of the synthetic dumps (1)
  --write            also write tables and charts into docs`;

const BY_DEFAULT = { compare, archives, sizes, profile };
const SECTIONS = { ...BY_DEFAULT, engine, keys };
const DOCS = path.join(import.meta.dirname, '../docs');

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(BY_DEFAULT).join(',') },
    size: { type: 'string', default: '1GB' },
    'archive-size': { type: 'string', default: '1GB' },
    sizes: { type: 'string', default: '60MB,200MB,1GB,5GB' },
    runs: { type: 'string', default: '3' },
    threads: { type: 'string', default: '0,1,2' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function main() {
  const runs = Number(values.runs);
  if (!(runs >= 1)) throw new Error(`--runs must be at least 1, found ${values.runs}`);
  const wanted = values.only.split(',');
  const unknown = wanted.find((name) => !(name in SECTIONS));
  if (unknown !== undefined) throw new Error(`--only knows ${Object.keys(SECTIONS).join(', ')}, found ${unknown}`);
  const list = { sizes: values.sizes.split(','), threads: values.threads.split(',') };
  for (const name of wanted) measureSection(name, { ...values, ...list, runs, archiveSize: values['archive-size'] });
}

function measureSection(name, options) {
  const out = path.join(import.meta.dirname, 'out');
  const folder = path.join(out, 'work');
  // An interrupted run leaves gigabytes behind.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    const { text, charts } = SECTIONS[name]({ folder, ...options });
    const page = `${machine()}\n\n${text}\n`;
    writeFileSync(path.join(out, `${name}.md`), page);
    for (const target of options.write ? [out, DOCS] : [out]) {
      for (const [file, chart] of Object.entries(charts)) writeFileSync(path.join(target, file), chart);
    }
    if (options.write) replaceSection(path.join(DOCS, 'performance.md'), name, page);
    console.log(page);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (values.help) console.log(USAGE);
else main();
