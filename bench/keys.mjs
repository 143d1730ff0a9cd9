// More distinct pairs than a Set or a Map of JavaScript can hold (16,777,216): as many as Stack Overflow has questions, with short bodies.
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { runStackpairs } from './programs.mjs';
import { megabytes, table } from './table.mjs';

const PAIRS = 24_000_000;
const ROWS_A_WRITE = 10_000;
const HEAD = ['pairs', 'MB of Posts.xml', 'threads', 'wall s', 'CPU s', 'peak MB', 'kept'];

/** Markdown: one run. */
export function keys({ folder, threads }) {
  const sample = writeQuestions(path.join(folder, 'keys'));
  const most = threads.at(-1);
  console.error(`run title-body on ${PAIRS} pairs`);
  const { wallSeconds, cpuSeconds, peakBytes, kept } = runStackpairs(sample, ['--threads', most]);
  rmSync(sample.dump, { recursive: true });
  const row = [
    PAIRS,
    megabytes(sample.bytes),
    most,
    wallSeconds.toFixed(0),
    cpuSeconds.toFixed(0),
    megabytes(peakBytes),
    kept,
  ];
  return { text: table(HEAD, [row]), charts: {} };
}

/** A dump of one site whose questions differ in their numbers. */
function writeQuestions(dump) {
  console.error(`writing ${PAIRS} questions`);
  const site = path.join(dump, 'numbers.stackexchange.example');
  mkdirSync(site, { recursive: true });
  const file = path.join(site, 'Posts.xml');
  const fd = openSync(file, 'w');
  let bytes = writeSync(fd, '<?xml version="1.0" encoding="utf-8"?>\n<posts>\n');
  for (let first = 1; first <= PAIRS; first += ROWS_A_WRITE) {
    bytes += writeSync(fd, Array.from({ length: ROWS_A_WRITE }, (_, index) => question(first + index)).join(''));
  }
  bytes += writeSync(fd, '</posts>\n');
  closeSync(fd);
  return { dump, files: [file], bytes };
}

function question(id) {
  const body = `&lt;p&gt;Is the number ${id} a prime, and how is that found out?&lt;/p&gt;`;
  const title = `What are the factors of ${id}?`;
  return `  <row Id="${id}" PostTypeId="1" CreationDate="2020-01-01T00:00:00.000" Score="1" Body="${body}" Title="${title}" Tags="&lt;primes&gt;" ContentLicense="CC BY-SA 4.0" />\n`;
}
