// The dataset under measurement: a small build of stackpairs, multiplied to as many rows as wanted, whose texts repeat as planned.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { sizeOf } from '../measure.mjs';

const CLI = path.join(import.meta.dirname, '../../dist/cli/main.js');
const PIPELINE = path.join(import.meta.dirname, 'answers.mjs');
const WRITER = path.join(import.meta.dirname, 'write_dataset.py');

/** Shards, the copy of the data that `datasets` makes, its hashes, and numbers of rows. */
const DISK_PER_ROW = 900;

/** Writes a dataset into a folder of its own; gives its folder, its shards, their bytes and the numbers of its texts. */
export function writeDataset(folder, { python, rows, hottest, seed }) {
  mkdirSync(folder);
  expectRoom(folder, rows);
  console.error(`writing ${rows} rows`);
  const [template, dir, keys] = ['template', 'dataset', 'keys'].map((name) => path.join(folder, name));
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync(process.execPath, [CLI, 'run', PIPELINE, '--out', template], { stdio: 'ignore' });
  const numbers = Object.entries({ rows, hottest, seed }).flatMap(([name, value]) => [`--${name}`, String(value)]);
  execFileSync(python, [WRITER, template, dir, keys, ...numbers], quiet);
  const names = readdirSync(dir, { recursive: true }).filter((name) => name.endsWith('.arrow'));
  const files = names.sort().map((name) => path.join(dir, name));
  return { folder, dir, files, bytes: sizeOf(files), rows, keys: readKeys(keys, rows) };
}

function expectRoom(folder, rows) {
  const { bavail, bsize } = statfsSync(folder);
  const needed = rows * DISK_PER_ROW;
  if (bavail * bsize < needed) throw new Error(`${folder}: ${rows} rows need ${needed / 1e9} GB of free disk`);
}

/** By what rows may be alike: the number of each row's text, or cluster. */
function readKeys(file, rows) {
  const { buffer, byteOffset } = readFileSync(file);
  const column = (number) => new Uint32Array(buffer, byteOffset + number * rows * 4, rows);
  return { titles: column(0), answers: column(1), clusters: column(2) };
}
