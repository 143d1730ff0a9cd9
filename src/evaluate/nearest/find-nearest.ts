// Exact search: each query is held against each document. In: vectors. Out: the k nearest of each query, the same for any
// number of threads and on any processor. Memory: the documents once (vectors that threads cannot share are copied), the
// result, and 3 MB a thread.

import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { builtUrl } from '../../built-url.ts';
import { createVectors, type NearestRequest, type Neighbours, type Vectors } from '../../encoder.ts';
import type { KernelKind } from './kernel.ts';
import { mergeRanges } from './merge-ranges.ts';
import { planParts } from './plan-parts.ts';
import { type SharedSearch, takeParts } from './take-parts.ts';

/** Finds the nearest documents; a product that is not a number counts as the least there is. */
export function findNearest(request: NearestRequest): Promise<Neighbours> {
  return findNearestWith('wasm', request);
}

/** The same with the kernel that is asked for. */
export async function findNearestWith(kernel: KernelKind, request: NearestRequest): Promise<Neighbours> {
  const { queries, documents, threads, signal } = request;
  expectRequest(request);
  signal?.throwIfAborted();
  const k = Math.min(request.k, documents.count);
  if (queries.count === 0 || k === 0) {
    return { queries: queries.count, k, ids: new Uint32Array(0), scores: new Float32Array(0) };
  }
  const parts = planParts({ queries: queries.count, documents: documents.count, k, threads });
  const ranges = parts.ranges.length;
  const places = ranges * queries.count * k;
  const search: SharedSearch = {
    kernel,
    queries: threads === 0 ? queries : shared(queries),
    documents: threads === 0 ? documents : shared(documents),
    k,
    parts,
    ids: new Uint32Array(new SharedArrayBuffer(4 * places)),
    scores: new Float32Array(new SharedArrayBuffer(4 * places)),
    next: new Int32Array(new SharedArrayBuffer(4)),
  };
  if (threads === 0) await searchHere(search, signal);
  else await searchInThreads(search, Math.min(threads, parts.batches.length * ranges), signal);
  const found = { queries: queries.count, k, ids: search.ids, scores: search.scores };
  return ranges === 1 ? found : { ...found, ...mergeRanges({ ...found, ranges }) };
}

function expectRequest({ queries, documents, k, threads }: NearestRequest): void {
  if (queries.dimensions !== documents.dimensions) {
    throw new RangeError(`queries have ${queries.dimensions} dimensions and documents ${documents.dimensions}`);
  }
  for (const { count, dimensions, data } of [queries, documents]) {
    if (data.length !== count * dimensions)
      throw new RangeError(`${data.length} floats are not ${count} × ${dimensions}`);
  }
  if (!Number.isInteger(k) || k < 0) throw new RangeError(`k is a whole number of at least 0, not ${k}`);
  if (!Number.isInteger(threads) || threads < 0) throw new RangeError(`threads is a whole number, not ${threads}`);
}

/** The vectors where threads can read them. */
function shared(vectors: Vectors): Vectors {
  if (vectors.data.buffer instanceof SharedArrayBuffer) return vectors;
  const copy = createVectors(vectors.count, vectors.dimensions);
  copy.data.set(vectors.data);
  return copy;
}

async function searchHere(search: SharedSearch, signal: AbortSignal | undefined): Promise<void> {
  for (const _ of takeParts(search)) {
    // A signal is heard about between two parts.
    await setImmediate();
    signal?.throwIfAborted();
  }
}

async function searchInThreads(search: SharedSearch, threads: number, signal: AbortSignal | undefined): Promise<void> {
  const workers = Array.from({ length: threads }, () => startThread(search));
  const stop = () => {
    for (const { worker } of workers) void worker.terminate();
  };
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await Promise.all(workers.map(({ done }) => done));
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
  signal?.throwIfAborted();
}

function startThread(search: SharedSearch) {
  const worker = new Worker(builtUrl('evaluate/nearest-thread.js', import.meta.url), { workerData: search });
  const done = new Promise<void>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });
  return { worker, done };
}
