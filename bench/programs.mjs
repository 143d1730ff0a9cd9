// The programs under measurement, each run as a process of its own, and what each says it kept.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { measure } from './measure.mjs';

const CLI = path.join(import.meta.dirname, '../dist/cli/main.js');
const IN_PYTHON = path.join(import.meta.dirname, 'title_body.py');
const IN_NODE = path.join(import.meta.dirname, 'title_body.mjs');

/** Writes a synthetic dump of about `size`; gives its folder, its Posts.xml files and the bytes of those. */
export function writeSample(folder, { size, seed }) {
  console.error(`writing a synthetic dump of ${size}`);
  const dump = path.join(folder, `sample-${size}`);
  execFileSync(process.execPath, [CLI, 'sample', dump, '--size', size, '--seed', seed], { stdio: 'ignore' });
  const names = readdirSync(dump, { recursive: true }).filter((name) => path.basename(name) === 'Posts.xml');
  const files = names.sort().map((name) => path.join(dump, name));
  return { dump, files, bytes: files.reduce((sum, file) => sum + statSync(file).size, 0) };
}

/** Runs `run title-body` once; the cost, with the rows it read and kept. */
export function runStackpairs(sample, threads) {
  const out = path.join(sample.dump, '..', 'stackpairs-out');
  const command = [process.execPath, CLI, 'run', 'title-body', '--dumps', sample.dump, '--out', out];
  const { cost } = measure(sample.files, [...command, '--threads', threads]);
  const { books } = JSON.parse(readFileSync(path.join(out, 'manifest.json'), 'utf8'));
  rmSync(out, { recursive: true });
  const sum = (key) => books.reduce((total, book) => total + book[key], 0);
  return { ...cost, rows: sum('rows'), kept: sum('kept') };
}

/** Runs the Python pipeline once; the cost, with the rows it read and kept. */
export function runPython(sample, python) {
  return runPeer(sample, [python, IN_PYTHON]);
}

/** Runs the Node pipeline of this XML parser and this converter of HTML once; the same. */
export function runNode(sample, parser, converter) {
  return runPeer(sample, [process.execPath, IN_NODE, parser, converter]);
}

function runPeer(sample, command) {
  const out = path.join(sample.dump, '..', 'peer-out');
  const { cost, stdout } = measure(sample.files, [...command, out, ...sample.files]);
  rmSync(out, { recursive: true });
  const { rows, kept } = JSON.parse(stdout);
  return { ...cost, rows, kept };
}
