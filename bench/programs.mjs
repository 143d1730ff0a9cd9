// The programs under measurement, each run as a process of its own, and what each says of the rows it read.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { measure, sizeOf } from './measure.mjs';

const CLI = path.join(import.meta.dirname, '../dist/cli/main.js');
const IN_PYTHON = path.join(import.meta.dirname, 'title_body.py');
const IN_NODE = path.join(import.meta.dirname, 'title_body.mjs');
const IN_FLOOR = path.join(import.meta.dirname, 'floor.mjs');
const IN_SAMPLE = path.join(import.meta.dirname, 'sample.mjs');
const IN_C = path.join(import.meta.dirname, 'expat.c');

/** A dump, its spills and its dataset are on the disk together. */
const DISK_PER_BYTE = 2.5;
const UNITS = { KB: 1e3, MB: 1e6, GB: 1e9 };

/** Writes a synthetic dump of about `size`, all of it well-formed; gives its folder, its Posts.xml files and their bytes. */
export function writeSample(folder, { size, seed }) {
  const { bavail, bsize } = statfsSync(folder);
  const bytes = Number.parseFloat(size) * UNITS[size.slice(-2)];
  const needed = bytes * DISK_PER_BYTE;
  if (bavail * bsize < needed) throw new Error(`${folder}: a dump of ${size} needs ${needed / 1e9} GB of free disk`);
  console.error(`writing a synthetic dump of ${size}`);
  const dump = path.join(folder, `sample-${size}`);
  execFileSync(process.execPath, [IN_SAMPLE, dump, String(bytes), seed], { stdio: ['ignore', 'ignore', 'inherit'] });
  const names = readdirSync(dump, { recursive: true }).filter((name) => path.basename(name) === 'Posts.xml');
  const files = names.sort().map((name) => path.join(dump, name));
  return { dump, files, bytes: sizeOf(files) };
}

/** The command line of `run title-body` with these flags. */
export function stackpairsCommand({ dump }, out, flags) {
  return [CLI, 'run', 'title-body', '--dumps', dump, '--out', out, ...flags];
}

/** Runs `run title-body` once; the cost, with the rows it read and kept. */
export function runStackpairs(sample, flags) {
  const out = path.join(sample.dump, '..', 'stackpairs-out');
  const { cost } = measure(sample.files, [process.execPath, ...stackpairsCommand(sample, out, flags)]);
  const { books } = JSON.parse(readFileSync(path.join(out, 'manifest.json'), 'utf8'));
  rmSync(out, { recursive: true });
  const sum = (key) => books.reduce((total, book) => total + book[key], 0);
  return { ...cost, rows: sum('rows'), kept: sum('kept') };
}

/** Bytes of spills and of shards that a build of the sample writes. */
export function bytesWritten(sample) {
  const out = path.join(sample.dump, '..', 'stackpairs-out');
  execFileSync(process.execPath, stackpairsCommand(sample, out, ['--threads', '0']), { stdio: 'ignore' });
  const sizes = (folder, isWanted) =>
    readdirSync(folder, { recursive: true })
      .filter(isWanted)
      .reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
  const spills = sizes(path.join(out, '.work'), (name) => !name.endsWith('.json'));
  const shards = sizes(out, (name) => name.endsWith('.arrow'));
  rmSync(out, { recursive: true });
  return { spills, shards };
}

/** Reads, digests and writes so many bytes once, and nothing else. */
export function runFloor(sample, { spills, shards }) {
  return runPeer(sample, [process.execPath, IN_FLOOR], [String(spills), String(shards)]);
}

/** Runs the Python pipeline once; the same. */
export function runPython(sample, python) {
  return runPeer(sample, [python, IN_PYTHON]);
}

/** Runs the Node pipeline of this XML parser and this converter of HTML once; the same. */
export function runNode(sample, parser, converter) {
  return runPeer(sample, [process.execPath, IN_NODE, parser, converter]);
}

/** Runs a program of `buildExpat` once; it keeps nothing. */
export function runExpat(sample, program) {
  const { cost, stdout } = measure(sample.files, [program, ...sample.files]);
  return { ...cost, rows: JSON.parse(stdout).rows, kept: '' };
}

/** Compiles the parser in C; undefined where there is no C compiler or no expat to compile it with. */
export function buildExpat(folder) {
  const program = path.join(folder, 'expat');
  try {
    execFileSync('cc', ['-O2', '-o', program, IN_C, '-lexpat'], { stdio: 'pipe' });
    return program;
  } catch (error) {
    console.error(`expat is not measured: ${error.stderr || error.message}`);
    return undefined;
  }
}

/** Packs these tables of each site as the dumps are packed; gives the archives as a dump, of as many bytes of XML. */
export function packSample(sample, folder, tables = ['Posts.xml']) {
  const dump = path.join(folder, 'packed');
  mkdirSync(dump, { recursive: true });
  const files = sample.files.map((file) => {
    const site = path.dirname(file);
    const archive = path.join(dump, `${path.basename(site).replace(/-\d{4}-\d{2}$/, '')}.7z`);
    console.error(`packing ${path.basename(archive)}`);
    const members = tables.map((table) => path.join(site, table));
    execFileSync('7zz', ['a', '-bd', '-m0=BZip2', archive, ...members], { stdio: 'ignore' });
    return archive;
  });
  return { dump, files, bytes: sample.bytes };
}

/** Extracts the archives to nowhere; the cost of all together. */
export function runExtraction({ files }) {
  const script = files.map((file) => `7zz e -so -bd '${file}' Posts.xml`).join(' && ');
  return { ...measure(files, ['sh', '-c', `(${script}) > /dev/null`]).cost, rows: '', kept: '' };
}

function runPeer(sample, command, sizes = []) {
  const out = path.join(sample.dump, '..', 'peer-out');
  const { cost, stdout } = measure(sample.files, [...command, out, ...sizes, ...sample.files]);
  rmSync(out, { recursive: true });
  const { rows, kept } = JSON.parse(stdout);
  return { ...cost, rows, kept };
}
