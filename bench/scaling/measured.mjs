// What a build of a synthetic dump costs, pass by pass: each is a process of its own with one thread, as a task of a cluster
// is, so that the kernel says what each took.
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { measure, sizeOf } from '../measure.mjs';

const MAIN = path.join(import.meta.dirname, '../../dist/cli/main.js');
const PASSES = ['read', 'comments', 'title-body/agree', 'title-body/reduce'];

/** Writes a dump of about so many bytes, and gives its folder and the files of posts in it. */
export function writeDump(folder, bytes) {
  const dump = path.join(folder, `dump-${bytes}`);
  measure([], [process.execPath, MAIN, 'sample', dump, '--size', `${bytes / 1e6}MB`]);
  const files = filesIn(dump).filter((file) => file.endsWith('.xml'));
  return { dump, files, xmlBytes: sizeOf(files.filter((file) => file.endsWith('Posts.xml'))) };
}

const DIGEST = `const hash = require('crypto').createHash('sha256');
require('fs').createReadStream(process.argv[1], { highWaterMark: 1 << 20 }).pipe(hash).resume()`;

/** CPU seconds that a byte takes to be digested, as every input is once. */
function measureDigest({ files }) {
  const [file] = files.toSorted((a, b) => statSync(b).size - statSync(a).size);
  const { cpuSeconds } = measure([file], [process.execPath, '-e', DIGEST, file]).cost;
  const { cpuSeconds: nothing } = measure([], [process.execPath, '-e', '']).cost;
  return Math.max(0, cpuSeconds - nothing) / statSync(file).size;
}

/** Builds from it, and gives CPU seconds by pass, bytes that were spilled and written, peak memory, and what was done. */
export function measureBuild(folder, { dump, files, xmlBytes }) {
  const out = path.join(folder, 'out');
  rmSync(out, { recursive: true, force: true });
  const run = (...args) => measure(files, [process.execPath, MAIN, ...args]).cost;
  const costs = { plan: run('plan', 'title-body', '--dumps', dump, '--out', out) };
  const share = ['unit', out, '--rank', '0', '--world', '1', '--threads', '1'];
  for (const pass of PASSES) costs[pass] = run(...share, '--pass', pass);
  costs.finish = run('finish', out, '--threads', '1');
  const work = filesIn(path.join(out, '.work'));
  const { splits } = JSON.parse(readFileSync(path.join(out, 'manifest.json'), 'utf8'));
  const sum = (key) => Object.values(costs).reduce((total, cost) => total + cost[key], 0);
  return {
    xmlBytes,
    digestSecondsPerByte: measureDigest({ files }),
    cpuSeconds: Object.fromEntries(Object.entries(costs).map(([pass, cost]) => [pass, cost.cpuSeconds])),
    allCpuSeconds: sum('cpuSeconds'),
    wallSeconds: sum('wallSeconds'),
    peakBytes: Math.max(...Object.values(costs).map((cost) => cost.peakBytes)),
    spilledBytes: sizeOf(work.filter((file) => !file.endsWith('.json'))),
    writtenBytes: sizeOf(filesIn(out).filter((file) => !file.includes('.work'))),
    rows: Object.values(splits['title-body']).reduce((total, rows) => total + rows, 0),
  };
}

/** Of several measurements of one size that which took least: what others do on the machine only adds. */
export function least(measurements) {
  const cpuSeconds = Object.fromEntries(
    Object.keys(measurements[0].cpuSeconds).map((pass) => [
      pass,
      Math.min(...measurements.map((one) => one.cpuSeconds[pass])),
    ]),
  );
  const allCpuSeconds = Object.values(cpuSeconds).reduce((total, seconds) => total + seconds, 0);
  return {
    ...measurements[0],
    digestSecondsPerByte: Math.min(...measurements.map((one) => one.digestSecondsPerByte)),
    cpuSeconds,
    allCpuSeconds,
    wallSeconds: Math.min(...measurements.map((one) => one.wallSeconds)),
  };
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
