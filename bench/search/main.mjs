// Exact top-10 over random unit vectors: this package against numpy and faiss-flat, one after another on the same files.
//   PYTHON=/path/to/python npm run bench:search [-- --documents 1000000 --queries 1000 --threads 2]
// Each runs in a process of its own, and says its seconds (search alone, and user + system), its peak memory, and its ids.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '1000000' },
    queries: { type: 'string', default: '1000' },
    dimensions: { type: 'string', default: '384' },
    threads: { type: 'string', default: String(os.availableParallelism()) },
  },
});
const size = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-search-'));
try {
  writeVectors('documents', size.documents, 1);
  writeVectors('queries', size.queries, 2);
  const request = JSON.stringify({ ...size, k: 10, folder });
  const python = process.env.PYTHON ?? 'python3';
  const threads = {
    OMP_NUM_THREADS: values.threads,
    OPENBLAS_NUM_THREADS: values.threads,
    MKL_NUM_THREADS: values.threads,
  };
  const runs = [
    ['stackpairs', process.execPath, [path.join(import.meta.dirname, 'own.mjs'), request]],
    ['numpy', python, [path.join(import.meta.dirname, 'others.py'), 'numpy', request]],
    ['faiss-flat', python, [path.join(import.meta.dirname, 'others.py'), 'faiss', request]],
  ].map(([name, program, args]) => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      encoding: 'utf8',
      env: { ...process.env, ...threads },
    });
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
    return { name, ...JSON.parse(stdout) };
  });
  const [own] = runs;
  console.log(
    `top-10 of ${values.documents} x ${values.dimensions} for ${values.queries} queries, ${values.threads} threads`,
  );
  for (const { name, wall, cpu, peak, ids } of runs) {
    const same = ids.filter((row, query) => row.every((id, place) => id === own.ids[query][place])).length;
    const ratios = `${(own.wall / wall).toFixed(2)} of its time, ${(own.cpu / cpu).toFixed(2)} of its CPU seconds`;
    const figures = `${wall.toFixed(2)} s, CPU ${cpu.toFixed(2)} s, peak ${(peak / 2 ** 20).toFixed(0)} MiB`;
    console.log(
      `${name.padEnd(10)} ${figures}; stackpairs takes ${ratios}; same ten for ${same} of ${ids.length} queries`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Random unit vectors, as floats one behind another. */
function writeVectors(name, count, seed) {
  const file = openSync(path.join(folder, name), 'w');
  const rows = 10_000;
  for (let from = 0; from < count; from += rows) {
    const data = new Float32Array(Math.min(rows, count - from) * size.dimensions);
    fill(data, createHash('sha256').update(`${seed} ${from}`).digest().readUInt32LE());
    for (let at = 0; at < data.length; at += size.dimensions) {
      const row = data.subarray(at, at + size.dimensions);
      const length = Math.hypot(...row);
      for (let i = 0; i < row.length; i++) row[i] /= length;
    }
    writeSync(file, new Uint8Array(data.buffer));
  }
  closeSync(file);
}

function fill(data, seed) {
  let state = seed;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = state / 2 ** 32 - 0.5;
  }
}
