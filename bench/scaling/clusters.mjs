// The plans of large dumps on clusters of different sizes: what the formula says, what the simulation says, and what storage
// would be asked.
import { megabytes, table } from '../table.mjs';
import { planOf } from './plan-of.mjs';
import { formula, simulate } from './simulate.mjs';

const GB = 1e9;
/** Simulated again and again, since machines differ by chance; the middle one counts. */
const SEEDS = 21;

/** Posts.xml by site: Stack Overflow's is known; the rest by the size of their archives beside its archive. */
const SITES = [105.6, 6, 4, 3, 2.5, 2, 2, ...new Array(355).fill(0.07)].map((gb) => gb * GB);
/** Dumps that nobody need have to plan for them. */
export const HISTORIES = [
  { name: '10 GB, one file', inputs: [10 * GB] },
  { name: 'all sites', inputs: SITES },
  {
    name: 'all sites, Stack Overflow in 8 parts',
    inputs: SITES.flatMap((bytes, site) => (site === 0 ? new Array(8).fill(bytes / 8) : [bytes])),
  },
];
/** From a laptop with a fast disk to a thousand workers on a network, of which a stream gets a part. */
const NETWORK = { threads: 2, bytesPerSecond: 250e6, streamBytesPerSecond: 90e6 };
export const CLUSTERS = [
  { name: 'a laptop, 8 threads', workers: 1, threads: 8, bytesPerSecond: 2e9, streamBytesPerSecond: 1e9 },
  { name: '10 workers of 2', workers: 10, ...NETWORK },
  { name: '100 workers of 2', workers: 100, ...NETWORK },
  { name: '1,000 workers of 2', workers: 1000, ...NETWORK },
];

const NAMES = { read: 'read', comments: 'comments', 'title-body/agree': 'agree', 'title-body/reduce': 'reduce' };

/** What each pass takes of a GB, and at the least. */
export function showUnits({ passes, spilled, written, peakBytes }) {
  const rows = Object.entries(passes).map(([pass, { start, slope }]) => {
    return [NAMES[pass] ?? pass, start.toFixed(2), (slope * GB).toFixed(2)];
  });
  const bytes = (line) => `${(line.slope * 1000).toFixed(0)} MB`;
  return [
    table(['pass', 'CPU s to begin', 'CPU s a GB'], rows),
    `A GB of XML leaves ${bytes(spilled)} of partitions and ${bytes(written)} of dataset. A process with one thread peaks at ${megabytes(peakBytes)} MB.`,
  ].join('\n\n');
}

/** Every dump on every cluster. */
export function showClusters(model, histories, clusters) {
  const rows = histories.flatMap(({ name, inputs }) => {
    const plan = planOf(inputs, model);
    return clusters.map((cluster) => {
      const runs = Array.from({ length: SEEDS }, (_unused, seed) => simulate(plan, cluster, seed + 1));
      const simulated = runs.toSorted((a, b) => a - b)[SEEDS >> 1];
      const said = formula(plan, cluster);
      const off = (100 * (said - simulated)) / simulated;
      return [name, cluster.name, time(said), time(simulated), `${off < 0 ? '' : '+'}${off.toFixed(0)} %`];
    });
  });
  const requests = histories.map(({ name, inputs }) => requestsOf(name, planOf(inputs, model)));
  return [
    table(['dump', 'on', 'by the formula', 'simulated', 'off'], rows),
    table(['dump', 'units', 'agree', 'reduce', 'files', 'spilled GB', 'GET', 'PUT, LIST', 'US$'], requests),
  ].join('\n\n');
}

const FLUSH_BYTES = 8 * 1024 * 1024;
const PART_BYTES = 8 * 1024 * 1024;
/** Of S3 in its oldest region, a request. */
const GET_DOLLARS = 0.4e-6;
const PUT_DOLLARS = 5e-6;
const KEYS_PER_LIST = 1000;
const PROCESSES = 100;

/** What object storage is asked where a hundred processes do all passes. */
function requestsOf(name, { ranges, layout, shards, spilledBytes, writtenBytes, entryBytes }) {
  const units = ranges.length;
  const records = units + layout.fingerprints + shards;
  const flushes = (bytes) => Math.max(1, Math.ceil(bytes / units / FLUSH_BYTES));
  // Of each file an index, once a process, and a piece of each flush.
  const agree = PROCESSES * units + layout.fingerprints * units * flushes(entryBytes);
  const reduce = PROCESSES * units + shards * units * flushes(spilledBytes - entryBytes);
  const get = units + agree + reduce + PROCESSES * records;
  const files = 3 * units + 2 * layout.fingerprints + 3 * shards;
  const put = files + 3 * records + Math.ceil((spilledBytes + writtenBytes) / PART_BYTES);
  const list = PROCESSES * 6 * Math.ceil(files / KEYS_PER_LIST);
  const dollars = get * GET_DOLLARS + (put + list) * PUT_DOLLARS;
  const counts = [units, layout.fingerprints, shards, files].map((count) => count.toLocaleString('en'));
  return [name, ...counts, (spilledBytes / GB).toFixed(1), short(get), short(put + list), dollars.toFixed(2)];
}

function short(count) {
  return count < 1e6 ? `${Math.ceil(count / 1e3)} k` : `${(count / 1e6).toFixed(1)} M`;
}

function time(seconds) {
  return seconds < 120
    ? `${seconds.toFixed(0)} s`
    : seconds < 7200
      ? `${(seconds / 60).toFixed(1)} min`
      : `${(seconds / 3600).toFixed(1)} h`;
}
