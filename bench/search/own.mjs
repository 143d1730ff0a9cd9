// This package's part of the benchmark of exact search: reads the vectors, searches once, and prints what it took.

import { openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { createVectors, findNearest } from '../../dist/api.js';

const { documents, queries, dimensions, threads, k, folder } = JSON.parse(process.argv[2]);

/** Reads straight into memory that threads share. */
function read(name, count) {
  const vectors = createVectors(count, dimensions);
  const file = openSync(path.join(folder, name), 'r');
  const bytes = new Uint8Array(vectors.data.buffer);
  for (let at = 0; at < bytes.length; ) at += readSync(file, bytes, at, Math.min(2 ** 28, bytes.length - at), at);
  return vectors;
}

const request = { documents: read('documents', documents), queries: read('queries', queries), k, threads };
const [started, before] = [performance.now(), process.cpuUsage()];
const { ids } = await findNearest(request);
const { user, system } = process.cpuUsage(before);
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024;
const rows = Array.from({ length: queries }, (_, query) => [...ids.subarray(query * k, (query + 1) * k)]);
const figures = { wall: (performance.now() - started) / 1000, cpu: (user + system) / 1e6, peak, ids: rows };
process.stdout.write(JSON.stringify(figures));
