// `npm run bench:near`: stackpairs, datatrove and text-dedup on one corpus with planted near-duplicates, in one run: what they
// find, how long they take, how much memory; or, with --flat, stackpairs alone on large ones. Prints Markdown; only --write
// touches docs.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from '../machine.mjs';
import { replaceSection } from '../section.mjs';
import { writeCorpus } from './corpus.mjs';
import { flat } from './flat.mjs';
import { PROGRAMS, WHOLE_CURVE } from './programs.mjs';
import { showAgreement, showCosts, showPrecision, showRecall } from './show.mjs';

const USAGE = `usage: npm run bench:near -- [options]
  --bodies N      bodies of the corpus (100000)
  --each N        planted pairs at each similarity from 0.50 to 0.95 (2000)
  --longest N     texts are 44 to 82 words long, times 1 to N (2)
  --only LIST     of ${PROGRAMS.map(({ name }) => name).join(', ')} (all)
  --flat          stackpairs alone, at the sizes of --flat-sizes
  --flat-sizes L  numbers of bodies (1000000,4000000)
  --seed N        seed of the corpus (1)
  --write         also write the tables into docs/near-duplicates.md`;

const PAGE = path.join(import.meta.dirname, '../../docs/near-duplicates.md');

const { values } = parseArgs({
  options: {
    bodies: { type: 'string', default: '100000' },
    each: { type: 'string', default: '2000' },
    longest: { type: 'string', default: '2' },
    only: { type: 'string', default: PROGRAMS.map(({ name }) => name).join(',') },
    flat: { type: 'boolean', default: false },
    'flat-sizes': { type: 'string', default: '1000000,4000000' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function main() {
  const numbers = { bodies: Number(values.bodies), each: Number(values.each), seed: Number(values.seed) };
  const folder = mkdtempSync(path.join(tmpdir(), 'stackpairs-near-'));
  try {
    const text = values.flat
      ? flat({ ...numbers, folder, sizes: values['flat-sizes'].split(',').map(Number) })
      : compare({ ...numbers, folder, longest: Number(values.longest), only: values.only.split(',') });
    const page = `${machine()}\n\n${text}\n`;
    if (values.write) replaceSection(PAGE, values.flat ? 'flat' : 'compare', page);
    console.log(page);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare({ folder, only, ...options }) {
  const programs = PROGRAMS.filter(({ name }) => only.includes(name));
  console.error(`writing ${options.bodies} bodies`);
  const corpus = { bodies: options.bodies, ...writeCorpus(folder, options) };
  const pairs = readPairs(corpus.pairs);
  const results = programs.map((program) => runProgram(program, corpus, path.join(folder, 'out')));
  const runs = results.filter(({ reason }) => reason === undefined);
  // A second run of the same program has the same permutations, and says nothing here.
  const peers = runs.filter(({ name }) => name !== WHOLE_CURVE);
  const missing = results.filter(({ reason }) => reason !== undefined);
  return [
    `${options.bodies} bodies, among them ${pairs.length} planted pairs:`,
    ...(peers.length === 0 ? [] : [showCosts(options.bodies, peers)]),
    ...(runs.length === 0 ? [] : [showRecall(pairs, runs), showPrecision(pairs, runs)]),
    ...(peers.length < 2 ? [] : [showAgreement(pairs, peers)]),
    ...missing.map(({ name, reason }) => `${name}: not measured: ${reason}`),
  ].join('\n\n');
}

/** The program with its cost and clusters; or with the reason why there are none. */
function runProgram(program, corpus, out) {
  console.error(`running ${program.name}`);
  rmSync(out, { recursive: true, force: true });
  try {
    return { ...program, ...program.run(corpus, out) };
  } catch (error) {
    console.error(error.message);
    return { ...program, reason: reasonOf(error) };
  }
}

/** The line that names the error, where the program printed more. */
function reasonOf({ message }) {
  const lines = message.trim().split('\n');
  return lines.findLast((line) => /^\w*(Error|Exception)\b/.test(line)) ?? lines.at(-1);
}

function readPairs(file) {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [a, b, similarity] = line.split('\t').map(Number);
    return { a, b, similarity };
  });
}

if (values.help) console.log(USAGE);
else main();
