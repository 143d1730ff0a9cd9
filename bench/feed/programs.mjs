// The programs under measurement: what one epoch of batches cost, and the batches.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { measure } from '../measure.mjs';

const CLI = path.join(import.meta.dirname, '../../dist/cli/main.js');
const SAMPLER = path.join(import.meta.dirname, 'run_sampler.py');
const METER = path.join(import.meta.dirname, '../measure_tree.py');

/** Each `[name, run]`; a run gives its cost, the order of the rows, and how many rows it was through when it ended. */
export function programs(options) {
  return [
    ['build-dataset feed', (dataset) => runFeed(dataset, options)],
    ['NO_DUPLICATES_HASHED', (dataset) => runSampler('hashed', dataset, options)],
    ['NO_DUPLICATES', (dataset) => runSampler('plain', dataset, options)],
  ];
}

function runFeed({ folder, dir, files, rows }, { batch, seed }) {
  const file = path.join(folder, 'feed.arrow');
  const flags = ['--out', file, '--batch', batch, '--seed', seed];
  const { cost } = measure(files, [process.execPath, CLI, 'feed', dir, ...flags.map(String)], METER);
  const order = tableFromIPC(readFileSync(file)).getChild('row').toArray();
  rmSync(file);
  return { ...cost, order, rows, rowsSeen: rows };
}

function runSampler(kind, { folder, dir, files }, { python, batch, seed, limit }) {
  const file = path.join(folder, `${kind}.order`);
  const flags = ['--batch', batch, '--seed', seed, '--limit', limit].map(String);
  const command = ['env', ...environment(folder), python, SAMPLER, kind, dir, cacheOf(folder), file, ...flags];
  const { cost, stdout } = measure(files, command, METER);
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  rmSync(file);
  return { ...cost, order: new Uint32Array(buffer, byteOffset, byteLength / 4), ...JSON.parse(stdout) };
}

/** Lets `datasets` make its copy of the shards ahead, as it is made once and not for each epoch. */
export function loadDataset({ folder, dir }, { python }) {
  const command = [...environment(folder), python, SAMPLER, 'load', dir, cacheOf(folder)];
  execFileSync('env', command, { stdio: 'ignore' });
}

function cacheOf(folder) {
  return path.join(folder, 'cache');
}

/** Nothing is fetched, and all that is written is in the folder. */
function environment(folder) {
  return ['HF_HUB_OFFLINE=1', `HF_HOME=${path.join(folder, 'home')}`, `TMPDIR=${folder}`];
}
